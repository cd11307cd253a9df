/** The picture that was chosen takes the place of the one beside it, before it is sent. */
import type { Behavior } from '../lib/behavior.ts'

export const picturePreview: Behavior = element => {
  const input = element.querySelector<HTMLInputElement>('input[type="file"]')
  const frame = element.querySelector('.av')
  if (!input || !frame) return
  const before = [...frame.childNodes]

  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (!file) {
      frame.replaceChildren(...before)
      return
    }
    const reader = new FileReader()
    reader.addEventListener('load', () => {
      if (typeof reader.result !== 'string' || input.files?.[0] !== file) return
      const image = new Image()
      image.alt = ''
      image.src = reader.result
      // What the browser cannot draw the server may still read: then the old one stays.
      image.addEventListener('load', () => frame.replaceChildren(image))
    })
    reader.readAsDataURL(file)
  })
}

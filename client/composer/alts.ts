/** A line for each picture in the text, to say what it shows. What is written there is written into the text. */
import { make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { say } from './words.ts'

const PICTURE = /!\[((?:[^[\]\\\n]|\\.)*)\]\((\/uploads\/[\w-]+\/[^\s()]+)/g
const CALM_MS = 250
const MOST = 20

type Picture = { readonly from: number; readonly alt: string; readonly src: string }

export function startAlts(form: ComposerForm): void {
  const { text } = form
  const place = make('div', { class: 'alts stack tight' })
  text.closest('.field')?.append(place)
  let shown = ''
  let timer = 0

  const show = () => {
    const pictures = picturesIn(text.value)
    const which = pictures.map(({ src }) => src).join(' ')
    // While the pictures are the same, so are the fields: the one being typed in keeps the cursor.
    if (which === shown) return fillIn(pictures)
    shown = which
    place.replaceChildren(...pictures.map((picture, index) => fieldOf(picture, index)))
    if (pictures.length > 0) place.append(make('p', { class: 'hint', id: 'alts-hint' }, say('alt.hint')))
  }
  const fillIn = (pictures: readonly Picture[]) => {
    for (const [index, input] of [...place.querySelectorAll('input')].entries()) {
      const alt = unescaped(pictures[index]?.alt ?? '')
      if (input !== document.activeElement && input.value !== alt) input.value = alt
    }
  }
  const fieldOf = ({ alt, src }: Picture, index: number) => {
    const label = say('alt.label', { number: index + 1 })
    const input = make('input', {
      class: 'in',
      type: 'text',
      maxlength: '300',
      placeholder: label,
      'aria-label': label,
    })
    input.setAttribute('aria-describedby', 'alts-hint')
    input.value = unescaped(alt)
    input.addEventListener('input', () => write(index, input.value))
    return make('p', { class: 'row nowrap' }, make('img', { src, alt: '', width: '40', height: '40' }), input)
  }
  const write = (index: number, words: string) => {
    const picture = picturesIn(text.value)[index]
    if (!picture) return
    const from = picture.from + '!['.length
    text.setRangeText(escaped(words), from, from + picture.alt.length, 'preserve')
    text.dispatchEvent(new Event('input', { bubbles: true }))
  }

  text.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(show, CALM_MS)
  })
  show()
}

const picturesIn = (text: string): Picture[] =>
  [...text.matchAll(PICTURE)].slice(0, MOST).map(({ index, 1: alt = '', 2: src = '' }) => ({ from: index, alt, src }))

const escaped = (words: string): string => words.replace(/\s+/g, ' ').replace(/[[\]\\]/g, '\\$&')
const unescaped = (alt: string): string => alt.replace(/\\(.)/g, '$1')

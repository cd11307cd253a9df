/** A member's face that leads to their page, as the server draws it beside a thread (server/conversation/thread-aside.tsx). */
import { faceOf, initials } from '../lib/face.ts'
import { drawing, make } from '../lib/nodes.ts'

/** As the API has a member. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly displayName: string
  /** Their picture, of 192 pixels; others stand beside it. */
  readonly avatarUrl: string | null
}

/** As the stylesheet draws it at the usual size of text. */
const PIXELS = '28'

export function makeFace({ id, name, displayName, avatarUrl }: Person): HTMLElement {
  const { tone, landscape } = faceOf(Number(id))
  const generated = landscape ? drawing(landscape) : initials(displayName, 2)
  return make(
    'a',
    { class: 'face', href: `/m/${encodeURIComponent(name)}`, title: displayName },
    make(
      'span',
      { class: 'av sm', 'data-tone': tone, 'aria-hidden': 'true' },
      avatarUrl === null ? generated : pictureOf(avatarUrl),
    ),
    make('span', { class: 'vh' }, displayName),
  )
}

function pictureOf(avatarUrl: string): HTMLElement {
  const at = (size: number) => avatarUrl.replace(/\d+(?=\.webp$)/, String(size))
  return make('img', { src: at(48), srcset: `${at(96)} 2x`, width: PIXELS, height: PIXELS, alt: '', decoding: 'async' })
}

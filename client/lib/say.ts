/** Words from a script to the reader. They go into the one region that every page has for them (server/site/layout.tsx). */
import { icon, make } from './nodes.ts'

/** How long what is only heard stays: long enough to be read out, gone before it is found by walking the page. */
const HEARD_MS = 5000

const region = (): HTMLElement | null => document.getElementById('said')

/** Says something politely to those who listen; those who look see it happen. */
export function announce(text: string): void {
  const words = document.createElement('p')
  words.className = 'vh'
  words.textContent = text
  region()?.append(words)
  setTimeout(() => words.remove(), HEARD_MS)
}

/** Shows and says what has happened elsewhere, with a way there. It stays until it is closed. */
export function tell(text: string, { href, label }: { readonly href: string; readonly label: string }): void {
  const place = region()
  if (place) place.append(toast(place, { tone: 'ok', sign: 'check', words: [text, ' ', make('a', { href }, label)] }))
}

/** Shows and says what went wrong. It stays until it is closed, or until something else goes wrong. */
export function complain(text: string): void {
  const place = region()
  if (!place) return
  place.querySelector('.toast')?.remove()
  place.append(toast(place, { tone: 'bad', sign: 'circle-alert', words: [text] }))
}

type Toast = { readonly tone: 'ok' | 'bad'; readonly sign: string; readonly words: readonly (string | Node)[] }

function toast(place: HTMLElement, { tone, sign, words }: Toast): HTMLElement {
  const role = tone === 'bad' ? 'alert' : undefined
  const box = make('div', { class: 'toast', role, 'data-theme': 'dark', 'data-tone': tone }, icon(sign))
  const close = { type: 'button', class: 'btn ghost sm sq', 'aria-label': place.dataset.close ?? '' }
  box.append(
    make('span', { class: 'grow' }, ...words),
    make('button', { ...close, onclick: () => box.remove() }, icon('x')),
  )
  return box
}

/** Words from a script to the reader. They go into the one region that every page has for them (server/site/layout.tsx). */

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

/** Shows and says what went wrong. It stays until it is closed, or until something else goes wrong. */
export function complain(text: string): void {
  const place = region()
  if (!place) return
  const toast = document.createElement('div')
  toast.className = 'toast'
  toast.role = 'alert'
  toast.dataset.theme = 'dark'
  toast.dataset.tone = 'bad'
  const words = document.createElement('span')
  words.className = 'grow'
  words.textContent = text
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'btn ghost sm sq'
  close.ariaLabel = place.dataset.close ?? ''
  close.append(icon('x', place))
  close.addEventListener('click', () => toast.remove())
  toast.append(icon('circle-alert', place), words, close)
  place.querySelector('.toast')?.remove()
  place.append(toast)
}

const SVG = 'http://www.w3.org/2000/svg'

function icon(name: 'circle-alert' | 'x', { dataset }: HTMLElement): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('class', 'i')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(SVG, 'use')
  use.setAttribute('href', `${dataset.icons}#${name}`)
  svg.append(use)
  return svg
}

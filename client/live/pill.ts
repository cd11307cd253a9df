/** The pill at the foot of the page: something new waits, and comes when it is asked for. */
import { icon, make } from '../lib/nodes.ts'
import { announce } from '../lib/say.ts'

type Way = {
  /** Where it leads without us, and in another tab. */
  readonly href: string
  /** Does it here; null lets the browser follow the link. */
  readonly pressed: (() => void) | null
}

export function showPill(text: string, { href, pressed }: Way): void {
  const shown = document.getElementById('live')
  // It says so already: nobody is told twice, and it keeps the focus.
  if (shown?.textContent === text && shown.getAttribute('href') === href) return
  shown?.remove()
  const pill = make('a', { id: 'live', class: 'live', href }, icon('arrow-down', 'sm'), text)
  pill.addEventListener('click', event => {
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    hidePill()
    pressed()
  })
  document.querySelector('main')?.append(pill)
  announce(text)
}

export const hidePill = (): void => document.getElementById('live')?.remove()

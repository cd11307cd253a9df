/**
 * Narrows the settings while one types. What is hidden stays in the form and is sent with it; what the browser has to
 * complain about is shown.
 */
import type { Behavior } from '../lib/behavior.ts'
import { hasWords } from '../lib/plain.ts'

export const findSettings: Behavior = element => {
  const field = element.querySelector<HTMLInputElement>('input[type="search"]')
  const status = element.querySelector<HTMLElement>('[role="status"]')
  if (!field || !status) return

  const narrow = () => {
    const typed = field.value.trim()
    let count = 0
    for (const area of document.querySelectorAll<HTMLElement>('section[id^="area-"]')) {
      const settings = [...area.querySelectorAll<HTMLElement>('[data-words]')]
      for (const one of settings) one.hidden = !hasWords(one.dataset.words ?? '', typed)
      const found = settings.filter(one => !one.hidden).length
      area.hidden = found === 0
      const entry = document.querySelector(`.contents a[href="#${area.id}"]`)?.parentElement
      if (entry) entry.hidden = area.hidden
      count += found
    }
    status.textContent = typed === '' ? '' : counted(element, count)
  }
  field.addEventListener('input', narrow)
  // All of it is here already, and what was typed into the settings would be lost.
  element.addEventListener('submit', event => event.preventDefault())
  document.addEventListener(
    'invalid',
    ({ target }) => {
      if (!(target instanceof HTMLElement) || !target.closest('[data-words][hidden]')) return
      field.value = ''
      narrow()
    },
    true,
  )
  // Back from another page, the browser may have filled it in again.
  if (field.value !== '') narrow()
}

function counted({ dataset: { none = '', one = '', some = '' } }: HTMLElement, count: number): string {
  if (count < 2) return count === 0 ? none : one
  return some.replace('#', count.toLocaleString(document.documentElement.lang))
}

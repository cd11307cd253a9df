/** A search field with scripts: what may be meant while one types, and before that what one looked for the last times. */
import { Recent } from './recent.ts'
import { remember } from './remembered.ts'
import { suggestionsFor } from './suggestions.ts'

const started = new WeakSet<HTMLElement>()

/** Once for each field, however often it is asked for. */
export function start(element: HTMLElement): void {
  const input = element.querySelector<HTMLInputElement>('input')
  if (!input || started.has(element)) return
  started.add(element)
  const suggestions = suggestionsFor(input)
  const recent = new Recent(input, 'saved' in element.dataset, text => {
    input.value = text
    input.form?.requestSubmit()
  })
  element.append(suggestions.element, recent.element)

  const offer = () => {
    const typed = input.value.trim()
    if (typed === '') suggestions.close()
    else recent.close()
    if (typed === '') recent.open()
    else void suggestions.offer('soon')
  }
  input.addEventListener('input', offer)
  input.addEventListener('focus', () => input.value.trim() === '' && recent.open())
  input.addEventListener('keydown', event => {
    if (event.isComposing) return
    const { marked } = suggestions
    if (recent.isOpen) recent.press(event)
    else if (event.key === 'Enter' && marked) {
      event.preventDefault()
      suggestions.choose(marked)
    } else suggestions.press(event)
  })
  input.form?.addEventListener('submit', () => remember(input.value))
  element.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && element.contains(relatedTarget)) return
    suggestions.close()
    recent.close()
  })
  // It was loaded because somebody came here, and they may have begun to type.
  if (document.activeElement === input) offer()
}

/** A form that was sent says so on its button, and is not sent twice. */
import type { Behavior } from '../lib/behavior.ts'

export const busySubmit: Behavior = element => {
  const form = element
  let sent = false
  const labels = new Map<HTMLElement, string>()

  form.addEventListener('submit', event => {
    if (sent) {
      event.preventDefault()
      return
    }
    sent = true
    const button = event.submitter
    if (!button) return
    // The width stays, so that nothing moves.
    button.style.minWidth = `${button.offsetWidth}px`
    button.setAttribute('aria-busy', 'true')
    const label = [...button.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    if (label && button.dataset.busy) {
      labels.set(button, label.textContent ?? '')
      label.textContent = button.dataset.busy
    }
  })

  // Back from the next page, the browser may show this one as it was left: busy.
  window.addEventListener('pageshow', () => {
    sent = false
    for (const button of form.querySelectorAll<HTMLElement>('[aria-busy]')) {
      button.removeAttribute('aria-busy')
      button.style.minWidth = ''
      const label = [...button.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
      const before = labels.get(button)
      if (label && before !== undefined) label.textContent = before
    }
    labels.clear()
  })
}

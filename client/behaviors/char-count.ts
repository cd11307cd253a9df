/** Says how many characters are left once a text comes near its limit. */
import type { Behavior } from '../lib/behavior.ts'

const NEAR = 0.9

export const charCount: Behavior = element => {
  if (!(element instanceof HTMLTextAreaElement) || element.maxLength < 0) return
  const limit = element.maxLength
  // The limit becomes advice: a long text is pasted whole and cut by its writer, not by the browser.
  element.removeAttribute('maxlength')
  const counter = document.createElement('span')
  counter.className = 'count'
  counter.setAttribute('role', 'status')
  element.after(counter)

  const count = () => {
    const left = limit - element.value.length
    const near = left < limit * (1 - NEAR)
    const words = (left < 0 ? element.dataset.over : element.dataset.left) ?? '#'
    const number = Math.abs(left).toLocaleString(document.documentElement.lang)
    counter.textContent = near ? words.replace('#', number) : ''
    counter.classList.toggle('over', left < 0)
    if (left < 0) counter.dataset.tone = 'bad'
    else delete counter.dataset.tone
  }
  element.addEventListener('input', count)
  count()
}

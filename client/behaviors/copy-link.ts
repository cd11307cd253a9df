/** A link that copies its own address. Where the clipboard is out of reach it stays a link. */
import type { Behavior } from '../lib/behavior.ts'
import { announce } from '../lib/say.ts'

const SHOWN_MS = 2000

export const copyLink: Behavior = element => {
  // Only a secure context has a clipboard.
  if (!(element instanceof HTMLAnchorElement) || !navigator.clipboard) return
  const link = element
  const { label = '', said = '' } = link.dataset
  const words = link.querySelector('span')
  const write = (text: string): void => {
    if (words) words.textContent = text
  }
  write(label)
  link.addEventListener('click', async event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    try {
      await navigator.clipboard.writeText(link.href)
    } catch {
      // Refused by the browser or its owner: then the address bar has it.
      location.assign(link.href)
      return
    }
    announce(said)
    write(said)
    setTimeout(() => write(label), SHOWN_MS)
  })
}

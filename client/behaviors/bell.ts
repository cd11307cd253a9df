/**
 * Keeps the number on the bell true while a page stays open: when its reader has read something, and when they come back
 * to it. It asks for the number, and for the words only if the number is another.
 */
import type { Behavior } from '../lib/behavior.ts'
import { replaceAll } from './swap.ts'

const PAGE = '/notifications'
/** The bell counts no further. */
const MOST = 100
/** Whoever looks away for a moment is not told anew. */
const AWAY_MS = 20_000

let watching = false
let asking = false
let leftAt = 0

export const bell: Behavior = () => {
  // The bell may be put in place again; those who look after it stay.
  if (watching) return
  watching = true
  document.addEventListener('read', () => {
    if (shown() > 0) void refresh()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) leftAt = Date.now()
    else if (Date.now() - leftAt > AWAY_MS) void refresh()
  })
}

/** On that page one is where the bell leads to; here, as before. */
function put(page: Document): void {
  for (const id of ['bell', 'inbox']) {
    if (document.getElementById(id)?.ariaCurrent === null) page.getElementById(id)?.removeAttribute('aria-current')
  }
  replaceAll('#bell, #inbox', page)
}

const shown = (): number => Number(document.getElementById('bell')?.dataset.unread)

/** Shows a number that was told, and its words with it. @returns whether it is another than before */
export function showBell(unread: number): boolean {
  if (Math.min(unread, MOST) === shown()) return false
  void once(showWords)
  return true
}

const refresh = (): Promise<void> =>
  once(async () => {
    const answer = await fetch('/api/v1/notifications/count')
    if (!answer.ok) return
    const { unread }: { unread: number } = await answer.json()
    if (Math.min(unread, MOST) !== shown()) await showWords()
  })

/** The bell as the server writes it now. */
async function showWords(): Promise<void> {
  const page = await fetch(PAGE, { headers: { accept: 'text/html' } })
  if (page.ok) put(new DOMParser().parseFromString(await page.text(), 'text/html'))
}

/** What is under way brings the newest number, too. */
async function once(ask: () => Promise<void>): Promise<void> {
  if (asking) return
  asking = true
  try {
    await ask()
  } catch {
    // No connection: what is shown stays, and the next page knows.
  } finally {
    asking = false
  }
}

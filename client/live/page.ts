/**
 * The page reads itself again and becomes what it reads: after something that shows in several places, or by rights of
 * its reader. Many events make one reading; and what a thousand pages hear at once, each reads at a moment of its own.
 */
import { morph } from './morph.ts'
import { isConnected } from './sign.ts'
import { still } from './still.ts'

const SOON_MS = 1500
const SPREAD_MS = 4000
/** Between two readings. */
const REST_MS = 10_000
/** What a lost connection has swallowed never comes. */
const ANSWER_MS = 30_000
const PARTS = ['main', '.aside'] as const

let timer: ReturnType<typeof setTimeout> | undefined
let readAt = 0
/** Something has happened since the page was last read. */
let stale = false
let prepare: (fresh: Document) => void = () => undefined

/** @param change is given what was read before the page becomes it, and may take out of it what must wait */
export function keepPage(change: (fresh: Document) => void): void {
  prepare = change
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && stale) readSoon()
  })
}

/** Reads the page again in a little while, with all that happens until then. */
export function readSoon(): void {
  stale = true
  if (timer !== undefined || document.hidden) return
  const rest = Math.max(0, readAt + REST_MS - Date.now())
  timer = setTimeout(() => void readNow(), Math.max(rest, SOON_MS + Math.random() * SPREAD_MS))
}

/** Reads it at once. */
export async function readNow(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  stale = false
  readAt = Date.now()
  try {
    const answer = await fetch(location.href, {
      headers: { accept: 'text/html' },
      cache: 'no-cache',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    // What went wrong with the server is no news of the page.
    if (answer.status >= 500 || !fresh.querySelector('main')) return notRead()
    prepare(fresh)
    document.title = fresh.title
    still(() => become(fresh))
  } catch {
    notRead()
  }
}

/** No event will tell once more of what was to be read: it is asked for again, or by whoever comes back. */
function notRead(): void {
  stale = true
  if (isConnected()) readSoon()
}

/** The connection is back: what could not be read meanwhile is read now. */
export function readMissed(): void {
  if (stale) readSoon()
}

function become(fresh: Document): void {
  for (const part of PARTS) {
    const [old, next] = [document.querySelector(part), fresh.querySelector(part)]
    if (old && next) morph(old, next)
    else if (old && part !== 'main') old.remove()
  }
}

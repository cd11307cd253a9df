/**
 * A list of threads, live. Rows that are there change in place; what would come in, or rise, waits behind a pill, so that
 * no row slips away under a finger.
 */
import { say } from '../composer/words.ts'
import { readNow, readSoon } from './page.ts'
import { hidePill, showPill } from './pill.ts'
import type { Hearing } from './socket.ts'

const LISTS = 'main ol.ledger'

export const listHearing: Hearing = { event: readSoon, reset: readSoon, lost: () => void readNow() }

/** The reader has asked for what waits. */
let letIn = false

/** Of a page that was read again: gives its lists the order of ours, and holds back what came in or rose. */
export function keepOrder(fresh: Document): void {
  if (letIn) {
    letIn = false
    return
  }
  const next = [...fresh.querySelectorAll<HTMLElement>(LISTS)]
  const count = [...document.querySelectorAll<HTMLElement>(LISTS)].reduce((sum, list, index) => {
    const other = next[index]
    return sum + (other ? holdBack(list, other) : 0)
  }, 0)
  const text = say(count === 1 ? 'live.newThread' : 'live.newThreads', { count })
  if (count === 0) hidePill()
  else showPill(text, { href: location.href, pressed: showAll })
}

/** @returns how many rows are held back */
function holdBack(list: HTMLElement, fresh: HTMLElement): number {
  const ours = rowsOf(list)
  const theirs = rowsOf(fresh)
  const places = new Map(ours.map(({ id }, place) => [id, place]))
  const byId = new Map(theirs.map(row => [row.id, row]))
  const known = theirs.flatMap(({ id }) => places.get(id) ?? [])
  const added = theirs.filter(({ id }, place) => !places.has(id) && place < ours.length)
  const oldest = theirs.at(-1)?.dataset.at ?? ''
  // What is not there any more has gone, or was pushed out at the foot by what is held back: that stays for now.
  const kept = ours.flatMap(row => byId.get(row.id) ?? ((row.dataset.at ?? '') < oldest ? [row.cloneNode(true)] : []))
  fresh.replaceChildren(...kept)
  return added.length + known.length - mostInOrder(known)
}

/** How many of these places may stay as they are, at most; the others have risen or sunk. */
function mostInOrder(places: readonly number[]): number {
  const lengths: number[] = []
  for (const [at, place] of places.entries()) {
    const before = lengths.filter((_, earlier) => (places[earlier] ?? 0) < place)
    lengths[at] = 1 + Math.max(0, ...before)
  }
  return Math.max(0, ...lengths)
}

const rowsOf = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(':scope > li[id]')]

function showAll(): void {
  letIn = true
  void readNow().then(() => document.querySelector(LISTS)?.scrollIntoView({ block: 'nearest' }))
}

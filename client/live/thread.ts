/**
 * An open thread, live. A new post comes in where it belongs when its reader is at the end; otherwise it waits behind a
 * pill, so that nothing moves under their eyes. What changes in posts that are there changes in place.
 */

import { say } from '../composer/words.ts'
import { startIn } from '../lib/behavior.ts'
import { announce } from '../lib/say.ts'
import { readNow, readSoon } from './page.ts'
import { hidePill, showPill } from './pill.ts'
import type { Hearing, LiveEvent } from './socket.ts'
import { still } from './still.ts'
import { applyStream, press, readStreams, type Stream } from './streams.ts'
import { threadPathOf } from './thread-path.ts'

/** How near the end counts as there. */
const NEAR_PX = 240

const list = (): HTMLElement | null => document.querySelector('ol.thread')
const me = (): string => document.documentElement.dataset.me ?? ''

/** New posts that wait until they are asked for: by the ids of their elements. */
const waiting = new Map<string, { readonly stream: Stream; readonly number: number }>()

export const threadHearing: Hearing = {
  event: heard,
  reset: () => void readNow(),
  lost: () => void readNow(),
}

/** Of a page that was read again: what waits goes on waiting. */
export function keepWaiting(fresh: Document): void {
  for (const id of waiting.keys()) fresh.getElementById(id)?.remove()
}

function heard(event: LiveEvent): void {
  for (const stream of readStreams(event.html ?? '')) {
    if (stream.action === 'append') arrive(event, stream)
    else if (stream.action === 'refresh') readSoon()
    else change(event, stream)
  }
  if (event.type === 'post.created' || event.type === 'post.deleted') readSoon()
}

function arrive(event: LiveEvent, stream: Stream): void {
  const id = stream.content?.id ?? ''
  const number = Number(event.data.number)
  if (document.getElementById(id)) return void applyStream(stream)
  const own = event.data.authorId === me()
  if (hasRoom(number) && waiting.size === 0 && (own || isAtEnd())) {
    show(stream, !own)
    if (!own) announce(say('live.replyBy', { name: authorOf(stream) }))
    return
  }
  waiting.set(id, { stream, number })
  tellWaiting()
}

/** Whether the page's range holds this number: what comes after it stands on the next page. */
function hasRoom(number: number): boolean {
  const { from, until } = list()?.dataset ?? {}
  return number >= Number(from) && number < Number(until)
}

/** Whether the reader looks at the end of the thread. While they write, a page that cannot scroll would move their text. */
function isAtEnd(): boolean {
  if (document.activeElement?.closest('#reply') && document.documentElement.scrollHeight <= innerHeight) return false
  const last = list()?.lastElementChild
  return (
    !document.hidden &&
    last !== null &&
    last !== undefined &&
    last.getBoundingClientRect().bottom < innerHeight + NEAR_PX
  )
}

/** Puts a post at the end. */
function show(stream: Stream, fresh: boolean): void {
  still(() => applyStream(stream))
  const shown = document.getElementById(stream.content?.id ?? '')
  if (!shown) return
  if (fresh) shown.classList.add('is-new')
  startIn(shown)
}

function change({ type, data }: LiveEvent, stream: Stream): void {
  const kept = waiting.get(stream.target)
  if (kept) {
    if (stream.action === 'remove') waiting.delete(stream.target)
    else waiting.set(stream.target, { ...kept, stream: { ...kept.stream, content: stream.content } })
    tellWaiting()
    return
  }
  const mine = type.startsWith('reaction.') && data.memberId === me() && stream.content
  still(() => applyStream(stream))
  if (!mine) return
  const button = document.querySelector<HTMLButtonElement>(
    `#${stream.target} button.react[value="${String(data.key)}"]`,
  )
  press(button, type === 'reaction.added')
}

function tellWaiting(): void {
  const all = [...waiting.values()]
  const first = all[0]
  if (!first) {
    hidePill()
    return
  }
  const text = say(all.length === 1 ? 'live.newReply' : 'live.newReplies', { count: all.length })
  const address = `${threadPathOf(location.pathname)}/${first.number}`
  showPill(text, { href: address, pressed: hasRoom(first.number) ? showWaiting : null })
}

function showWaiting(): void {
  const all = [...waiting.values()].sort((a, b) => a.number - b.number)
  const shown = all.filter(({ number }) => hasRoom(number))
  for (const { stream } of shown) {
    waiting.delete(stream.content?.id ?? '')
    show(stream, true)
  }
  const first = document.querySelector<HTMLElement>(`#${shown[0]?.stream.content?.id} .post`)
  first?.scrollIntoView({ block: 'start' })
  first?.focus({ preventScroll: true })
  tellWaiting()
}

const authorOf = ({ content }: Stream): string => content?.querySelector('.who')?.textContent ?? ''

/**
 * Who else has the thread open, and who writes there. It is by the way: shown where nothing moves for it, read out to
 * nobody. A page that nobody looks at says nothing, and is not taken for somebody who is here. While the connection is
 * lost the style hides it all.
 */
import type { PresenceState } from '../../server/presence/state.ts'
import { say } from '../composer/words.ts'
import { make } from '../lib/nodes.ts'
import { makeFace, type Person } from '../members/face.ts'
import type { LiveSocket } from './socket.ts'

/** The server takes a word for six seconds of writing (server/presence/attendance.ts). */
const SAY_EVERY_MS = 3000
const MOST_FACES = 8
const NOBODY: PresenceState = { here: [], typing: [], count: 0 }

export function startPresence(socket: LiveSocket): void {
  const channel = document.getElementById('here')?.dataset.channel
  if (!channel) return
  // Said by our own server.
  const hearing = { state: (data: unknown) => show(data as PresenceState), lost: () => show(NOBODY) }
  const follow = () => {
    if (document.hidden) socket.forget(channel)
    else socket.listen(channel, null, hearing)
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  watchWriting(() => socket.say({ op: 'typing', channel }))
}

function show({ here, typing, count }: PresenceState): void {
  const others = here.filter(({ id }) => id !== document.documentElement.dataset.me)
  showHere(others, count - (here.length - others.length))
  showWriting(others.filter(({ id }) => typing.includes(id)))
}

function showHere(others: readonly Person[], count: number): void {
  const panel = document.getElementById('here')
  const list = panel?.querySelector('ul')
  if (!panel || !list) return
  panel.hidden = others.length === 0
  const faces = others.slice(0, MOST_FACES)
  const more = count - faces.length
  keep(list, [
    ...faces.map(person => ({ key: JSON.stringify(person), make: () => make('li', {}, makeFace(person)) })),
    ...(more > 0 ? [{ key: `more ${more}`, make: () => make('li', { class: 's quiet' }, moreOf(more)) }] : []),
  ])
}

const moreOf = (count: number): string => say(count === 1 ? 'presence.oneMore' : 'presence.more', { count })

type Item = { readonly key: string; readonly make: () => HTMLElement }

/** Leaves alone what is there already: a face may have the focus, or its card open. */
function keep(list: Element, items: readonly Item[]): void {
  const wanted = new Set(items.map(({ key }) => key))
  for (const old of list.querySelectorAll<HTMLElement>(':scope > li')) {
    if (!wanted.has(old.dataset.key ?? '')) old.remove()
  }
  items.forEach((item, index) => {
    const there = list.children[index]
    if (there instanceof HTMLElement && there.dataset.key === item.key) return
    const made = item.make()
    made.dataset.key = item.key
    list.insertBefore(made, there ?? null)
  })
}

function showWriting(people: readonly Person[]): void {
  const line = document.getElementById('typing')
  const words = wordsFor(people)
  if (!line || line.textContent === words) return
  const dots = make('i', { 'aria-hidden': 'true' }, make('b'))
  line.replaceChildren(...(words === '' ? [] : [dots, make('span', {}, words)]))
}

function wordsFor([first, ...others]: readonly Person[]): string {
  if (!first) return ''
  const name = first.displayName
  if (others.length === 0) return say('presence.writing', { name })
  if (others.length === 1) return say('presence.writingTwo', { name })
  return say('presence.writingMore', { name, count: others.length })
}

/** Calls `write` while the reply grows under its writer's hands: a draft that is opened is no writing, nor is taking away. */
function watchWriting(write: () => void): void {
  let saidAt = Number.NEGATIVE_INFINITY
  document.addEventListener('input', event => {
    const { target, isTrusted, timeStamp } = event
    const grows = event instanceof InputEvent && isTrusted && event.inputType.startsWith('insert')
    if (!grows || !(target instanceof Element) || !target.matches('#reply textarea[name="body"]')) return
    if (document.hidden || timeStamp - saidAt < SAY_EVERY_MS) return
    saidAt = timeStamp
    write()
  })
}

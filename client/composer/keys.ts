/** What the single keys do, and the list of all keys. */
import { keysAreOn, listen, switchKeys } from '../lib/keys.ts'
import { make } from '../lib/nodes.ts'
import { say, type Word } from './words.ts'

const PLACES: Readonly<Record<string, string>> = {
  h: '/',
  l: '/latest',
  n: '/notifications',
  d: '/drafts',
  u: '/unread',
}
const SEQUENCE_MS = 1500

let going = 0

/** Does what a key stands for. */
export function press(key: string): void {
  if (going) {
    clearTimeout(going)
    endSequence()
    const place = PLACES[key]
    if (place) location.assign(place)
    // The numbers of a long thread.
    else if (key === 'p') document.querySelector<HTMLElement>('.jump input')?.focus()
    return
  }
  const acts: Readonly<Record<string, () => void>> = {
    '?': showKeys,
    b: () => focusedPost()?.querySelector<HTMLElement>('[id$="-save"] :is(button, a)')?.click(),
    c: () => location.assign(newThread()),
    g: () => {
      listen(true)
      going = window.setTimeout(endSequence, SEQUENCE_MS)
    },
    j: () => step(1),
    k: () => step(-1),
    l: () => openReactions(focusedPost()),
    q: () => ask('quote'),
    r: () => answer(),
    u: () => document.querySelector('.thread > .unread, .ledger > .unread')?.scrollIntoView({ block: 'center' }),
  }
  acts[key]?.()
}

function endSequence(): void {
  going = 0
  listen(false)
}

/** In the category that one is looking at. */
function newThread(): string {
  const category = document.querySelector<HTMLElement>('main[data-category]')?.dataset.category
  return category ? `/threads/new?category=${category}` : '/threads/new'
}

/** Moves the focus, not only a mark: to the next post or row. */
function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>('.thread article.post, .ledger > li')]
  const here = all.findIndex(one => one.contains(document.activeElement))
  const next = all[here < 0 ? (by > 0 ? firstBelowTop(all) : -1) : here + by]
  const target = next?.matches('li') ? next.querySelector<HTMLElement>('a.t') : next
  if (!target) return
  target.focus({ preventScroll: true })
  target.scrollIntoView({ block: 'center' })
}

const firstBelowTop = (all: readonly HTMLElement[]): number =>
  Math.max(
    0,
    all.findIndex(one => one.getBoundingClientRect().bottom > 100),
  )

/** Answers the post that has the focus, or else the thread. */
function answer(): void {
  const link = focusedPost()?.querySelector<HTMLElement>('a[href*="replyTo="]')
  if (link) link.click()
  else ask('reply')
}

/** Leads into the reactions of a post, where they may be given. */
function openReactions(post: HTMLElement | null): void {
  const ways = [...(post?.querySelectorAll<HTMLElement>('.reactions :is(summary, button)') ?? [])]
  const way = ways.find(one => one.matches('summary')) ?? ways[0]
  if (!way?.checkVisibility()) return
  const menu = way.closest('details')
  if (menu) menu.open = true
  way.focus()
}

/** The composer does it, if there is one. */
function ask(what: 'reply' | 'quote'): void {
  const detail = what === 'quote' ? focusedPost() : null
  document.querySelector('#reply')?.dispatchEvent(new CustomEvent(`composer-${what}`, { detail }))
}

const focusedPost = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('article.post') ?? null

const LIST: readonly (readonly [Word, readonly (readonly [string, Word])[]])[] = [
  [
    'keys.reading',
    [
      ['j', 'keys.next'],
      ['k', 'keys.previous'],
      ['u', 'keys.unread'],
      ['c', 'keys.newThread'],
      ['r', 'keys.reply'],
      ['q', 'keys.quote'],
      ['l', 'keys.react'],
      ['b', 'keys.save'],
      ['/', 'keys.search'],
      ['?', 'keys.list'],
    ],
  ],
  [
    'keys.going',
    [
      ['g h', 'keys.home'],
      ['g l', 'keys.latest'],
      ['g u', 'keys.allUnread'],
      ['g n', 'keys.notifications'],
      ['g d', 'keys.drafts'],
      ['g p', 'keys.jump'],
    ],
  ],
  [
    'keys.writing',
    [
      ['Ctrl B', 'keys.bold'],
      ['Ctrl I', 'keys.italic'],
      ['Ctrl K', 'keys.link'],
      ['Ctrl E', 'keys.code'],
      ['Ctrl Enter', 'keys.post'],
      ['Esc', 'keys.close'],
    ],
  ],
]

/** All keys, and the switch for the single ones. */
export function showKeys(): void {
  const dialog = make('dialog', { class: 'keys', 'aria-labelledby': 'keys-title' })
  const close = make('button', { type: 'button', class: 'btn end' }, say('keys.closeList'))
  close.addEventListener('click', () => dialog.close())
  const single = make('input', { type: 'checkbox' })
  single.checked = keysAreOn()
  single.addEventListener('change', () => switchKeys(single.checked))
  dialog.append(
    make('h2', { id: 'keys-title' }, say('keys.title')),
    ...LIST.map(([heading, keys]) =>
      make(
        'section',
        {},
        make('h3', {}, say(heading)),
        make('dl', { class: 'keylist' }, ...keys.flatMap(([key, word]) => [keyOf(key), make('dd', {}, say(word))])),
      ),
    ),
    make('label', { class: 'check' }, single, make('span', {}, say('keys.single'))),
    make('div', { class: 'row' }, close),
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

const COMMAND = /Mac|iP(hone|ad)/.test(navigator.platform) ? '⌘' : 'Ctrl'

const keyOf = (keys: string): HTMLElement =>
  make(
    'dt',
    {},
    ...keys
      .replace('Ctrl', COMMAND)
      .split(' ')
      .flatMap((key, index) => [index > 0 && ' ', make('kbd', {}, key)]),
  )

/**
 * Posts that were sent without a connection. They wait on this device, in any window and after any restart of the
 * browser, and go when there is a way; each carries its form's key, so that one post comes of it however often it is tried.
 */
import { allWaiting, forgetDraft, forgetWaiting, keepWaiting, type Waiting } from '../lib/device.ts'
import { complain, tell } from '../lib/say.ts'
import { type Answer, send } from './send.ts'
import { say } from './words.ts'

/** Says of a post of its page what came of it. @returns whether it has been told */
type Owner = (post: Waiting, answer: Answer) => boolean

const RETRIES_MS = [5000, 15_000, 30_000, 60_000]

let owner: Owner = () => false
let tries = 0
let timer = 0
let started = false

/** Keeps a post until it can be sent. @returns false when this device keeps nothing */
export function queue(post: Waiting): boolean {
  if (!keepWaiting(post)) return false
  startOutbox()
  return true
}

/** Sends what waits, now and whenever there may be a connection. */
export function startOutbox(own?: Owner): void {
  if (own) owner = own
  if (!started) {
    started = true
    window.addEventListener('online', () => attempt())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') attempt()
    })
  }
  attempt()
}

function attempt(): void {
  clearTimeout(timer)
  if (allWaiting().length === 0) return
  // One window at a time; where browsers have no locks, the server still makes one post of two requests.
  const turn = navigator.locks
    ? navigator.locks.request('guildhall:outbox', { ifAvailable: true }, async lock => void (lock && (await sendAll())))
    : sendAll()
  turn
    .catch(() => undefined)
    .finally(() => {
      if (allWaiting().length > 0) {
        timer = window.setTimeout(attempt, RETRIES_MS[Math.min(tries++, RETRIES_MS.length - 1)])
      }
    })
}

async function sendAll(): Promise<void> {
  if (!navigator.onLine) return
  const member = await signedIn()
  for (const post of allWaiting()) {
    if (post.member !== member) continue
    const answer = await send(post)
    if (answer.kind === 'unreached') return
    if (answer.kind === 'posted') tries = 0
    if (answer.kind !== 'signedOut') settle(post, answer)
    if (!owner(post, answer)) report(post, answer)
  }
}

/** What was answered waits no longer. A refused text goes on as the draft that it was. */
function settle(post: Waiting, answer: Answer): void {
  forgetWaiting(post)
  if (answer.kind === 'posted') forgetDraft(post.member, post.draft)
}

function report({ title, page }: Waiting, answer: Answer): void {
  if (answer.kind === 'posted')
    tell(say('outbox.posted', { title }), { href: answer.location, label: say('outbox.see') })
  else if (answer.kind === 'refused') complain(say('outbox.refused', { title, detail: answer.detail }))
  else if (answer.kind === 'page') tell(say('outbox.look', { title }), { href: page, label: say('outbox.open') })
}

/** Id of the member whom the server takes us for; null for nobody. @throws when it cannot be asked */
async function signedIn(): Promise<string | null> {
  const answer = await fetch('/api/v1/session', { headers: { accept: 'application/json' } })
  return answer.ok ? ((await answer.json()).member?.id ?? null) : null
}

/**
 * Tells the server how far its reader has come in a thread: the highest number whose post has stood on the screen, down
 * to its end, for a second. What is said is never lowered, so saying it twice or late does no harm.
 */
import type { Behavior } from '../lib/behavior.ts'

const SEEN_MS = 1000
const SAY_EVERY_MS = 2000
/** Reaches up without end: whose end is above the window's lower edge has been passed, or stands on the screen. */
const ENDS = { rootMargin: '1000000px 0px 0px 0px', threshold: 0.99 }

export const readTracker: Behavior = list => {
  const address = `/api/v1/threads/${list.dataset.thread}/read`
  const looking = new Map<Element, ReturnType<typeof setTimeout>>()
  const inView = new Set<HTMLElement>()
  let [seen, said] = [0, 0]
  let waiting: ReturnType<typeof setTimeout> | undefined
  let over = false

  const say = async () => {
    clearTimeout(waiting)
    waiting = undefined
    if (over || seen <= said) return
    const [number, before] = [seen, said]
    said = number
    try {
      const headers = { 'content-type': 'application/json' }
      // Kept alive: the last of it is said while the page goes away.
      const answer = await fetch(address, { method: 'PUT', headers, body: JSON.stringify({ number }), keepalive: true })
      // Signed out, or out of sight by now: there is nobody to tell.
      if (answer.status >= 400 && answer.status < 500) over = true
      if (answer.ok) document.dispatchEvent(new Event('read'))
    } catch {
      said = Math.min(said, before)
    }
  }

  const look = (post: HTMLElement) => {
    if (looking.has(post)) return
    const timer = setTimeout(() => {
      seen = Math.max(seen, Number(post.dataset.number) || 0)
      waiting ??= setTimeout(say, SAY_EVERY_MS)
    }, SEEN_MS)
    looking.set(post, timer)
  }

  const lookAway = (post: HTMLElement) => {
    clearTimeout(looking.get(post))
    looking.delete(post)
  }

  const observer = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!(target instanceof HTMLElement)) continue
      if (isIntersecting) inView.add(target)
      else inView.delete(target)
      if (isIntersecting && !document.hidden) look(target)
      else lookAway(target)
    }
  }, ENDS)
  const watch = () => {
    for (const post of list.querySelectorAll('[data-number]')) observer.observe(post)
  }
  watch()
  // Posts come in while the page is open; to observe one again changes nothing.
  new MutationObserver(watch).observe(list, { childList: true })

  // Nobody reads a page behind another.
  document.addEventListener('visibilitychange', () => {
    for (const post of inView) {
      if (document.hidden) lookAway(post)
      else look(post)
    }
    if (document.hidden) void say()
  })
  window.addEventListener('pagehide', () => void say())

  // Whoever calls a part unread again does not mean to be told otherwise by this page.
  document.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement && target.action.endsWith('/unread')) over = true
  })
}

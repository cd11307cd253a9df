/**
 * Single keys on the post that has the focus: `j` and `k` to the next and the one before, `r` answers, `l` reacts, `b`
 * saves. Only there: a key pressed elsewhere, or said to a computer that listens, does nothing (WCAG 2.1.4). A click
 * into a post gives it the focus.
 */
import type { Behavior } from '../lib/behavior.ts'

export const postKeys: Behavior = list => {
  const posts = () => [...list.querySelectorAll<HTMLElement>('.post')]
  for (const post of posts()) post.tabIndex = -1

  const step = (post: HTMLElement, by: number) => {
    const all = posts()
    return all[all.indexOf(post) + by]
  }
  const keys: Readonly<Record<string, (post: HTMLElement) => void>> = {
    j: post => step(post, 1)?.focus(),
    k: post => step(post, -1)?.focus(),
    r: post => post.querySelector<HTMLElement>('a[href*="replyTo="]')?.click(),
    l: openReactions,
    b: post => post.querySelector<HTMLElement>('[id$="-save"] :is(button, a)')?.click(),
  }

  list.addEventListener('keydown', event => {
    const { target, key } = event
    if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return
    const post = target.closest<HTMLElement>('.post')
    const act = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (!post || !act || target.matches('input, textarea, select')) return
    event.preventDefault()
    act(post)
  })
}

function openReactions(post: HTMLElement): void {
  const ways = [...post.querySelectorAll<HTMLElement>('.reactions :is(summary, button)')]
  const way = ways.find(one => one.matches('summary')) ?? ways[0]
  if (!way?.checkVisibility()) return
  const menu = way.closest('details')
  if (menu) menu.open = true
  way.focus()
}

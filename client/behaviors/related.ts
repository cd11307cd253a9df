/**
 * What is like a thread, under its end: fetched when the reader comes near, from the page that the link leads to. It stands
 * below the screen until then, so nothing moves; where it cannot be had, the link stays.
 */
import type { Behavior } from '../lib/behavior.ts'
import { replaceAll } from './swap.ts'

const NEAR = '600px 0px'

export const related: Behavior = element => {
  const link = element.querySelector<HTMLAnchorElement>('a')
  if (!link) return
  const watching = new IntersectionObserver(
    entries => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      watching.disconnect()
      void show(element, link.href)
    },
    { rootMargin: NEAR },
  )
  watching.observe(element)
}

async function show(element: HTMLElement, address: string): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' } })
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (page.querySelector(`#${element.id} li`)) replaceAll(`#${element.id}`, page)
    // Where nothing is like it, nothing need be said.
    else element.hidden = true
  } catch {
    // No connection: the link leads there when there is one again.
  }
}

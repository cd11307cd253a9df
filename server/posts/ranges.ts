/** A thread's numbers in pages, and its pages in stretches. */

/** Posts on a thread's page: a page holds the numbers of its range, so its address never drifts. */
export const PAGE_SIZE = 20

/** The first number on the page that holds `number`. */
export const pageStart = (number: number): number => number - ((number - 1) % PAGE_SIZE)

/** Fine enough to show where a thread was lively; each costs one step down the index of numbers when the page is made. */
const MOST_STRETCHES = 20

/** A stretch of a thread by its numbers; `from` begins a page. */
export type Stretch = { readonly from: number; readonly to: number }

/** The stretches of a thread that is longer than a page; none of a shorter one. All are of the same pages, or one more. */
export function stretchesOf(lastNumber: number): Stretch[] {
  const pages = Math.ceil(lastNumber / PAGE_SIZE)
  if (pages < 2) return []
  const count = Math.min(pages, MOST_STRETCHES)
  const first = (at: number) => Math.floor((at * pages) / count) * PAGE_SIZE + 1
  return Array.from({ length: count }, (_, at) => ({ from: first(at), to: Math.min(first(at + 1) - 1, lastNumber) }))
}

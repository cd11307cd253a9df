/** What the tests of reading share: the readers, and what lists and threads show them as new. */
import type { Test } from 'tap'
import { startApp, type TestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import type { Thread } from '../support/make.ts'
import { people } from '../support/people.ts'

export type ThreadJson = { id: string; unread: { count: number; firstNumber: number } | null }

export const DAY_MS = 24 * 60 * 60 * 1000

export const pathOf = ({ id, slug }: Pick<Thread, 'id' | 'slug'>): string => `/t/${id}/${slug}`

/** The row of a thread in a list, or null when it is not in it. */
export const rowOf = ({ page }: Answer, { id }: Pick<Thread, 'id'>): Element | null =>
  [...page.querySelectorAll('.ledger > li')].find(row =>
    row.querySelector('a.t')?.getAttribute('href')?.startsWith(`/t/${id}/`),
  ) ?? null

export const newIn = (row: Element | null): string | undefined => row?.querySelector('.new')?.textContent ?? undefined

export const unreadOf = async (client: Client, { id }: Pick<Thread, 'id'>) =>
  (await client.api('GET', `/threads/${id}`)).json<ThreadJson>().unread

export const read = async (client: Client, { id }: Pick<Thread, 'id'>, number: number): Promise<number> =>
  (await client.api('PUT', `/threads/${id}/read`, { number })).status

/** Numbers of the posts that a page of a thread calls unread. */
export const colouredOn = ({ page }: Answer): number[] =>
  [...page.querySelectorAll('.thread > li.unread')].map(one => Number(one.getAttribute('data-number')))

/** The number of the post right under the line "New since your last visit". */
export const underRule = ({ page }: Answer): number | null => {
  const rule = page.querySelector('.thread > li.fresh')
  return rule ? Number(rule.nextElementSibling?.getAttribute('data-number')) : null
}

/** A thread of so many posts, all by mo. */
export async function threadOf(app: TestApp, count: number, categoryId?: number): Promise<Thread> {
  const thread = await app.make.thread({ by: people.mo, ...(categoryId !== undefined && { categoryId }) })
  for (let number = 2; number <= count; number++) await app.make.post({ by: people.mo, threadId: thread.id })
  return thread
}

/** The same numbers at every run, so that what fails fails again. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

/** A forum with three readers; `ahead` sets its clock that much ahead of ours. */
export async function startReading(t: Test) {
  let ms = 0
  const app = await startApp(t, { now: () => new Date(Date.now() + ms) })
  const { make, database } = app
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const mo = await app.as(people.mo)
  const ahead = (by: number) => {
    ms = by
  }
  return { app, make, database, mia, noor, mo, ahead }
}

/** What the tests of tags share: who gives them, what a program reads of them, and that their counts are right. */
import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import { openThread } from '../../server/posts/open.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'

export type TagJson = {
  slug: string
  name: string
  threadCount: number
  description: string
  synonyms: { slug: string }[]
}
export type ThreadJson = { id: string; tags: { slug: string; name: string }[]; version: number }

export const slugs = (answer: Answer): string[] =>
  answer.json<{ items: { slug: string }[] }>().items.map(one => one.slug)
export const problems = (answer: Answer): string =>
  answer
    .json<{ errors: { path: string; message: string }[] }>()
    .errors.map(({ path, message }) => `${path}: ${message}`)
    .join('\n')

/** A forum where two members open threads with tags. */
export async function startTagging(t: Test) {
  const app = await startApp(t)
  const { make, database } = app
  const { db } = database
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const open = async (by: Person, categoryId: number, names: readonly string[]) =>
    openThread(await app.ctx(by), { categoryId, title: `About ${names.join(' and ')}`, body: 'Words', tags: names })
  return { app, make, db, mia, noor, open }
}

/** The counts are what a count of the rows gives, of which there are more than `least`. */
export async function countsAgree(t: Test, db: TestApp['database']['db'], least: number): Promise<void> {
  const counted = await db.execute<{ tag: number; category: number; threads: number }>(sql`
    select tag_id::float8 as tag, category_id::float8 as category, threads from tag_counts where threads <> 0 order by 1, 2`)
  const rows = await db.execute<{ tag: number; category: number; threads: number }>(sql`
    select tag_id::float8 as tag, category_id::float8 as category, count(*)::int as threads
    from thread_tags join threads on threads.id = thread_id
    where deleted_at is null and hidden_at is null group by 1, 2 order by 1, 2`)
  t.strictSame([...counted], [...rows])
  t.ok(rows.length > least)
}

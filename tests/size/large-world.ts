/** What to ask of a large community: its largest and its smallest things, at their beginnings, middles and ends. */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../server/core/context.ts'
import type { Person } from '../support/people.ts'
import type { Thing } from '../visibility/world.ts'

export type LargeWorld = {
  readonly things: readonly Thing[]
  readonly author: Person
  /** Addresses deep inside of lists. */
  readonly deep: readonly string[]
  /** Places in lists of threads by their activity: far up, in the middle, far down. */
  readonly cursors: readonly string[]
}

export async function largeWorld(ctx: Ctx): Promise<LargeWorld> {
  const rows = async <T extends object>(query: SQL) =>
    [...(await ctx.db.execute<T & Record<string, unknown>>(query))] as T[]
  type Found = { id: number; slug: string }
  const categories = await rows<Found>(sql`
    (select id::float8 as id, slug from categories order by thread_count desc limit 2)
    union all (select id::float8 as id, slug from categories order by thread_count limit 1)`)
  const threads = await rows<Found & { last: number }>(sql`
    (select id::float8 as id, slug, last_number as last from threads order by last_number desc limit 1)
    union all (select id::float8 as id, slug, last_number as last from threads where last_number < 20 order by id limit 1)`)
  const tags = await rows<Found & { threadId: number }>(sql`
    select t.id::float8 as id, t.slug, (select min(thread_id) from thread_tags g where g.tag_id = t.id)::float8 as "threadId"
    from tags t join tag_counts c on c.tag_id = t.id group by t.id order by sum(c.threads) desc limit 2`)
  const [author] = await rows<{ id: number; name: string }>(
    sql`select id::float8 as id, name from members order by post_count desc limit 1`,
  )
  const things: Thing[] = [
    ...categories.map(({ id, slug }) => ({ kind: 'category' as const, id, slug, word: slug, threadId: 0, number: 0 })),
    ...tags.map(({ id, slug, threadId }) => ({ kind: 'tag' as const, id, slug, word: slug, threadId, number: 1 })),
  ]
  for (const { id: threadId, slug, last } of threads) {
    things.push({ kind: 'thread', id: threadId, slug, word: 'stove', threadId, number: 1 })
    for (const number of new Set([1, Math.ceil(last / 2), last])) {
      const [post] = await rows<{ id: number }>(
        sql`select id::float8 as id from posts where thread_id = ${threadId} and number = ${number}`,
      )
      things.push({ kind: 'post', id: post?.id ?? 0, word: slug, slug, threadId, number })
    }
  }
  const person = { id: author?.id ?? 0, name: author?.name ?? '', email: '', password: '' }
  const cursors = await cursorsIn(ctx)
  const deep = cursors.flatMap(cursor => [
    `/latest?cursor=${cursor}`,
    `/unread?cursor=${cursor}`,
    `/unanswered?cursor=${cursor}`,
    `/api/v1/threads/unanswered?limit=100&cursor=${cursor}`,
    `/api/v1/threads?limit=100&cursor=${cursor}`,
    `/api/v1/unread?limit=100&cursor=${cursor}`,
    ...categories.flatMap(({ id, slug }) => [
      `/c/${slug}?cursor=${cursor}`,
      `/api/v1/categories/${id}/threads?cursor=${cursor}`,
    ]),
    ...tags.flatMap(({ slug }) => [`/tags/${slug}?cursor=${cursor}`, `/api/v1/tags/${slug}/threads?cursor=${cursor}`]),
    `/m/${person.name}/threads?cursor=${cursor}`,
    `/bookmarks?cursor=${cursor}`,
  ])
  return { things, author: person, deep, cursors }
}

/** Places in lists by activity: after a tenth, a half and nine tenths of all threads. */
async function cursorsIn(ctx: Ctx): Promise<string[]> {
  const found: string[] = []
  for (const part of [0.1, 0.5, 0.9]) {
    const [row] = await ctx.db.execute<{ at: number; id: number }>(sql`
      select trunc(extract(epoch from bumped_at) * 1000)::float8 as at, id::float8 as id from threads
      order by bumped_at desc offset (select (count(*) * ${part}::float8)::int from threads) limit 1`)
    if (row) found.push(Buffer.from(JSON.stringify([row.at, row.id])).toString('base64url'))
  }
  return found
}

/** Posts as an engine keeps them. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { SearchDocument } from './engine.ts'
import { saidIn } from './plain.ts'

/** Far more than anybody may write; what was imported may be longer, and PostgreSQL keeps no more words of a text. */
const LONGEST = 60_000

/** Which posts: by their ids, and the opening posts of threads. */
export type Wanted = { readonly postIds: readonly number[]; readonly threadIds: readonly number[] }

/** Ids of the opening posts of threads. At most one query. */
export async function openingPostsOf(ctx: Ctx, threadIds: readonly number[]): Promise<number[]> {
  if (threadIds.length === 0) return []
  const rows = await ctx.db.execute<{ id: number }>(
    sql`select id::float8 as id from posts where number = 1 and ${oneOf(sql`thread_id`, threadIds)}`,
  )
  return rows.map(({ id }) => id)
}

/** The documents of these posts; those that are gone have none. One query. */
export async function documentsOf(ctx: Ctx, postIds: readonly number[]): Promise<SearchDocument[]> {
  const rows = await ctx.db.execute<Row>(sql`
    select p.id::float8 as "postId", p.thread_id::float8 as "threadId", t.category_id::float8 as "categoryId",
      p.author_id::float8 as "authorId", (extract(epoch from p.created_at) * 1000)::float8 as "createdAt",
      p.deleted_at is not null or t.deleted_at is not null as deleted, p.number, p.html,
      case p.number when 1 then t.title else '' end as title
    from posts p join threads t on t.id = p.thread_id
    where ${oneOf(sql`p.id`, postIds)} order by p.id`)
  return rows.map(documentOf)
}

type Row = Omit<SearchDocument, 'createdAt' | 'text'> & { readonly createdAt: number; readonly html: string }

const documentOf = ({ html, createdAt, ...row }: Row): SearchDocument => ({
  ...row,
  createdAt: new Date(createdAt),
  text: saidIn(html).slice(0, LONGEST),
})

/** What the cards in posts show: looked up when they are read, under the reader's own rule of sight. */
import { type SQL, sql } from 'drizzle-orm'
import { members, postLinks, posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Card } from '../cooking/serve.tsx'
import type { Ctx } from '../core/context.ts'
import type { Link } from '../core/text/cooked.ts'
import { type Sight, sightOf } from '../threads/policy.ts'
import { shownName } from '../threads/queries.ts'
import { postsIn } from './policy.ts'

type CardRow = Omit<Card, 'category'> & { readonly categoryId: number }

/** The post that a link leads to, if it is in sight: a row of `title`, `categoryId`, `author`, `excerpt`. */
const target = (sight: Sight, threadId: SQL, postNumber: SQL): SQL => sql`
  select ${threads.title} as title, ${threads.categoryId} as category_id, ${shownName(members)} as author, ${posts.excerpt} as excerpt
  from ${threads} join ${posts} on ${posts.threadId} = ${threads.id} join ${members} on ${members.id} = ${posts.authorId}
  where ${threads.id} = ${threadId} and ${posts.number} = coalesce(${postNumber}, 1) and ${posts.deletedAt} is null
    and ${threads.deletedAt} is null and ${postsIn(sight)}`

const cardJson = sql`json_build_object('threadId', link.thread_id, 'postNumber', link.post_number, 'title', target.title,
  'categoryId', target.category_id, 'author', target.author, 'excerpt', target.excerpt)`

/** The cards of a row of posts, as one column; null for most, who have none. */
export const cardsOf = (sight: Sight): SQL<readonly CardRow[] | null> => sql`(
  select json_agg(${cardJson}) from ${postLinks} as link
  cross join lateral (${target(sight, sql`link.thread_id`, sql`link.post_number`)}) as target
  where link.post_id = ${posts.id} and link.kind = 'card')`

/** The cards of a text that is not stored. One query, or none. */
export async function cardsFor(ctx: Ctx, links: readonly Link[]): Promise<readonly Card[]> {
  const wanted = links.filter(({ kind }) => kind === 'card')
  if (wanted.length === 0) return []
  const sight = sightOf(ctx.read(categoryTree), ctx.actor)
  const rows = await ctx.db.execute<{ card: CardRow }>(sql`
    select ${cardJson} as card
    from json_to_recordset(${JSON.stringify(wanted)}::json) as asked ("threadId" bigint, "postNumber" int)
    cross join lateral (select asked."threadId" as thread_id, asked."postNumber" as post_number) as link
    cross join lateral (${target(sight, sql`link.thread_id`, sql`link.post_number`)}) as target`)
  return cardsFrom(
    ctx,
    rows.map(({ card }) => card),
  )
}

/** Cards with the names of their categories. */
export const cardsFrom = (ctx: Ctx, rows: readonly CardRow[] | null): readonly Card[] =>
  (rows ?? []).map(row => ({ ...row, category: ctx.read(categoryTree).get(row.categoryId)?.name ?? '' }))

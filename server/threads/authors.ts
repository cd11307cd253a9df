/** Who wrote in a thread: what is counted later must not depend on what has happened since. */
import { and, count, eq, isNull } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'

export type AuthorCount = { readonly id: number; readonly posts: number }

/** How many of a thread's posts each author wrote, without the deleted ones. */
export const authorsOf = (ctx: Ctx, threadId: number): Promise<AuthorCount[]> =>
  ctx.db
    .select({ id: posts.authorId, posts: count() })
    .from(posts)
    .where(and(eq(posts.threadId, threadId), isNull(posts.deletedAt)))
    .groupBy(posts.authorId)

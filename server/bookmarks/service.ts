/** Verbs on bookmarks. They are a member's own business: nobody is told, and no event says that there is one. */
import { and, eq } from 'drizzle-orm'
import { bookmarks } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { consume } from '../core/limits.ts'
import * as posts from '../posts/queries.ts'

/** More than anybody keeps by hand. */
const MOST_PER_HOUR = 300

type Bookmark = {
  readonly postId: number
  /** Left as it is when undefined, as is the reminder. */
  readonly note?: string | undefined
  readonly remindAt?: Date | null | undefined
}

/** Keeps a post in sight, or changes what was noted with it. @throws NotFound, Gone, NotSignedIn, RateLimited */
export async function save(ctx: Ctx, { postId, note, remindAt }: Bookmark): Promise<void> {
  const memberId = await count(ctx)
  await posts.get(ctx, postId)
  const set = { ...(note !== undefined && { note: note.trim() }), ...(remindAt !== undefined && { remindAt }) }
  const insert = ctx.db.insert(bookmarks).values({ memberId, postId, createdAt: ctx.now(), ...set })
  const target = [bookmarks.memberId, bookmarks.postId]
  if (Object.keys(set).length === 0) await insert.onConflictDoNothing({ target })
  else await insert.onConflictDoUpdate({ target, set })
}

/**
 * Lets go of one, whether its post is in sight or not. Twice is once.
 * @throws NotFound for a post out of sight that was not kept; NotSignedIn, RateLimited
 */
export async function remove(ctx: Ctx, { postId }: { readonly postId: number }): Promise<void> {
  const memberId = await count(ctx)
  const removed = await ctx.db
    .delete(bookmarks)
    .where(and(eq(bookmarks.memberId, memberId), eq(bookmarks.postId, postId)))
    .returning({ postId: bookmarks.postId })
  if (removed.length === 0) await posts.get(ctx, postId)
}

async function count(ctx: Ctx): Promise<number> {
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  await consume(ctx, { key: `bookmark:${memberId}`, limit: MOST_PER_HOUR, seconds: 3600 })
  return memberId
}

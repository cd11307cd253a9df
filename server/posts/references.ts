/** Keeps what cooking found in a post. */
import { eq } from 'drizzle-orm'
import { postLinks, postMentions, postUploads } from '../../db/tables/index.ts'
import type { Cooked } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'

/** Writes a new post's references in the surrounding transaction; most posts have none, and then it costs no query. */
export async function keepReferences(ctx: Ctx, postId: number, { mentions, links, uploadIds }: Cooked): Promise<void> {
  if (mentions.length > 0)
    await ctx.db.insert(postMentions).values(mentions.map(({ kind, id }) => ({ postId, kind, targetId: id })))
  if (links.length > 0) await ctx.db.insert(postLinks).values(links.map((link, place) => ({ postId, place, ...link })))
  if (uploadIds.length > 0) await ctx.db.insert(postUploads).values(uploadIds.map(uploadId => ({ postId, uploadId })))
}

/** Puts an edited post's references in place of the old ones. */
export async function replaceReferences(ctx: Ctx, postId: number, cooked: Cooked): Promise<void> {
  for (const table of [postMentions, postLinks, postUploads]) await ctx.db.delete(table).where(eq(table.postId, postId))
  await keepReferences(ctx, postId, cooked)
}

/** `me`: what concerns one member wherever they are. A state, not events: how many notifications wait, what was read. */
import { and, desc, eq, gt } from 'drizzle-orm'
import { threadReads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import type { LiveChannel } from '../core/live/channel.ts'
import { countUnread } from './queries.ts'

/** How far back a page is told what was read elsewhere: whoever was away longer reads the page again. */
const RECENT_MS = 2 * 60_000
const MOST = 20

export const meChannel: LiveChannel = {
  kind: 'me',
  argument: null,
  ofMember: true,
  types: [],
  tells: () => [],
  sight: async () => ctx => ctx.actor.id !== null,
  state: { readerOf: () => '', read: stateOf },
}

async function stateOf(ctx: Ctx): Promise<unknown> {
  const reads = await ctx.db
    .select({ threadId: threadReads.threadId, number: threadReads.lastNumber })
    .from(threadReads)
    .where(
      and(
        eq(threadReads.memberId, ctx.actor.id ?? 0),
        gt(threadReads.readAt, new Date(ctx.now().getTime() - RECENT_MS)),
      ),
    )
    .orderBy(desc(threadReads.readAt))
    .limit(MOST)
  return {
    unread: await countUnread(ctx),
    read: reads.map(({ threadId, number }) => ({ threadId: String(threadId), number })),
  }
}

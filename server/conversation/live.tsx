/** A thread, live: how its events get into an open page. */
import { sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import { ID_ARGUMENT, type LiveChannel } from '../core/live/channel.ts'
import { append, morph, REFRESH, remove } from '../core/live/streams.tsx'
import { can } from '../core/permissions.ts'
import * as queries from '../posts/queries.ts'
import { noteTyping } from '../presence/live.ts'
import { offeredKeys, shownKeys } from '../reactions/kinds.ts'
import { canReactIn, mayReact } from '../reactions/policy.ts'
import type { PageContext } from '../site/page.ts'
import type { Site } from '../site/site.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { SIGHT_SHIFTS, threadSight, threadsOf } from '../threads/sight.ts'
import { offersOn } from './offers.ts'
import { nothingOwn } from './own.ts'
import { ofKind, type Shown, withShown } from './shown.ts'
import { ThreadPost } from './thread-view.tsx'

/** What happens to one post: shown where it is, in a moment, to all who look. */
const OF_POSTS = [
  'post.created',
  'post.edited',
  'post.wikiChanged',
  'post.deleted',
  'reaction.added',
  'reaction.removed',
] as const
/** What a page shows in several places, or by rights of its reader: it reads itself again. */
const OF_PAGES = [
  'post.restored',
  'thread.edited',
  'thread.statusChanged',
  'thread.moved',
  'thread.deleted',
  'thread.restored',
  'thread.tagged',
  'threads.refreshed',
] as const

/** `thread:42`. */
export const threadChannel = (site: Site, refreshes: readonly EventType[]): LiveChannel => ({
  kind: 'thread',
  argument: ID_ARGUMENT,
  types: [...OF_POSTS, ...OF_PAGES, ...refreshes],
  shifts: SIGHT_SHIFTS,
  tells: threadsOf,
  sight: threadSight,
  attend: (ctx, argument, doing) => {
    // Whoever has the thread open is told by `presence:42`; that they write may be said here as well.
    if (doing === 'typing') noteTyping(ctx, argument)
  },
  missed: argument => sql`data->>'threadId' = ${argument}`,
  html: {
    readerOf: ctx => `${ctx.read(categoryTree).classOf(ctx.actor)}${mayReact(ctx) ? ' reacting' : ''}`,
    render: (ctx, event) => streamsOf(site, ctx, event),
  },
})

async function streamsOf(site: Site, ctx: Ctx, { type, data }: DomainEvent): Promise<string> {
  const ofPost: readonly EventType[] = OF_POSTS
  if (!ofPost.includes(type) || !('postId' in data)) return REFRESH
  const row = await queries.find(ctx, data.postId)
  if (!row) return remove(`post-${data.postId}`)
  const thread = await threads.head(ctx, row.threadId)
  const page = site.pageFor(ctx, threadPath(thread))
  const kind = await ofKind(ctx, page, thread)
  const [shown] = await withShown(ctx, page, { rows: [row], kind })
  if (!shown) return REFRESH
  const post = postAs(ctx, { page, thread, row: shown })
  const stream = type === 'post.created' ? append(`thread-${thread.id}-posts`, post) : morph(`post-${row.id}`, post)
  return site.filled(ctx, stream, page, nothingOwn(site.own).fill)
}

type Parts = { readonly page: PageContext; readonly thread: threads.PageHead; readonly row: Shown<queries.PostRow> }

/** A post as anybody of the reader's class sees it, who has nothing of their own on it. */
function postAs(ctx: Ctx, { page, thread, row }: Parts) {
  const canReact = canReactIn(ctx, thread)
  return (
    <ThreadPost
      page={page}
      thread={thread}
      post={{ ...row, offers: offersOn(ctx, row, thread), own: false, fresh: false }}
      canReply={can(ctx, 'thread.reply', thread) && thread.lockedAt === null}
      reacting={{ keys: shownKeys(ctx), offered: canReact ? offeredKeys(ctx) : null }}
    />
  )
}

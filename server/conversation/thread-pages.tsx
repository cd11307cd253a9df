/** A thread's page, and the reply that is written on it. */
import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import { asAnybody, type Ctx } from '../core/context.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { askingMemberId, type FirstQuery } from '../core/http/identity.ts'
import { IdParams } from '../core/http/schemas.ts'
import { can } from '../core/permissions.ts'
import { type BegunReply, replySql } from '../drafts/queries.ts'
import { type Follow, followOf, threadFollowSql } from '../follows/queries.ts'
import { fillThreadFollow } from '../follows/views.tsx'
import * as queries from '../posts/queries.ts'
import { PAGE_SIZE, pageStart, stretchesOf } from '../posts/ranges.ts'
import * as service from '../posts/service.ts'
import { offeredKeys, shownKeys } from '../reactions/kinds.ts'
import { canReactIn } from '../reactions/policy.ts'
import type { Mine, OwnState } from '../site/own-state.ts'
import type { FillSlot, FormState, PageAnswer, PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { firstUnread, readStateSql } from '../threads/unread.ts'
import { countView } from '../threads/view-counts.ts'
import { BLANK, FRESH, previewOrKeep, resume, type Writing } from './drafting.ts'
import { isJump, jump, jumpQuery } from './jump.tsx'
import { limitsOf } from './limits.ts'
import { offersOn } from './offers.ts'
import { ownOf, ownScalars, readOwn } from './own.ts'
import { quote } from './quote.ts'
import { composerFields, requireWords, sendOnce, unixLines } from './sending.ts'
import { headerOf, ofKind, withShown } from './shown.ts'
import { describedBy } from './thread-data.ts'
import { fillDraft, fillFirstUnread, fillRule, fillViews } from './thread-slots.tsx'
import { ThreadPage } from './thread-view.tsx'

const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const ThreadParams = Type.Object({
  id: Id,
  slug: Type.Optional(Type.String({ maxLength: 200 })),
  number: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
})
/** What the reply form opens with: the post that it answers or quotes, the draft that was begun. */
const ThreadQuery = Type.Object({
  replyTo: Type.Optional(Id),
  quote: Type.Optional(Id),
  draft: Type.Optional(Type.Literal('1')),
  /** The post that was deleted a moment ago: the page then shows its author's own tombstones. */
  deleted: Type.Optional(Id),
  ...jumpQuery,
})
const ReplyForm = Type.Object(
  { ...composerFields, replyTo: Type.Optional(Type.Union([Id, Type.Literal('')])) },
  { additionalProperties: false },
)

export function threadPages(routes: PageRoutes): void {
  const threadPage = {
    params: ThreadParams,
    query: ThreadQuery,
    budget: 2,
    first: threadFirst(routes.own),
    shared: (params: Readonly<Record<string, unknown>>) => [`thread:${params.id}`],
    opened: countView,
  }
  for (const url of ['/t/:id', '/t/:id/:slug', '/t/:id/:slug/:number']) {
    routes.get(url, threadPage, async (ctx, { params, query, identity }) => {
      const thread = await threads.head(ctx, params.id, identity.first.thread)
      const jumped = isJump(query) ? await jump(ctx, thread, query) : null
      if (jumped && 'redirect' in jumped) return jumped
      const number = Math.min(params.number ?? 1, thread.lastNumber)
      if (params.slug !== (thread.slug || '-') || number !== (params.number ?? 1)) {
        const redirect = threadPath(thread, params.number === undefined ? undefined : number)
        return { redirect, keepsQuery: true, permanent: number === (params.number ?? 1) }
      }
      const from = pageStart(number)
      const begun = begunReply(identity.first.begun)
      const opened = Object.keys(query).length > 0
      return threadAnswer(ctx, {
        thread,
        from,
        unread: firstUnread(ctx, thread, identity.first.read)?.number ?? null,
        own: ownOf(routes.own, identity.first),
        follow: followOf(identity.first.follow),
        begun: begun !== null && query.draft === undefined,
        writing: opened ? openedWith(query, begun) : null,
        quoteId: query.quote,
        deletedId: query.deleted,
        jumping: jumped?.form ?? null,
      })
    })
  }

  /** The thread's last page, with the form as it was sent. */
  const showAgain = async (ctx: Ctx, id: number, writing: Writing): Promise<PageAnswer> => {
    const thread = await threads.head(ctx, id)
    if (ctx.actor.id === null) throw new NotSignedIn()
    const from = pageStart(thread.lastNumber)
    const own = await readOwn(ctx, routes.own, { threadId: id, from })
    return threadAnswer(ctx, { thread, from, unread: null, follow: null, own, begun: false, writing })
  }

  routes.post(
    '/threads/:id/posts',
    {
      params: IdParams,
      body: ReplyForm,
      budget: 18,
      form: (ctx, { params }, form) => showAgain(ctx, params.id, { form, composing: FRESH }),
    },
    async (ctx, { params: { id }, body: sent }) => {
      const body = unixLines(sent.body)
      const replyTo = Number(sent.replyTo) || null
      const draft = `reply-${id}`
      const aside = await previewOrKeep(ctx, sent, {
        draft,
        fields: replyTo === null ? {} : { replyTo: String(replyTo) },
        resumeAt: async () => `${threadPath(await threads.head(ctx, id))}?draft=1#reply`,
        again: writing => showAgain(ctx, id, writing),
      })
      if (aside) return aside
      requireWords({ body })
      const post = await sendOnce(
        ctx,
        { content: ['reply', id, replyTo, body], key: sent.key, draft },
        inner => service.create(inner, { threadId: id, body, replyTo }),
        queries.get,
      )
      return { redirect: `${threadPath(await threads.head(ctx, id), post.number)}#post-${post.id}` }
    },
  )
}

/** The thread's facts, the reader's mark and the reply they began come with the request's first query. */
const threadFirst = (states: readonly OwnState[]): FirstQuery => ({
  scalars: {
    thread: threads.headSql(sql.placeholder('threadId')),
    read: readStateSql(sql.placeholder('threadId'), askingMemberId),
    ...ownScalars(states),
    follow: threadFollowSql(sql.placeholder('threadId'), askingMemberId),
    begun: replySql(sql.placeholder('threadId'), askingMemberId, sql.placeholder('draft')),
  },
  values: request => {
    const { id, number = 1 } = Object(request.params)
    return { threadId: id, from: pageStart(number), draft: Object(request.query).draft === '1' }
  },
})

/** Made by `replySql`, column by column; null also for visitors, whose first query is not asked. */
const begunReply = (raw: unknown): BegunReply | null => (raw ? (raw as BegunReply) : null)

/** The reply form that a link asked for. */
function openedWith({ replyTo }: { readonly replyTo?: number }, begun: BegunReply | null): Writing {
  const { form, composing } = begun?.body ? resume({ ...begun, body: begun.body }) : BLANK
  return { form: { ...form, values: { ...form.values, ...(replyTo && { replyTo: String(replyTo) }) } }, composing }
}

type ThreadView = {
  readonly thread: threads.PageHead
  readonly from: number
  /** The number of the first post that the reader has not read; null when they have read all, and for visitors. */
  readonly unread: number | null
  readonly own: Mine
  /** What the reader wants to hear of it; null for visitors. */
  readonly follow: Follow | null
  /** Whether the reader has begun a reply that the form does not show. */
  readonly begun: boolean
  /** The reply form with something in it: such a page is its reader's own. */
  readonly writing: Writing | null
  /** Id of a post on this page that the form quotes. */
  readonly quoteId?: number | undefined
  readonly deletedId?: number | undefined
  /** What the page was asked to lead to and cannot. */
  readonly jumping?: FormState | null
}

async function threadAnswer(ctx: Ctx, view: ThreadView): Promise<PageAnswer> {
  const { thread, from, unread, follow, own, begun, writing, quoteId, deletedId, jumping = null } = view
  const tree = ctx.read(categoryTree)
  const category = tree.get(thread.categoryId)
  if (!category) throw new NotFound()
  const fill: FillSlot = (name, argument, page) => {
    const mine = own.fill(name, argument, page)
    if (mine !== undefined) return mine
    const number = Number(argument)
    if (name === 'unread') return unread !== null && number >= unread ? 'unread' : ''
    if (name === 'first-unread') return unread === null ? '' : fillFirstUnread(page, thread)
    if (name === 'follow') return follow === null ? '' : fillThreadFollow(page, thread, follow)
    if (name === 'draft') return begun ? fillDraft(page, thread) : ''
    return name === 'rule' ? (number === unread && number > 1 ? fillRule(page) : '') : undefined
  }
  // A hidden thread's author sees what their class does not: such a page is made for them alone.
  const neutral = writing === null && thread.hiddenAt === null && thread.deletedAt === null
  const reader = neutral ? asAnybody(ctx) : ctx
  // Granted to groups that a visibility class need not tell apart.
  const canReact = canReactIn(ctx, thread)
  const version = `${thread.version} ${from}${canReact ? ' reacting' : ''}`
  const hears = follow?.level ?? `around ${follow?.around}`
  const variant = `${unreadFrom(unread, from)} ${hears}${begun ? ' draft' : ''} ${own.word}`
  return {
    ...(jumping && { status: 422 }),
    // A tag may get another name without a word to its threads.
    ...(neutral && { key: `thread ${thread.id} ${version} ${JSON.stringify(thread.tags)}`, variant }),
    fill,
    fillNow: (name, _argument, page) => (name === 'views' ? fillViews(page, thread.viewCount) : undefined),
    view: async page => {
      const stretches = stretchesOf(thread.lastNumber)
      const { posts: rows, dates } = await queries.pageWithDates(reader, { threadId: thread.id, from, stretches })
      const kind = await ofKind(reader, page, thread)
      const posts = (await withShown(reader, page, { rows, kind })).map(row => ({
        ...row,
        offers: offersOn(reader, row, thread),
        own: row.author.id === reader.actor.id,
        fresh: row.id === deletedId,
      }))
      const quoted = quoteId === undefined ? undefined : posts.find(({ id, deletedAt }) => id === quoteId && !deletedAt)
      return (
        <ThreadPage
          page={page}
          thread={thread}
          category={category}
          ancestors={tree.above(category)}
          posts={posts}
          header={headerOf(page, kind, rows)}
          hasBest={Boolean(kind?.showing.best)}
          describe={() => describedBy(page, kind, rows)}
          from={from}
          dates={dates}
          jumping={jumping}
          canReply={can(ctx, 'thread.reply', thread)}
          locked={thread.lockedAt !== null}
          reacting={{ keys: shownKeys(ctx), offered: canReact ? offeredKeys(ctx) : null }}
          deletedByViewer={thread.deletedById !== null && thread.deletedById === reader.actor.id}
          restorable={can(reader, 'thread.restore', thread)}
          writing={quoted ? quote(writing ?? BLANK, thread, quoted) : (writing ?? BLANK)}
          limits={limitsOf(ctx)}
        />
      )
    },
  }
}

/** Where on this page the unread begins: all that its marks depend on. */
function unreadFrom(unread: number | null, from: number): string {
  if (unread === null) return 'read'
  return unread < from ? 'before' : unread < from + PAGE_SIZE ? String(unread) : 'after'
}

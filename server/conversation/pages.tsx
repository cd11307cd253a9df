import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { askingMemberId, type FirstQuery } from '../core/http/identity.ts'
import { IdParams } from '../core/http/schemas.ts'
import { Body, Title } from '../core/http/texts.ts'
import { authorize, can } from '../core/permissions.ts'
import { openThread } from '../posts/open.ts'
import * as queries from '../posts/queries.ts'
import * as service from '../posts/service.ts'
import { EMPTY_FORM, type FillSlot, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { MAX_TEXT, tagging } from '../tags/field.tsx'
import { splitTags } from '../tags/names.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { readMarks } from '../threads/reads.ts'
import * as threadService from '../threads/service.ts'
import { DeletePostPage, EditPostPage, fillRule, NewThreadPage, ThreadPage } from './views.tsx'

const Number_ = Type.Integer({ minimum: 1, maximum: 1e9 })
const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const ThreadParams = Type.Object({
  id: Id,
  slug: Type.Optional(Type.String({ maxLength: 200 })),
  number: Type.Optional(Number_),
})
const ReplyForm = Type.Object(
  { body: Body, replyTo: Type.Optional(Type.Union([Id, Type.Literal('')])) },
  { additionalProperties: false },
)
const ThreadForm = Type.Object(
  { categoryId: Id, title: Title, body: Body, tags: Type.Optional(Type.String({ maxLength: MAX_TEXT })) },
  { additionalProperties: false },
)
const EditForm = Type.Object(
  { body: Body, title: Type.Optional(Title), version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export function pages(routes: PageRoutes): void {
  const threadPage = {
    params: ThreadParams,
    query: Type.Object({ replyTo: Type.Optional(Id) }),
    budget: 2,
    first: threadFirst,
    shared: (params: Readonly<Record<string, unknown>>) => [`thread:${params.id}`],
  }
  for (const url of ['/t/:id', '/t/:id/:slug', '/t/:id/:slug/:number']) {
    routes.get(url, threadPage, async (ctx, { params, query, identity }) => {
      const thread = await threads.head(ctx, params.id, identity.first.thread)
      const number = Math.min(params.number ?? 1, thread.lastNumber)
      const right = threadPath(thread, params.number === undefined ? undefined : number)
      if (params.slug !== (thread.slug || '-') || number !== (params.number ?? 1))
        return { redirect: right, permanent: number === (params.number ?? 1) }
      const seen = noteRead(ctx, thread, queries.pageStart(number), identity.first.read)
      const form =
        query.replyTo === undefined ? EMPTY_FORM : { ...EMPTY_FORM, values: { replyTo: String(query.replyTo) } }
      return threadAnswer(ctx, {
        thread,
        from: queries.pageStart(number),
        seen,
        form,
        cached: query.replyTo === undefined,
      })
    })
  }

  routes.post(
    '/threads/:id/posts',
    {
      params: IdParams,
      body: ReplyForm,
      budget: 14,
      form: async (ctx, { params }, form) => {
        const thread = await threads.head(ctx, params.id)
        if (ctx.actor.id === null) throw new NotSignedIn()
        return threadAnswer(ctx, {
          thread,
          from: queries.pageStart(thread.lastNumber),
          seen: null,
          form,
          cached: false,
        })
      },
    },
    async (ctx, { params, body }) => {
      const { id, number } = await service.create(ctx, {
        threadId: params.id,
        body: body.body,
        replyTo: Number(body.replyTo) || null,
      })
      const thread = await threads.head(ctx, params.id)
      return { redirect: `${threadPath(thread, number)}#post-${id}` }
    },
  )

  const newThread = async (ctx: Ctx, form: FormState): Promise<PageAnswer> => {
    if (ctx.actor.id === null) throw new NotSignedIn()
    const open = ctx.read(categoryTree).having(ctx.actor, 'create')
    return { view: page => <NewThreadPage page={page} categories={open} tagging={tagging(ctx)} form={form} /> }
  }

  routes.get(
    '/threads/new',
    { query: Type.Object({ category: Type.Optional(Id) }), budget: 1 },
    async (ctx, { query }) => newThread(ctx, { ...EMPTY_FORM, values: { categoryId: String(query.category ?? '') } }),
  )

  routes.post(
    '/threads',
    { body: ThreadForm, budget: 18, form: (ctx, _request, form) => newThread(ctx, form) },
    async (ctx, { body }) => {
      return { redirect: threadPath(await openThread(ctx, { ...body, tags: splitTags(body.tags) })) }
    },
  )

  const editPost = async (ctx: Ctx, id: number, form: FormState | null): Promise<PageAnswer> => {
    const { post, thread } = await owned(ctx, id)
    authorize(ctx, 'post.edit', { ...post, authorId: post.author.id, thread })
    const values = form?.values ?? { body: post.body, title: thread.title, version: String(post.version) }
    return {
      view: page => <EditPostPage page={page} thread={thread} post={post} form={{ ...EMPTY_FORM, ...form, values }} />,
    }
  }

  routes.get('/posts/:id/edit', { params: IdParams, budget: 4 }, async (ctx, { params }) =>
    editPost(ctx, params.id, null),
  )

  routes.post(
    '/posts/:id',
    { params: IdParams, body: EditForm, budget: 24, form: (ctx, { params }, form) => editPost(ctx, params.id, form) },
    async (ctx, { params, body }) => {
      await service.edit(ctx, { id: params.id, body: body.body, version: body.version })
      const { post, thread } = await owned(ctx, params.id)
      if (post.number === 1 && body.title) await threadService.rename(ctx, { id: thread.id, title: body.title })
      const after = await threads.head(ctx, thread.id)
      return { redirect: `${threadPath(after, post.number)}#post-${post.id}` }
    },
  )

  routes.get('/posts/:id/delete', { params: IdParams, budget: 4 }, async (ctx, { params }) => {
    const { post, thread } = await owned(ctx, params.id)
    if (post.number === 1) authorize(ctx, 'thread.delete', thread)
    else authorize(ctx, 'post.delete', { ...post, authorId: post.author.id, thread })
    return { view: page => <DeletePostPage page={page} thread={thread} post={post} /> }
  })

  routes.post('/posts/:id/delete', { params: IdParams, budget: 16 }, async (ctx, { params }) => {
    const { post, thread } = await owned(ctx, params.id)
    await service.remove(ctx, params)
    return { redirect: threadPath(thread, Math.max(1, post.number - 1)) }
  })

  routes.post('/threads/:id/delete', { params: IdParams, budget: 12 }, async (ctx, { params }) => {
    const { categoryId } = await threads.head(ctx, params.id)
    await threadService.remove(ctx, params)
    const category = ctx.read(categoryTree).get(categoryId)
    return { redirect: category ? `/c/${category.slug}` : '/' }
  })
}

/** The thread's facts and the reader's mark come with the request's first query. */
const threadFirst: FirstQuery = {
  scalars: {
    thread: threads.headSql(sql.placeholder('threadId')),
    read: threads.readSql(sql.placeholder('threadId'), askingMemberId),
  },
  values: request => ({ threadId: Object(request.params).id }),
}

type ThreadView = {
  readonly thread: threads.PageHead
  readonly from: number
  /** The newest number that the reader had seen before this page; null for visitors. */
  readonly seen: number | null
  readonly form: FormState
  readonly cached: boolean
}

async function threadAnswer(ctx: Ctx, { thread, from, seen, form, cached }: ThreadView): Promise<PageAnswer> {
  const tree = ctx.read(categoryTree)
  const category = tree.get(thread.categoryId)
  if (!category) throw new NotFound()
  const firstNew = seen === null || seen === 0 ? null : seen + 1
  const fill: FillSlot = (name, argument, page) => {
    const number = Number(argument)
    if (name === 'unread') return seen !== null && number > seen ? 'unread' : ''
    return name === 'rule' ? (number === firstNew && number > 1 ? fillRule(page) : '') : undefined
  }
  // A hidden thread's author sees what their class does not: such a page is made for them alone.
  const neutral = cached && thread.hiddenAt === null && thread.deletedAt === null
  const reader = neutral ? asClass(ctx) : ctx
  return {
    // A tag may get another name without a word to its threads.
    ...(neutral && {
      key: `thread ${thread.id} ${thread.version} ${from} ${JSON.stringify(thread.tags)}`,
      variant: readUpTo(seen, from),
    }),
    fill,
    view: async page => (
      <ThreadPage
        page={page}
        thread={thread}
        category={category}
        ancestors={tree.above(category)}
        posts={await queries.page(reader, { threadId: thread.id, from })}
        from={from}
        canReply={can(ctx, 'thread.reply', thread)}
        locked={thread.lockedAt !== null}
        form={form}
      />
    ),
  }
}

/** How far into this page its reader had come: all that its marks of the unread depend on. */
function readUpTo(seen: number | null, from: number): string {
  if (seen === null) return 'visitor'
  return seen === 0 || seen < from - 1 ? 'new' : String(Math.min(seen, from + queries.PAGE_SIZE - 1))
}

/** The context of anybody in the actor's visibility class: what is kept for the class must not show one member's own. */
const asClass = (ctx: Ctx): Ctx => ({ ...ctx, actor: { ...ctx.actor, id: null } })

/** Notes that a member sees this page. @returns what they had seen before */
function noteRead(ctx: Ctx, thread: threads.ThreadHead, from: number, stored: unknown): number | null {
  const { id } = ctx.actor
  if (id === null) return null
  const marks = readMarks(ctx)
  const seen = Math.max(typeof stored === 'number' ? stored : 0, marks.pending(id, thread.id))
  const last = Math.min(from + queries.PAGE_SIZE - 1, thread.lastNumber)
  if (last > seen) marks.note({ memberId: id, threadId: thread.id, lastNumber: last, at: ctx.now() })
  return seen
}

async function owned(ctx: Ctx, id: number) {
  const post = await queries.get(ctx, id)
  return { post, thread: await threads.head(ctx, post.threadId) }
}

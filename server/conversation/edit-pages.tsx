/** Changing what was written, alone or after somebody else. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { Forbidden } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { Title } from '../core/http/texts.ts'
import { can } from '../core/permissions.ts'
import { remove as forgetDraft } from '../drafts/service.ts'
import { compare } from '../posts/diff.ts'
import { edit } from '../posts/edit.ts'
import { authorizeEdit } from '../posts/policy.ts'
import * as queries from '../posts/queries.ts'
import { Reason } from '../posts/schema.ts'
import type { FormState, PageAnswer, PageRoutes } from '../site/routes.ts'
import * as threads from '../threads/queries.ts'
import { FRESH, openDraft, previewOrKeep, type Writing } from './drafting.ts'
import { type Conflict, EditPostPage, EditRefusedPage } from './edit-views.tsx'
import { limitsOf } from './limits.ts'
import { postPath } from './post-path.ts'
import { composerFields, requireWords, unixLines } from './sending.ts'

const EditForm = Type.Object(
  {
    ...composerFields,
    title: Type.Optional(Title),
    reason: Type.Optional(Reason),
    version: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
)

const draftOf = (id: number): string => `edit-${id}`

export function editPages(routes: PageRoutes): void {
  const show = async (ctx: Ctx, id: number, { form, composing }: Writing): Promise<PageAnswer> => {
    const post = await queries.getInThread(ctx, id)
    const refused = refusalOf(() => authorizeEdit(ctx, post))
    if (refused) {
      const { body } = form.values
      const reason = ctx.t(refused.key, refused.values)
      return { status: 403, view: page => <EditRefusedPage page={page} post={post} reason={reason} text={body} /> }
    }
    const stored = { body: post.body, title: post.thread.title }
    const values = { ...stored, ...form.values, version: String(post.version) }
    const conflict = conflictWith(post, form)
    const rights = {
      rename: post.number === 1 && can(ctx, 'thread.edit', post.thread),
      explain: ctx.actor.id !== post.authorId && !post.wiki,
    }
    const limits = limitsOf(ctx)
    return {
      view: page => (
        <EditPostPage
          page={page}
          post={post}
          rights={rights}
          form={{ ...form, values }}
          composing={composing}
          limits={limits}
          conflict={conflict}
        />
      ),
    }
  }

  routes.get('/posts/:id/edit', { params: IdParams, budget: 5 }, async (ctx, { params: { id } }) =>
    show(ctx, id, await openDraft(ctx, draftOf(id))),
  )

  routes.post(
    '/posts/:id',
    {
      params: IdParams,
      body: EditForm,
      budget: 26,
      form: (ctx, { params }, form) => show(ctx, params.id, { form, composing: FRESH }),
    },
    async (ctx, { params: { id }, body: sent }) => {
      const body = unixLines(sent.body)
      const { title, reason, version } = sent
      const aside = await previewOrKeep(ctx, sent, {
        draft: draftOf(id),
        fields: { ...(title && { title }), ...(reason && { reason }), version: String(version) },
        resumeAt: () => `/posts/${id}/edit`,
        again: writing => show(ctx, id, writing),
      })
      if (aside) return aside
      requireWords({ body })
      const also = (inner: Ctx) => forgetDraft(inner, { key: draftOf(id) })
      await edit({ ...ctx, also }, { id, body, title, reason, version })
      const { number, threadId } = await queries.get(ctx, id)
      return { redirect: postPath(await threads.head(ctx, threadId), { id, number }) }
    },
  )
}

/** Why an author may not edit any more; null while they may. Whoever never might is refused as everywhere. */
function refusalOf(authorize: () => void): Forbidden | null {
  try {
    authorize()
    return null
  } catch (error) {
    if (error instanceof Forbidden && error.code !== 'forbidden') return error
    throw error
  }
}

/** What stands there now, when the form began from something else; null when it did not. */
function conflictWith(post: queries.PostInThread, { values }: FormState): Conflict | null {
  const { version, body = post.body, title = post.thread.title } = values
  if (version === undefined || version === String(post.version)) return null
  return {
    body: post.body,
    title: post.thread.title,
    editor: post.editor ?? post.author,
    at: post.editedAt ?? post.createdAt,
    reason: post.editReason,
    changes: compare(post.body, unixLines(body)),
    titleChanges: title === post.thread.title ? [] : compare(post.thread.title, title),
  }
}

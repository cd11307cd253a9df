/** Beginning a thread. */

import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import { similarThreads } from '../completion/queries.ts'
import type { Ctx, Host } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { Title } from '../core/http/texts.ts'
import { type Kinds, PLAIN } from '../core/kinds.ts'
import { openThread } from '../posts/open.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import { MAX_TEXT, tagging } from '../tags/field.tsx'
import { splitTags } from '../tags/names.ts'
import { mayBegin } from '../threads/kind.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { FRESH, openDraft, previewOrKeep, type Writing } from './drafting.ts'
import { fieldsSent, kindForm, kindValues, withKindErrors } from './kind-field.tsx'
import { limitsOf } from './limits.ts'
import { composerFields, requireWords, sendOnce, unixLines } from './sending.ts'
import { NewThreadPage } from './views.tsx'

const DRAFT = 'thread'

const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
/** From a category's page, or a tag's. */
const NewThreadQuery = Type.Object({
  category: Type.Optional(Id),
  tags: Type.Optional(Type.String({ maxLength: MAX_TEXT })),
  kind: Type.Optional(Type.String({ maxLength: 40 })),
})
/** A draft needs neither a place nor a title yet. */
const threadForm = (kinds: Kinds) =>
  Type.Object(
    {
      ...composerFields,
      categoryId: Type.Union([Id, Type.Literal('')]),
      title: Type.Union([Title, Type.String({ maxLength: 0 })]),
      tags: Type.Optional(Type.String({ maxLength: MAX_TEXT })),
      ...kindForm(kinds),
    },
    { additionalProperties: false },
  )

export function newThreadPages(routes: PageRoutes, { kinds }: Host): void {
  const show = async (ctx: Ctx, { form: asked, composing }: Writing): Promise<PageAnswer> => {
    const form = withKindErrors(kinds, asked)
    if (ctx.actor.id === null) throw new NotSignedIn()
    const open = ctx.read(categoryTree).having(ctx.actor, 'create')
    const limits = limitsOf(ctx)
    const similar = composing.preview === null ? [] : await similarThreads(ctx, form.values.title ?? '')
    return {
      view: page => (
        <NewThreadPage
          page={page}
          categories={open}
          tagging={tagging(ctx)}
          similar={similar}
          offered={[...kinds.keys()].filter(kind => mayBegin(ctx, kind))}
          form={form}
          composing={composing}
          limits={limits}
        />
      ),
    }
  }

  routes.get('/threads/new', { query: NewThreadQuery, budget: 2 }, async (ctx, { query }) => {
    const { form, composing } = await openDraft(ctx, DRAFT)
    const categoryId = query.category === undefined ? {} : { categoryId: String(query.category) }
    const tags = query.tags === undefined || form.values.tags ? {} : { tags: query.tags }
    const kind = query.kind === undefined ? {} : { kind: query.kind }
    return show(ctx, { form: { ...form, values: { ...form.values, ...categoryId, ...tags, ...kind } }, composing })
  })

  routes.post(
    '/threads',
    { body: threadForm(kinds), budget: 24, form: (ctx, _request, form) => show(ctx, { form, composing: FRESH }) },
    async (ctx, { body: sent }) => {
      const body = unixLines(sent.body)
      const { title, categoryId, tags = '', kind = PLAIN } = sent
      const fields = { title, categoryId: String(categoryId), tags, ...kindValues(kinds, sent) }
      const asked = fieldsSent(kinds, kind, sent)
      const aside = await previewOrKeep(ctx, sent, {
        draft: DRAFT,
        fields,
        resumeAt: () => '/threads/new',
        again: writing => show(ctx, writing),
      })
      if (aside) return aside
      requireWords({ categoryId: fields.categoryId, title, body })
      const thread = await sendOnce(
        ctx,
        { content: ['thread', categoryId, title, tags, body, kind, asked], key: sent.key, draft: DRAFT },
        inner =>
          openThread(inner, {
            ...{ categoryId: Number(categoryId), title, body, tags: splitTags(tags) },
            ...{ kind, fields: asked },
          }),
        threads.head,
      )
      return { redirect: threadPath(thread) }
    },
  )
}

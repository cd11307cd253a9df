/** Changing a thread as a whole: its title, its place and its tags. */
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx, Host } from '../core/context.ts'
import { Gone } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { Title } from '../core/http/texts.ts'
import type { Kinds } from '../core/kinds.ts'
import { authorize } from '../core/permissions.ts'
import { Reason } from '../posts/schema.ts'
import { editThread, openingOf } from '../posts/thread-edit.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { MAX_TEXT, tagging } from '../tags/field.tsx'
import { splitTags } from '../tags/names.ts'
import { mayBegin } from '../threads/kind.ts'
import { threadPath } from '../threads/ledger.tsx'
import { placesFor } from '../threads/move.ts'
import * as threads from '../threads/queries.ts'
import { fieldsSent, kindForm, storedValues, withKindErrors } from './kind-field.tsx'
import { EditThreadPage } from './thread-edit-views.tsx'

const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const threadForm = (kinds: Kinds) =>
  Type.Object(
    {
      title: Title,
      categoryId: Id,
      tags: Type.Optional(Type.String({ maxLength: MAX_TEXT })),
      reason: Type.Optional(Reason),
      version: Type.Integer({ minimum: 1 }),
      /** What the form began from, where no version says so. */
      wasCategoryId: Type.Optional(Id),
      wasTags: Type.Optional(Type.String({ maxLength: MAX_TEXT })),
      ...kindForm(kinds),
    },
    { additionalProperties: false },
  )

export function threadEditPages(routes: PageRoutes, { kinds }: Host): void {
  const show = async (ctx: Ctx, id: number, asked: FormState): Promise<PageAnswer> => {
    const form = withKindErrors(kinds, asked)
    const thread = await threads.head(ctx, id)
    if (thread.deletedAt) throw new Gone()
    authorize(ctx, 'thread.edit', thread)
    const opening = await openingOf(ctx, thread)
    const tags = thread.tags.map(({ name }) => name).join(', ')
    const stored = { title: thread.title, categoryId: String(thread.categoryId), tags }
    const based = { version: String(opening.version), wasCategoryId: stored.categoryId, wasTags: tags }
    // A box that was emptied is not sent: of what was sent nothing is taken from the thread.
    const kind = form.values.kind === undefined ? storedValues(thread.kind, thread.fields) : {}
    const values = { ...stored, ...kind, ...form.values, ...based }
    const places = new Set([thread.categoryId, ...placesFor(ctx, thread)])
    const categories = ctx.read(categoryTree).all.filter(one => places.has(one.id))
    const begun = form.values
    const other = {
      title: isOther(begun.version, based.version) ? thread.title : null,
      category: isOther(begun.wasCategoryId, stored.categoryId)
        ? (categories.find(one => one.id === thread.categoryId)?.name ?? null)
        : null,
      tags: isOther(begun.wasTags, tags) ? tags : null,
    }
    return {
      view: page => (
        <EditThreadPage
          page={page}
          thread={thread}
          categories={categories}
          offered={[...kinds.keys()].filter(kind => kind === thread.kind || mayBegin(ctx, kind))}
          tagging={tagging(ctx)}
          form={{ ...form, values }}
          own={ctx.actor.id === thread.authorId}
          other={other}
        />
      ),
    }
  }

  routes.get('/threads/:id/edit', { params: IdParams, budget: 3 }, async (ctx, { params }) =>
    show(ctx, params.id, EMPTY_FORM),
  )

  routes.post(
    '/threads/:id',
    {
      params: IdParams,
      body: threadForm(kinds),
      budget: 30,
      form: (ctx, { params }, form) => show(ctx, params.id, form),
    },
    async (ctx, { params: { id }, body: sent }) => {
      const { version, title, categoryId, reason, tags, wasCategoryId, wasTags, kind } = sent
      await editThread(ctx, {
        ...{ id, title, categoryId, reason },
        ...(kind !== undefined && { kind, fields: fieldsSent(kinds, kind, sent) }),
        tags: tags === undefined ? undefined : splitTags(tags),
        openingVersion: version,
        was: wasCategoryId === undefined ? undefined : { categoryId: wasCategoryId, tags: splitTags(wasTags ?? '') },
      })
      return { redirect: threadPath(await threads.head(ctx, id)) }
    },
  )
}

/** Whether what a form began from is not what stands there now; a fresh form began from nothing else. */
const isOther = (begun: string | undefined, now: string): boolean => begun !== undefined && begun !== now

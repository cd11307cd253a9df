/** Keeping the tags: for whoever holds `tag.manage`, which need not be an administrator. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import { authorize, can } from '../core/permissions.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import * as queries from '../tags/queries.ts'
import { MergeInput, SynonymInput, TagForm, TagInput } from '../tags/schema.ts'
import * as service from '../tags/service.ts'
import { AdminTag, AdminTags, DeleteTag } from './views.tsx'

const PER_PAGE = 60
const ListQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
})
const SynonymParams = Type.Object({ ...IdParams.properties, slug: Type.String({ minLength: 1, maxLength: 200 }) })

const PATH = '/admin/tags'

/** Which of the forms of a tag's page is shown again. */
type TagForms = { readonly change?: FormState; readonly synonym?: FormState; readonly merge?: FormState }

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { query: ListQuery, budget: 3 }, async (ctx, { query }) => showAll(ctx, query, EMPTY_FORM))

  routes.post(
    PATH,
    { body: TagInput, budget: 12, form: (ctx, _request, form) => showAll(ctx, {}, form) },
    async (ctx, { body }) => ({ redirect: `${PATH}/${(await service.create(ctx, body)).id}` }),
  )

  routes.get(`${PATH}/:id`, { params: IdParams, budget: 3 }, async (ctx, { params }) => show(ctx, params.id, {}))

  routes.post(
    `${PATH}/:id`,
    {
      params: IdParams,
      body: TagForm,
      budget: 14,
      form: (ctx, { params }, form) => show(ctx, params.id, { change: form }),
    },
    async (ctx, { params, body }) => {
      await service.change(ctx, { ...params, ...body, listed: body.listed === 'on' })
      return { redirect: `${PATH}/${params.id}` }
    },
  )

  routes.get(`${PATH}/:id/delete`, { params: IdParams, budget: 3 }, async (ctx, { params }) => {
    const { tag, alone } = await kept(ctx, params.id)
    return { view: page => <DeleteTag page={page} tag={tag} alone={alone} /> }
  })

  routes.post(`${PATH}/:id/delete`, { params: IdParams, budget: 10 }, async (ctx, { params }) => {
    await service.remove(ctx, params)
    return { redirect: PATH }
  })

  shapePages(routes)
}

function shapePages(routes: PageRoutes): void {
  routes.post(
    `${PATH}/:id/synonyms`,
    {
      params: IdParams,
      body: SynonymInput,
      budget: 12,
      form: (ctx, { params }, form) => show(ctx, params.id, { synonym: form }),
    },
    async (ctx, { params, body }) => {
      await service.addSynonym(ctx, { ...params, ...body })
      return { redirect: `${PATH}/${params.id}` }
    },
  )

  routes.post(`${PATH}/:id/synonyms/:slug/delete`, { params: SynonymParams, budget: 10 }, async (ctx, { params }) => {
    await service.removeSynonym(ctx, params)
    return { redirect: `${PATH}/${params.id}` }
  })

  routes.post(
    `${PATH}/:id/merges`,
    {
      params: IdParams,
      body: MergeInput,
      budget: 16,
      form: (ctx, { params }, form) => show(ctx, params.id, { merge: form }),
    },
    async (ctx, { params, body }) => {
      const { id } = await service.merge(ctx, { ...params, ...body })
      return { redirect: `${PATH}/${id}` }
    },
  )
}

/** A tag that the actor keeps. @throws NotSignedIn, Forbidden, NotFound */
async function kept(ctx: Ctx, id: number) {
  authorize(ctx, 'tag.manage', null)
  return { tag: await queries.get(ctx, id), alone: !can(ctx, 'site.administer', null) }
}

async function showAll(
  ctx: Ctx,
  { q = '', cursor }: { q?: string; cursor?: string },
  form: FormState,
): Promise<PageAnswer> {
  authorize(ctx, 'tag.manage', null)
  const { items, nextCursor } = await queries.list(ctx, { q, cursor, limit: PER_PAGE })
  const alone = !can(ctx, 'site.administer', null)
  return {
    view: page => (
      <AdminTags
        page={page}
        tags={items}
        q={q}
        nextCursor={nextCursor}
        firstPage={cursor === undefined}
        alone={alone}
        form={form}
      />
    ),
  }
}

async function show(ctx: Ctx, id: number, forms: TagForms): Promise<PageAnswer> {
  const { tag, alone } = await kept(ctx, id)
  const { name, description, listed } = tag
  const change = forms.change ?? { ...EMPTY_FORM, values: { name, description, ...(listed && { listed: 'on' }) } }
  return {
    view: page => (
      <AdminTag
        page={page}
        tag={tag}
        alone={alone}
        form={change}
        synonymForm={forms.synonym ?? EMPTY_FORM}
        mergeForm={forms.merge ?? EMPTY_FORM}
      />
    ),
  }
}

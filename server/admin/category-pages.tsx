import { type Static, Type } from 'typebox'
import { move, order, place } from '../categories/order.ts'
import * as queries from '../categories/queries.ts'
import { TONES } from '../categories/schema.ts'
import * as service from '../categories/service.ts'
import { type Category, categoryTree, type RIGHTS } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { authorize } from '../core/permissions.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { slugOf } from '../threads/service.ts'
import { administer } from './policy.ts'
import { groupNames } from './queries.ts'
import { Key, KeyOrNone, MoveForm } from './schema.ts'
import { checkGroups } from './service.ts'
import { AdminCategories, AdminCategoryForm, AdminRights } from './views.tsx'

/** Ticked boxes of one name: a single one arrives as text, none not at all. */
const Groups = Type.Optional(Type.Array(Key, { maxItems: 1000 }))

const CategoryForm = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
    /** Empty: made from the name. */
    slug: Type.String({ maxLength: 60, pattern: '^([a-z0-9]+(-[a-z0-9]+)*)?$' }),
    description: Type.String({ maxLength: 300 }),
    tone: Type.Enum([...TONES]),
    parentId: Type.Optional(KeyOrNone),
    see: Groups,
    reply: Groups,
    create: Groups,
    moderate: Groups,
  },
  { additionalProperties: false },
)

const PATH = '/admin/categories'

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { budget: 3 }, async ctx => showAll(ctx, EMPTY_FORM))

  routes.get(`${PATH}/rights`, { budget: 3 }, async ctx => showRights(ctx))

  routes.get(`${PATH}/new`, { budget: 3 }, async ctx => {
    const form = { ...EMPTY_FORM, values: { tone: 'stone' } }
    return show(ctx, { category: null, rights: service.OPEN_RIGHTS, form })
  })

  routes.post(
    PATH,
    {
      body: CategoryForm,
      budget: 18,
      form: (ctx, { raw }, form) => show(ctx, { category: null, rights: rightsIn(raw.body), form }),
    },
    async (ctx, { body }) => {
      keepCategories(ctx)
      await service.create(ctx, await fieldsOf(ctx, body))
      return { redirect: PATH }
    },
  )

  routes.get(`${PATH}/:id`, { params: IdParams, budget: 3 }, async (ctx, { params }) =>
    showStored(ctx, params.id, EMPTY_FORM),
  )

  routes.post(
    `${PATH}/:id`,
    {
      params: IdParams,
      body: CategoryForm,
      // A statement or two for every category below, whose readers may become fewer.
      budget: 200,
      form: (ctx, { params, raw }, form) =>
        show(ctx, { category: find(ctx, params.id), rights: rightsIn(raw.body), form }),
    },
    async (ctx, { params, body }) => {
      keepCategories(ctx)
      await service.change(ctx, { id: params.id, ...(await fieldsOf(ctx, body)) })
      return { redirect: PATH }
    },
  )

  routes.post(
    `${PATH}/:id/moves`,
    { params: IdParams, body: MoveForm, budget: 200, form: (ctx, _request, form) => showAll(ctx, form) },
    async (ctx, { params: { id }, body: { by, parentId, before, version } }) => {
      keepCategories(ctx)
      if (by) await move(ctx, { id, by: by === 'up' ? -1 : 1, version })
      else if (parentId === undefined || before === undefined) throw new Invalid({ by: { key: 'invalid.required' } })
      else await place(ctx, { id, parentId: Number(parentId) || null, before: Number(before) || null, version })
      return { redirect: PATH }
    },
  )

  routes.post(
    `${PATH}/:id/delete`,
    { params: IdParams, budget: 12, form: (ctx, { params }, form) => showStored(ctx, params.id, form) },
    async (ctx, { params }) => {
      keepCategories(ctx)
      await service.remove(ctx, params)
      return { redirect: PATH }
    },
  )
}

/** Whoever keeps the categories knows of all of them, also where they may not read. */
function keepCategories(ctx: Ctx): void {
  administer(ctx)
  authorize(ctx, 'category.manage', null)
}

async function showAll(ctx: Ctx, form: FormState): Promise<PageAnswer> {
  keepCategories(ctx)
  const counts = await queries.counts(ctx)
  const all = withDepths(ctx).map(one => ({ ...one, threadCount: counts.get(one.id)?.threadCount ?? 0 }))
  const { version } = order(ctx)
  return { view: page => <AdminCategories page={page} categories={all} version={version} form={form} /> }
}

async function showRights(ctx: Ctx): Promise<PageAnswer> {
  keepCategories(ctx)
  const groups = await groupNames(ctx)
  return { view: page => <AdminRights page={page} categories={withDepths(ctx)} groups={groups} /> }
}

/** Each with how many others it stands below. */
function withDepths(ctx: Ctx) {
  const tree = ctx.read(categoryTree)
  return tree.all.map(one => ({ ...one, depth: tree.above(one).length }))
}

function find(ctx: Ctx, id: number): Category {
  keepCategories(ctx)
  const category = ctx.read(categoryTree).get(id)
  if (!category) throw new NotFound()
  return category
}

async function showStored(ctx: Ctx, id: number, form: FormState): Promise<PageAnswer> {
  const category = find(ctx, id)
  const { name, slug, description, tone, parentId } = category
  const values = { name, slug, description, tone, parentId: parentId === null ? '' : String(parentId) }
  return show(ctx, { category, rights: service.rightsOf(category), form: { ...form, values } })
}

type Shown = { readonly category: Category | null; readonly rights: service.RightsByGroup; readonly form: FormState }

async function show(ctx: Ctx, { category, rights, form }: Shown): Promise<PageAnswer> {
  keepCategories(ctx)
  const tree = ctx.read(categoryTree)
  // A category may not stand below itself.
  const categories = tree.all.filter(
    one => one.id !== category?.id && !tree.above(one).some(({ id }) => id === category?.id),
  )
  const groups = await groupNames(ctx)
  return {
    view: page => (
      <AdminCategoryForm
        page={page}
        category={category}
        categories={categories}
        groups={groups}
        rights={rights}
        form={form}
      />
    ),
  }
}

async function fieldsOf(
  ctx: Ctx,
  { see = [], reply = [], create = [], moderate = [], ...rest }: Static<typeof CategoryForm>,
) {
  const slug = rest.slug || slugOf(rest.name).slice(0, 60)
  if (!slug) throw new Invalid({ slug: { key: 'invalid.required' } })
  const rights = { see, reply, create, moderate }
  await checkGroups(ctx, new Set(Object.values(rights).flat()), 'rights.see')
  const { name, description, tone, parentId } = rest
  return { name: name.trim(), slug, description: description.trim(), tone, parentId: Number(parentId) || null, rights }
}

/** The boxes that were ticked in a form that was refused, to tick them again. */
function rightsIn(body: unknown): service.RightsByGroup {
  const ticked = (right: (typeof RIGHTS)[number]) =>
    [Object(body)[right] ?? []].flat().map(Number).filter(Number.isSafeInteger)
  return { see: ticked('see'), reply: ticked('reply'), create: ticked('create'), moderate: ticked('moderate') }
}

import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { etagOf, IdParams, ifMatch, Nothing } from '../core/http/schemas.ts'
import { order, place } from './order.ts'
import * as queries from './queries.ts'
import { CategoryInput, CategoryJson, OrderJson, PlaceInput } from './schema.ts'
import * as service from './service.ts'
import { categoryTree, type RIGHTS } from './tree.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Categories'

  routes.get(
    '/categories',
    {
      tag,
      id: 'listCategories',
      summary: 'List the categories in sight',
      response: Type.Object({ items: Type.Array(CategoryJson) }),
      budget: 2,
    },
    async ctx => ({ items: (await queries.list(ctx)).map(row => categoryJson(ctx, row)) }),
  )

  routes.post(
    '/categories',
    {
      tag,
      id: 'createCategory',
      summary: 'Make a category',
      body: CategoryInput,
      response: CategoryJson,
      status: 201,
      budget: 20,
      replay: readCategory,
    },
    async (ctx, { body }) => readCategory(ctx, (await service.create(ctx, await fieldsOf(ctx, body))).id),
  )

  routes.get(
    '/categories/order',
    {
      tag,
      id: 'getCategoryOrder',
      summary: 'Read where all categories stand, as who keeps them',
      response: OrderJson,
      budget: 1,
    },
    async (ctx, { reply }) => orderJson(ctx, reply),
  )

  routes.put(
    '/categories/:id/place',
    {
      tag,
      id: 'placeCategory',
      summary: 'Put a category below another, or among those beside it',
      params: IdParams,
      body: PlaceInput,
      response: OrderJson,
      // A statement for every sibling.
      budget: 200,
      versioned: true,
    },
    async (ctx, { params, body: { parentId, before }, headers, reply }) => {
      const idOf = (id: string | null) => (id === null ? null : Number(id))
      const version = ifMatch(headers['if-match'])
      await place(ctx, { id: params.id, parentId: idOf(parentId), before: idOf(before), version })
      return orderJson(ctx, reply)
    },
  )

  routes.get(
    '/categories/:id',
    { tag, id: 'getCategory', summary: 'Read a category', params: IdParams, response: CategoryJson, budget: 2 },
    async (ctx, { params }) => readCategory(ctx, params.id),
  )

  routes.patch(
    '/categories/:id',
    {
      tag,
      id: 'updateCategory',
      summary: 'Change a category',
      params: IdParams,
      body: Type.Partial(CategoryInput, { additionalProperties: false }),
      response: CategoryJson,
      budget: 20,
    },
    async (ctx, { params, body }) => {
      await service.change(ctx, { id: params.id, ...(await fieldsOf(ctx, body)) })
      return readCategory(ctx, params.id)
    },
  )

  routes.delete(
    '/categories/:id',
    {
      tag,
      id: 'deleteCategory',
      summary: 'Remove an empty category',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 20,
    },
    async (ctx, { params }) => service.remove(ctx, params),
  )
}

/** The order, and in the answer's ETag its version. */
function orderJson(ctx: Ctx, reply: FastifyReply) {
  const { items, version } = order(ctx)
  reply.header('etag', etagOf(version))
  const text = (id: number | null) => (id === null ? null : String(id))
  return { items: items.map(({ id, parentId }) => ({ id: String(id), parentId: text(parentId) })) }
}

/** A category in sight as JSON. One query. @throws NotFound */
export async function readCategory(ctx: Ctx, id: number) {
  const category = queries.get(ctx, id)
  const counts = (await queries.counts(ctx)).get(id) ?? { threadCount: 0, postCount: 0 }
  return categoryJson(ctx, { ...category, ...counts })
}

function categoryJson(ctx: Ctx, row: queries.CategoryRow) {
  const { id, slug, name, description, tone, parentId, threadCount, postCount } = row
  const tree = ctx.read(categoryTree)
  return {
    id: String(id),
    slug,
    name,
    description,
    tone,
    parentId: parentId === null ? null : String(parentId),
    threadCount,
    postCount,
    mayCreate: tree.allows(ctx.actor, 'create', id),
    mayReply: tree.allows(ctx.actor, 'reply', id),
    url: new URL(`/c/${slug}`, ctx.host.env.publicUrl).href,
  }
}

type Body = { parentId?: string | null; rights?: Readonly<Record<(typeof RIGHTS)[number], readonly string[]>> }

/** Slugs of groups and ids as strings become what the verbs take. */
async function fieldsOf<B extends Body>(ctx: Ctx, { parentId, rights, ...rest }: B) {
  return {
    ...rest,
    ...(parentId !== undefined && { parentId: parentId === null ? null : Number(parentId) }),
    ...(rights && {
      rights: {
        see: await service.groupIds(ctx, rights.see, 'rights.see'),
        reply: await service.groupIds(ctx, rights.reply, 'rights.reply'),
        create: await service.groupIds(ctx, rights.create, 'rights.create'),
        moderate: await service.groupIds(ctx, rights.moderate, 'rights.moderate'),
      },
    }),
  }
}

import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, ListQuery, listOf, Nothing, personJson } from '../core/http/schemas.ts'
import * as queries from './queries.ts'
import {
  DeliveryJson,
  DeliveryParams,
  WebhookChange,
  WebhookInput,
  WebhookJson,
  WebhookWithSecretJson,
} from './schema.ts'
import * as service from './service.ts'

const tag = 'Webhooks'

export function api(routes: ApiRoutes): void {
  routes.get(
    '/webhooks',
    { tag, id: 'listWebhooks', summary: 'List webhooks, the newest first', response: listOf(WebhookJson), budget: 2 },
    async ctx => ({ items: (await queries.list(ctx)).map(webhookJson), nextCursor: null }),
  )

  routes.post(
    '/webhooks',
    {
      tag,
      id: 'createWebhook',
      summary: 'Make a webhook; its secret is in this answer only',
      body: WebhookInput,
      response: WebhookWithSecretJson,
      status: 201,
      budget: 12,
      replay: read,
    },
    async (ctx, { body }) => {
      const { description = '', categoryId, ...rest } = body
      const { id, secret } = await service.create(ctx, { ...rest, description, categoryId: idOf(categoryId) ?? null })
      return { ...(await read(ctx, id)), secret }
    },
  )

  routes.get(
    '/webhooks/:id',
    { tag, id: 'getWebhook', summary: 'Read a webhook', params: IdParams, response: WebhookJson, budget: 2 },
    async (ctx, { params }) => read(ctx, params.id),
  )

  routes.patch(
    '/webhooks/:id',
    {
      tag,
      id: 'updateWebhook',
      summary: 'Change a webhook, or switch it off or on',
      params: IdParams,
      body: WebhookChange,
      response: WebhookJson,
      budget: 12,
    },
    async (ctx, { params, body: { categoryId, ...rest } }) => {
      await service.change(ctx, { ...params, ...rest, categoryId: idOf(categoryId) })
      return read(ctx, params.id)
    },
  )

  routes.delete(
    '/webhooks/:id',
    {
      tag,
      id: 'deleteWebhook',
      summary: 'Remove a webhook',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params }) => service.remove(ctx, params),
  )

  secretRoute(routes)
  deliveryRoutes(routes)
}

function secretRoute(routes: ApiRoutes): void {
  routes.post(
    '/webhooks/:id/secret',
    {
      tag,
      id: 'rotateWebhookSecret',
      summary: 'Make the secret anew; the one before signs as well for 24 hours',
      params: IdParams,
      response: WebhookWithSecretJson,
      budget: 12,
      replay: read,
    },
    async (ctx, { params }) => {
      const { id, secret } = await service.rotate(ctx, params)
      return { ...(await read(ctx, id)), secret }
    },
  )
}

function deliveryRoutes(routes: ApiRoutes): void {
  routes.get(
    '/webhooks/:id/deliveries',
    {
      tag,
      id: 'listWebhookDeliveries',
      summary: 'List what a webhook was told in the last 30 days, the newest first',
      params: IdParams,
      query: ListQuery,
      response: listOf(DeliveryJson),
      budget: 3,
    },
    async (ctx, { params, query }) => {
      const { id } = await queries.get(ctx, params.id)
      const page = await queries.listDeliveries(ctx, { id, cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(deliveryJson) }
    },
  )

  routes.post(
    '/webhooks/:id/deliveries/:deliveryId/redeliveries',
    {
      tag,
      id: 'redeliver',
      summary: 'Send a delivery again, under the same id',
      params: DeliveryParams,
      response: DeliveryJson,
      budget: 10,
      replay: readDelivery,
    },
    async (ctx, { params }) => readDelivery(ctx, (await service.redeliver(ctx, params)).id),
  )

  routes.post(
    '/webhooks/:id/pings',
    {
      tag,
      id: 'pingWebhook',
      summary: 'Send a `ping`, to see that a webhook works',
      params: IdParams,
      response: DeliveryJson,
      status: 201,
      budget: 10,
      replay: readDelivery,
    },
    async (ctx, { params }) => readDelivery(ctx, (await service.ping(ctx, params)).id),
  )
}

/** An id in a body; null is said, undefined is not. */
const idOf = (text: string | null | undefined): number | null | undefined =>
  typeof text === 'string' ? Number(text) : text

const read = async (ctx: Ctx, id: number) => webhookJson(await queries.get(ctx, id))

const readDelivery = async (ctx: Ctx, id: number) => deliveryJson(await queries.getDelivery(ctx, id))

const webhookJson = ({
  id,
  categoryId,
  owner,
  failingSince,
  previousUntil,
  createdAt,
  ...row
}: queries.WebhookRow) => ({
  ...row,
  id: String(id),
  categoryId: categoryId === null ? null : String(categoryId),
  owner: owner && personJson(owner),
  failingSince: failingSince?.toISOString() ?? null,
  previousSecretUntil: previousUntil?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
})

const deliveryJson = ({ id, at, nextAt, ...row }: queries.DeliveryRow) => ({
  ...row,
  id: String(id),
  at: at.toISOString(),
  nextAt: nextAt?.toISOString() ?? null,
})

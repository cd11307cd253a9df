/** Keeping the webhooks: for whoever holds `webhook.manage`, which need not be an administrator. */
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import { can } from '../core/permissions.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import type { EventName } from '../webhooks/events.ts'
import * as queries from '../webhooks/queries.ts'
import { DeliveryParams, WebhookForm } from '../webhooks/schema.ts'
import * as service from '../webhooks/service.ts'
import { AdminWebhook, AdminWebhooks, DeleteWebhook } from './views.tsx'

const PER_PAGE = 30
const LogQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })

const PATH = '/admin/webhooks'

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { budget: 3 }, async ctx => showAll(ctx, EMPTY_FORM, []))

  routes.post(
    PATH,
    { body: WebhookForm, budget: 14, form: (ctx, { raw }, form) => showAll(ctx, form, ticked(raw.body)) },
    async (ctx, { body }) => {
      const { id, secret } = await service.create(ctx, fieldsOf(body))
      // No redirect: the secret must not travel in an address, and this is the only time it is shown.
      return show(ctx, { id, secret })
    },
  )

  routes.get(`${PATH}/:id`, { params: IdParams, query: LogQuery, budget: 3 }, async (ctx, { params, query }) =>
    show(ctx, { ...params, ...query }),
  )

  routes.post(
    `${PATH}/:id`,
    {
      params: IdParams,
      body: WebhookForm,
      budget: 12,
      form: (ctx, { params, raw }, form) => show(ctx, { ...params, form, chosen: ticked(raw.body) }),
    },
    async (ctx, { params, body }) => {
      await service.change(ctx, { ...params, ...fieldsOf(body) })
      return { redirect: `${PATH}/${params.id}` }
    },
  )

  routes.get(`${PATH}/:id/delete`, { params: IdParams, budget: 3 }, async (ctx, { params }) => {
    const hook = await queries.get(ctx, params.id)
    const alone = isAlone(ctx)
    return { view: page => <DeleteWebhook page={page} hook={hook} alone={alone} /> }
  })

  routes.post(`${PATH}/:id/delete`, { params: IdParams, budget: 8 }, async (ctx, { params }) => {
    await service.remove(ctx, params)
    return { redirect: PATH }
  })

  actPages(routes)
}

/** Buttons on a webhook's page. What they may not do now is said there. */
function actPages(routes: PageRoutes): void {
  const acting = { params: IdParams, budget: 12, form: showRefusal }

  routes.post(`${PATH}/:id/active`, acting, async (ctx, { params }) => {
    await service.change(ctx, { ...params, active: true })
    return { redirect: `${PATH}/${params.id}` }
  })

  routes.post(`${PATH}/:id/active/delete`, acting, async (ctx, { params }) => {
    await service.change(ctx, { ...params, active: false })
    return { redirect: `${PATH}/${params.id}` }
  })

  routes.post(`${PATH}/:id/secret`, acting, async (ctx, { params }) => show(ctx, await service.rotate(ctx, params)))

  routes.post(`${PATH}/:id/pings`, acting, async (ctx, { params }) => {
    await service.ping(ctx, params)
    return { redirect: `${PATH}/${params.id}#log` }
  })

  routes.post(
    `${PATH}/:id/deliveries/:deliveryId/redeliveries`,
    { ...acting, params: DeliveryParams },
    async (ctx, { params }) => {
      await service.redeliver(ctx, params)
      return { redirect: `${PATH}/${params.id}#log` }
    },
  )
}

const showRefusal = (ctx: Ctx, { params }: { readonly params: { readonly id: number } }, { problem }: FormState) =>
  show(ctx, { id: params.id, problem })

type Typed = {
  readonly url: string
  readonly description?: string
  readonly events?: readonly EventName[]
  readonly categoryId?: string
}

const fieldsOf = ({ url, description = '', events = [], categoryId = '' }: Typed) => ({
  url,
  description,
  events,
  categoryId: categoryId === '' ? null : Number(categoryId),
})

/** The events of a form that was refused, whatever else is wrong with it. */
const ticked = (body: unknown): string[] => [Object(body).events ?? []].flat().map(String)

/** Whether the actor keeps webhooks and nothing else. */
const isAlone = (ctx: Ctx): boolean => !can(ctx, 'site.administer', null)

/** What a webhook may be limited to, for its form. */
const placesOf = (ctx: Ctx) =>
  ctx
    .read(categoryTree)
    .having(ctx.actor, 'see')
    .map(({ id, name }) => ({ value: String(id), label: name }))

async function showAll(ctx: Ctx, form: FormState, chosen: readonly string[]): Promise<PageAnswer> {
  const hooks = await queries.list(ctx)
  const [places, alone] = [placesOf(ctx), isAlone(ctx)]
  return {
    view: page => <AdminWebhooks page={page} hooks={hooks} places={places} alone={alone} form={form} chosen={chosen} />,
  }
}

type Shown = {
  readonly id: number
  readonly cursor?: string
  /** Made just now. */
  readonly secret?: string
  /** Of a form that was refused. */
  readonly form?: FormState
  readonly chosen?: readonly string[]
  /** Why a button did nothing. */
  readonly problem?: string | null
}

async function show(ctx: Ctx, { id, cursor, secret, form, chosen, problem = null }: Shown): Promise<PageAnswer> {
  const hook = await queries.get(ctx, id)
  const { items, nextCursor } = await queries.listDeliveries(ctx, { id, cursor, limit: PER_PAGE })
  const [places, alone] = [placesOf(ctx), isAlone(ctx)]
  const { url, description, categoryId, events } = hook
  const values = { url, description, categoryId: categoryId === null ? '' : String(categoryId) }
  return {
    view: page => (
      <AdminWebhook
        page={page}
        hook={hook}
        secret={secret ?? null}
        problem={problem}
        deliveries={items}
        nextCursor={nextCursor}
        firstPage={cursor === undefined}
        places={places}
        alone={alone}
        form={form ?? { ...EMPTY_FORM, values }}
        chosen={chosen ?? events}
      />
    ),
  }
}

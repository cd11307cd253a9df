/** Plugins: which there are, what each asks for and does, and switching them. For whoever holds `plugin.manage`. */
import { type Static, Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import { answerBisect, bisectState, startBisect, stopBisect } from '../plugins/bisect.ts'
import { toldOf } from '../plugins/halving.ts'
import * as queries from '../plugins/queries.ts'
import { ConsentInput, PluginParams } from '../plugins/schema.ts'
import * as service from '../plugins/service.ts'
import { uninstall } from '../plugins/uninstall.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { AdminPlugin, AdminPlugins, UninstallPlugin } from './views.tsx'

const PATH = '/admin/plugins'

const ListParams = Type.Object({
  state: Type.Optional(Type.Enum([...queries.STANDINGS])),
  /** How the search ended a moment ago. */
  bisected: Type.Optional(Type.Literal('innocent')),
})

const pathOf = (id: string): string => `${PATH}/${encodeURIComponent(id)}`

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { query: ListParams, budget: 1 }, async (ctx, { query }) => list(ctx, query, EMPTY_FORM))
  bisection(routes)

  routes.get(`${PATH}/:id`, { params: PluginParams, budget: 3 }, async (ctx, { params: { id } }) =>
    show(ctx, id, EMPTY_FORM),
  )

  const acting = {
    params: PluginParams,
    budget: 12,
    form: (ctx: Ctx, { params: { id } }: { readonly params: { readonly id: string } }, form: FormState) =>
      show(ctx, id, form),
  }

  routes.post(`${PATH}/:id/enabled`, { ...acting, body: ConsentInput }, async (ctx, { params: { id }, body }) => {
    await service.enable(ctx, id, body.agreed ?? [])
    return { redirect: pathOf(id) }
  })

  routes.post(`${PATH}/:id/enabled/delete`, acting, async (ctx, { params: { id } }) => {
    await service.disable(ctx, id)
    return { redirect: pathOf(id) }
  })

  routes.post(`${PATH}/:id/reloads`, acting, async (ctx, { params: { id } }) => {
    await service.reload(ctx, id)
    return { redirect: pathOf(id) }
  })

  routes.get(`${PATH}/:id/delete`, { params: PluginParams, budget: 3 }, async (ctx, { params: { id } }) =>
    ask(ctx, id, EMPTY_FORM),
  )

  routes.post(
    `${PATH}/:id/delete`,
    { params: PluginParams, budget: 16, form: (ctx, { params: { id } }, form) => ask(ctx, id, form) },
    async (ctx, { params: { id } }) => {
      const { origin } = service.get(ctx, id)
      await uninstall(ctx, id)
      return { redirect: origin === 'gone' ? PATH : pathOf(id) }
    },
  )
}

/** Looking for the one that causes a trouble, from the list. */
function bisection(routes: PageRoutes): void {
  const path = '/admin/plugin-bisection'
  const acting = { budget: 12, form: async (ctx: Ctx, _request: unknown, form: FormState) => list(ctx, {}, form) }

  routes.post(path, acting, async ctx => {
    await startBisect(ctx)
    return { redirect: PATH }
  })

  const body = Type.Object({ gone: Type.Enum(['yes', 'no']) }, { additionalProperties: false })
  routes.post(`${path}/answers`, { ...acting, body }, async (ctx, { body: { gone } }) => {
    const next = await answerBisect(ctx, gone === 'yes')
    return { redirect: next ? PATH : `${PATH}?bisected=innocent` }
  })

  routes.post(`${path}/delete`, acting, async ctx => {
    await stopBisect(ctx)
    return { redirect: PATH }
  })
}

function list(ctx: Ctx, { state, bisected }: Static<typeof ListParams>, form: FormState): PageAnswer {
  const plugins = service.all(ctx)
  const safeMode = queries.safeMode(ctx.host)
  const alone = isAlone(ctx)
  const bisection = toldOf(bisectState(ctx), bisected)
  return {
    view: page => <AdminPlugins {...{ page, plugins, safeMode, bisection, form, alone }} state={state ?? null} />,
  }
}

/** The question before all that it stores goes. */
async function ask(ctx: Ctx, id: string, { problem }: FormState): Promise<PageAnswer> {
  const props = { plugin: service.get(ctx, id), tables: await queries.stored(ctx, id), problem, alone: isAlone(ctx) }
  return { view: page => <UninstallPlugin page={page} {...props} /> }
}

/** Whether the actor manages plugins and nothing else. */
const isAlone = (ctx: Ctx): boolean => !can(ctx, 'site.administer', null)

async function show(ctx: Ctx, id: string, form: FormState): Promise<PageAnswer> {
  const plugin = service.get(ctx, id)
  const health = queries.health(ctx, id)
  const shared = queries.shared(ctx, id)
  const tables = await queries.stored(ctx, id)
  const safeMode = queries.safeMode(ctx.host)
  const props = { plugin, shared, health, tables, safeMode, form, alone: isAlone(ctx) }
  return { view: page => <AdminPlugin page={page} {...props} /> }
}

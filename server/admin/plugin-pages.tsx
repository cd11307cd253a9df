/** Plugins: which there are, what each asks for and does, and switching them. For whoever holds `plugin.manage`. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import * as queries from '../plugins/queries.ts'
import { ConsentInput, PluginParams } from '../plugins/schema.ts'
import * as service from '../plugins/service.ts'
import { uninstall } from '../plugins/uninstall.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { AdminPlugin, AdminPlugins, UninstallPlugin } from './views.tsx'

const PATH = '/admin/plugins'

const pathOf = (id: string): string => `${PATH}/${encodeURIComponent(id)}`

export function pages(routes: PageRoutes): void {
  const query = Type.Object({ state: Type.Optional(Type.Enum([...queries.STANDINGS])) })

  routes.get(PATH, { query, budget: 1 }, async (ctx, { query: { state = null } }) => {
    const plugins = service.all(ctx)
    const safeMode = queries.safeMode(ctx.host)
    const alone = isAlone(ctx)
    return {
      view: page => <AdminPlugins page={page} plugins={plugins} state={state} safeMode={safeMode} alone={alone} />,
    }
  })

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
    { params: PluginParams, budget: 14, form: (ctx, { params: { id } }, form) => ask(ctx, id, form) },
    async (ctx, { params: { id } }) => {
      await uninstall(ctx, id)
      return { redirect: pathOf(id) }
    },
  )
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

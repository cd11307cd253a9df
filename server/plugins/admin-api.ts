/** Managing plugins by the API. Named so, for `api.ts` is what plugins import. */
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Nothing } from '../core/http/schemas.ts'
import { askedBy } from './asked.ts'
import { exportJson } from './export.ts'
import type { PluginState } from './load.ts'
import * as queries from './queries.ts'
import { pluginsOf } from './registry.ts'
import { ConsentInput, PluginParams, PluginRowsJson, PluginsJson, PluginWithHealthJson } from './schema.ts'
import * as service from './service.ts'
import { uninstall } from './uninstall.ts'

const tag = 'Plugins'

export function api(routes: ApiRoutes): void {
  routes.get(
    '/plugins',
    { tag, id: 'listPlugins', summary: 'List all plugins that were found', response: PluginsJson, budget: 1 },
    async ctx => ({ items: service.all(ctx).map(one => pluginJson(ctx, one)), safeMode: pluginsOf(ctx.host).safeMode }),
  )

  routes.get(
    '/plugins/:id',
    {
      tag,
      id: 'getPlugin',
      summary: 'Read a plugin, how it does and what it stores',
      params: PluginParams,
      response: PluginWithHealthJson,
      budget: 3,
    },
    async (ctx, { params: { id } }) => {
      const plugin = service.get(ctx, id)
      const { needs = {}, points = [] } = plugin.about ?? {}
      const tables = await queries.stored(ctx, id)
      const [shared, health] = [queries.shared(ctx, id), queries.health(ctx, id)]
      return { ...pluginJson(ctx, plugin), needs, points, shared, health, tables }
    },
  )

  routes.put(
    '/plugins/:id/enabled',
    {
      tag,
      id: 'enablePlugin',
      summary: 'Switch a plugin on, agreeing to what it asks for; read it to see whether it came up',
      params: PluginParams,
      body: ConsentInput,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params: { id }, body: { agreed = [] } }) => service.enable(ctx, id, agreed),
  )

  routes.delete(
    '/plugins/:id/enabled',
    {
      tag,
      id: 'disablePlugin',
      summary: 'Switch a plugin off; what it stores stays',
      params: PluginParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params: { id } }) => service.disable(ctx, id),
  )

  routes.post(
    '/plugins/:id/reloads',
    {
      tag,
      id: 'reloadPlugin',
      summary: 'Take up what lies in the folder of a plugin now',
      params: PluginParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params: { id } }) => service.reload(ctx, id),
  )

  routes.get(
    '/plugins/:id/export',
    {
      tag,
      id: 'exportPlugin',
      summary: 'Read all rows that a plugin stores, as they are at one moment',
      params: PluginParams,
      response: PluginRowsJson,
      budget: 3,
    },
    async (ctx, { params: { id }, reply }) => {
      const rows = await exportJson(ctx, id)
      reply.header('content-type', 'application/json; charset=utf-8')
      return rows
    },
  )

  routes.delete(
    '/plugins/:id',
    {
      tag,
      id: 'uninstallPlugin',
      summary: 'Remove all that a plugin that is off has stored; its files stay',
      params: PluginParams,
      response: Nothing,
      status: 204,
      budget: 16,
    },
    async (ctx, { params: { id } }) => uninstall(ctx, id),
  )
}

function pluginJson(ctx: Ctx, plugin: PluginState) {
  const { id, origin, about, wanted, consent, enabledAt, trouble } = plugin
  return {
    id,
    name: about?.name[ctx.locale] ?? id,
    description: about?.description[ctx.locale] ?? '',
    version: about?.version ?? null,
    requires: about?.requires ?? null,
    origin,
    state: queries.standingOf(plugin),
    enabled: wanted,
    enabledAt: enabledAt?.toISOString() ?? null,
    capabilities: about ? askedBy(about) : [],
    agreed: consent,
    trouble: trouble && ctx.t(trouble.key, trouble.values),
  }
}

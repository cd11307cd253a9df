import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import * as service from './service.ts'

const Values = Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer(), Type.Boolean()]))

const SettingsJson = Type.Object(
  { values: Type.Record(Type.String(), Type.Unknown(), { description: 'Every setting by its name, but for secrets' }) },
  { $id: 'Settings' },
)

export function api(routes: ApiRoutes): void {
  const tag = 'Settings'

  routes.get(
    '/settings',
    { tag, id: 'getSettings', summary: 'Read the settings; secrets are left out', response: SettingsJson, budget: 1 },
    async ctx => settingsJson(ctx),
  )

  routes.patch(
    '/settings',
    {
      tag,
      id: 'updateSettings',
      summary: 'Change the named settings',
      body: Type.Object({ values: Values }, { additionalProperties: false }),
      response: SettingsJson,
      budget: 100,
    },
    async (ctx, { body }) => {
      await service.change(ctx, body)
      return settingsJson(ctx)
    },
  )
}

const settingsJson = (ctx: Ctx) => ({
  values: Object.fromEntries(service.list(ctx).flatMap(({ key, value }) => (value === null ? [] : [[key, value]]))),
})

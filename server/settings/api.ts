import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import * as service from './service.ts'
import { wordsOf } from './words.ts'

const Value = Type.Union([Type.String(), Type.Integer(), Type.Boolean()])
const ValueOrNull = Type.Union([Value, Type.Null()])

const SettingJson = Type.Object(
  {
    key: Type.String(),
    type: Type.Enum(['string', 'integer', 'boolean', 'choice']),
    label: Type.String(),
    help: Type.Union([Type.String(), Type.Null()]),
    value: Type.Unknown({ description: 'Null for a secret' }),
    default: Type.Unknown(),
    changed: Type.Boolean({ description: 'Whether it is another than its default' }),
    secret: Type.Boolean(),
    options: Type.Array(Type.Object({ value: Type.String(), label: Type.String() }), { description: 'Of a choice' }),
    min: Type.Optional(Type.Integer()),
    max: Type.Optional(Type.Integer()),
    maxLength: Type.Optional(Type.Integer()),
  },
  { $id: 'Setting' },
)

const SettingsJson = Type.Object(
  {
    values: Type.Record(Type.String(), Type.Unknown(), { description: 'Every setting by its name, but for secrets' }),
    settings: Type.Array(SettingJson, { description: 'The same, with all that is known of each' }),
  },
  { $id: 'Settings' },
)

const Changes = Type.Record(Type.String(), ValueOrNull, { description: 'By name; null puts it back to its default' })

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
      body: Type.Object({ values: Changes }, { additionalProperties: false }),
      response: SettingsJson,
      budget: 100,
    },
    async (ctx, { body }) => {
      await service.change(ctx, body)
      return settingsJson(ctx)
    },
  )
}

function settingsJson(ctx: Ctx) {
  const all = service.list(ctx)
  return {
    values: Object.fromEntries(all.flatMap(({ key, value }) => (value === null ? [] : [[key, value]]))),
    settings: all.map(one => settingJson(ctx, one)),
  }
}

function settingJson({ t }: Ctx, { key, declaration, value, changed }: service.Setting) {
  const { type, secret = false } = declaration
  const limits = type === 'integer' ? { min: declaration.min, max: declaration.max } : {}
  const length = type === 'string' ? { maxLength: declaration.maxLength } : {}
  return {
    key,
    type,
    ...wordsOf(t, key, declaration),
    value,
    default: declaration.default,
    changed,
    secret,
    ...limits,
    ...length,
  }
}

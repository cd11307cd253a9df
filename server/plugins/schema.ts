import { Type } from 'typebox'
import { Timestamp } from '../core/http/schemas.ts'
import { ASKED_HOST } from './asked.ts'
import { CAPABILITIES } from './declaration.ts'
import { FAR } from './halving.ts'
import { STANDINGS } from './queries.ts'

/** An id, or the name of a folder or package that cannot be read. */
export const PluginParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 214 }) })

const Asked = Type.Union([Type.Enum([...CAPABILITIES]), Type.String({ pattern: ASKED_HOST, maxLength: 300 })])
/** More than any plugin may ask for. */
const Agreed = Type.Array(Asked, {
  maxItems: 100,
  description: 'What it asks for, as `capabilities` of the plugin names it',
})

export const ConsentInput = Type.Object({ agreed: Type.Optional(Agreed) }, { additionalProperties: false })

const fields = {
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  version: Type.Union([Type.String(), Type.Null()], { description: 'Null: it cannot be read' }),
  requires: Type.Union([Type.String(), Type.Null()], { description: 'The range of releases that it works with' }),
  origin: Type.Enum(['bundled', 'folder', 'package', 'gone'], {
    description: 'Gone: what it stores is here, and its files are not',
  }),
  state: Type.Enum([...STANDINGS], {
    description:
      'Consent: wanted, and asks for more than was agreed to. Held: held back while one is looked for that causes a trouble. Failed: cannot be read, or is wanted and not on',
  }),
  enabled: Type.Boolean({ description: 'Whether it is meant to be on' }),
  enabledAt: Type.Union([Timestamp, Type.Null()]),
  capabilities: Type.Array(Type.String(), {
    description: 'What it asks for: capabilities, `host:<name>` and `host-of:<setting>` for servers outside',
  }),
  agreed: Type.Array(Type.String(), { description: 'What was agreed to' }),
  trouble: Type.Union([Type.String(), Type.Null()], { description: 'Why it is not on' }),
}

const PluginJson = Type.Object(fields, { $id: 'Plugin' })

export const PluginsJson = Type.Object(
  {
    items: Type.Array(PluginJson),
    safeMode: Type.Boolean({ description: 'The server was started without plugins' }),
  },
  { $id: 'Plugins' },
)

export const PluginWithHealthJson = Type.Object(
  {
    ...fields,
    needs: Type.Record(Type.String(), Type.String(), { description: 'Plugins that it needs, with their ranges' }),
    points: Type.Array(Type.String(), { description: 'Where it steps in' }),
    shared: Type.Array(Type.Object({ point: Type.String(), order: Type.Array(Type.String()) }), {
      description: 'Where other plugins step in too, in the order in which they are asked',
    }),
    health: Type.Array(
      Type.Object({
        point: Type.String(),
        calls: Type.Integer(),
        faults: Type.Integer(),
        p95: Type.Number({ description: 'The 95th percentile of the last durations, in ms' }),
        trouble: Type.Union([Type.String(), Type.Null()], { description: 'What went wrong last' }),
      }),
      { description: 'How each point does in the process that answers' },
    ),
    tables: Type.Array(Type.Object({ name: Type.String(), rows: Type.Integer(), bytes: Type.Integer() }), {
      description: 'What it stores; many rows are an estimate',
    }),
  },
  { $id: 'PluginWithHealth' },
)

export const BisectionJson = Type.Object(
  {
    state: Type.Enum([...FAR], {
      description:
        'None: none is under way. Innocent: the trouble is there without any plugin, and the search has ended',
    }),
    suspects: Type.Array(Type.String(), { description: 'Ids of those one of which is to blame, as far as is known' }),
    heldBack: Type.Array(Type.String(), { description: 'Ids of those that are off because of the search' }),
    left: Type.Integer({ description: 'How many more answers it takes at most' }),
  },
  { $id: 'PluginBisection' },
)

export const BisectionAnswer = Type.Object(
  { gone: Type.Boolean({ description: 'Whether the trouble is gone now' }) },
  { additionalProperties: false },
)

export const PluginRowsJson = Type.Object(
  {
    items: Type.Array(Type.Object({ table: Type.String(), row: Type.Record(Type.String(), Type.Unknown()) }), {
      description: 'A row of one of its tables each',
    }),
  },
  { $id: 'PluginRows' },
)

/** All rows that a plugin stores, as they are at one moment, read as fast as they are taken. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../core/context.ts'
import { connect } from '../core/db.ts'
import { schemaOf } from './migrate.ts'
import { stored } from './queries.ts'
import { PluginParams } from './schema.ts'

/** Rows of one fetch. */
const MANY = 500

/**
 * Each row as one line of JSON, `{"table":…,"row":…}`, some hundred at a time, on a connection of its own; and what members
 * filled in of its fields, as of `public.members`.
 * @throws NotSignedIn, Forbidden, NotFound
 */
async function rowsOf(ctx: Ctx, id: string): Promise<AsyncGenerator<string[]>> {
  const tables = await stored(ctx, id)
  return read(
    ctx,
    id,
    tables.map(({ name }) => ({ name, place: `${schemaOf(id)}.${name}` })),
  )
}

type Table = { readonly name: string; readonly place: string }

async function* read(ctx: Ctx, id: string, tables: readonly Table[]): AsyncGenerator<string[]> {
  const client = connect(ctx.host.target, { max: 1, connection: { application_name: 'guildhall export' } })
  try {
    await client`begin isolation level repeatable read read only`
    for (const { name, place } of tables) {
      const rows = client<{ line: string }[]>`
        select json_build_object('table', ${name}::text, 'row', to_json(t))::text as line from ${client(place)} t`
      for await (const some of rows.cursor(MANY)) yield some.map(({ line }) => line)
    }
    const filled = client<{ line: string }[]>`
      select json_build_object('table', 'public.members', 'row', json_build_object('id', m.id, 'fields', f.own))::text as line
      from members m, lateral (
        select jsonb_object_agg(key, value) as own from jsonb_each(m.fields) where starts_with(key, ${`${id}.`})) f
      where f.own is not null order by m.id`
    for await (const some of filled.cursor(MANY)) yield some.map(({ line }) => line)
  } finally {
    await client.end({ timeout: 1 })
  }
}

/** The same as one JSON document, for programs. @throws NotSignedIn, Forbidden, NotFound */
export async function exportJson(ctx: Ctx, id: string): Promise<Readable> {
  return Readable.from(asDocument(await rowsOf(ctx, id)))
}

async function* asDocument(rows: AsyncGenerator<string[]>): AsyncGenerator<string> {
  let before = '{"items":['
  for await (const lines of rows) {
    yield before + lines.join(',')
    before = ','
  }
  yield before === ',' ? ']}' : `${before}]}`
}

/** The same as lines, for a file. @throws NotSignedIn, Forbidden, NotFound */
export async function exportLines(ctx: Ctx, id: string): Promise<AsyncGenerator<string>> {
  return asLines(await rowsOf(ctx, id))
}

async function* asLines(rows: AsyncGenerator<string[]>): AsyncGenerator<string> {
  for await (const lines of rows) yield `${lines.join('\n')}\n`
}

/** The file for people: a line for each row. */
export function exportRoute(scope: FastifyInstance): void {
  scope.route<{ Params: { id: string } }>({
    method: 'GET',
    url: '/admin/plugins/:id/export',
    exposeHeadRoute: false,
    schema: { hide: true, params: PluginParams },
    config: { budget: 3 },
    handler: async (request, reply) => {
      const { ctx, identity } = request
      if (!ctx || !identity) throw new Error('a file was asked for before its request had a context')
      for (const cookie of identity.cookies) reply.header('set-cookie', cookie)
      const { id } = request.params
      const rows = await rowsOf(ctx, id)
      return reply
        .header('content-type', 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="plugin-${id.replace(/[^\w-]/g, '_')}.jsonl"`)
        .header('cache-control', 'private, no-store')
        .send(Readable.from(asLines(rows)))
    },
  })
}

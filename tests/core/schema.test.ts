import { readFile } from 'node:fs/promises'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import t from 'tap'
import * as tables from '../../db/tables/index.ts'
import { connect } from '../../server/core/db.ts'
import { cloneDatabase } from '../support/cluster.ts'

type Snapshot = ReturnType<typeof generateDrizzleJson>
type Tables = { readonly tables: Readonly<Record<string, { name: string; columns: Record<string, unknown> }>> }

const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(new URL(`../../db/migrations/meta/${path}`, import.meta.url), 'utf8'))

t.test('the migrations make the tables that the code believes in', async t => {
  const { entries } = await readJson<{ entries: { idx: number; tag: string }[] }>('_journal.json')
  const last = String(entries.at(-1)?.idx ?? 0).padStart(4, '0')
  const recorded = await readJson<Snapshot>(`${last}_snapshot.json`)
  const { tables: written } = await readJson<Tables>(`${last}_snapshot.json`)
  const declared = generateDrizzleJson(tables, recorded.id, undefined, 'snake_case')
  t.strictSame(await generateMigration(recorded, declared), [], 'run `npx drizzle-kit generate`')

  // Hand-written SQL may say more than the declarations, never less: partitions, sequences, rows of every community.
  const { target, drop } = await cloneDatabase()
  const sql = connect(target, { max: 1 })
  t.teardown(async () => {
    await sql.end()
    await drop()
  })
  const columns = await sql<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`
  const there = new Set(columns.map(one => one.name))
  const wanted = Object.values(written).flatMap(table =>
    Object.keys(table.columns).map(name => `${table.name}.${name}`),
  )
  t.ok(wanted.length > 50)
  t.strictSame(
    wanted.filter(name => !there.has(name)),
    [],
  )
})

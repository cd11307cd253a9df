/** Rows that features and plugins kept there, given to those that are here: with our ids, as far as all that they name is here. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { Keeping, KeptRow, Named } from '../core/keeps.ts'
import { transaction } from '../core/transaction.ts'
import { troubleOf } from '../core/trouble.ts'
import type { KeptRecord } from './records.ts'
import type { Report } from './report.ts'
import type { Settled } from './settled.ts'

/** Rows of one transaction. */
const MANY = 500

/** Brings them in. What nobody here keeps, and what names something that did not come along, is counted. */
export async function bringKept(
  ctx: Ctx,
  settled: Settled,
  records: AsyncIterable<KeptRecord>,
  report: Report,
): Promise<void> {
  let name = ''
  let waiting: KeptRow[] = []
  const write = async () => {
    const keeping = ctx.host.keeps.get(name)
    if (keeping && waiting.length > 0) await writeSome(ctx, settled, { name, keeping, rows: waiting }, report)
    waiting = []
  }
  for await (const record of records) {
    if (record.name !== name || waiting.length >= MANY) await write()
    name = record.name
    if (ctx.host.keeps.has(name)) waiting.push(record.row)
    else report.leaveOut({ kind: 'left-out', why: `rows of “${name}”, whose plugin is not on here` })
  }
  await write()
}

type Some = { readonly name: string; readonly keeping: Keeping; readonly rows: readonly KeptRow[] }

async function writeSome(ctx: Ctx, settled: Settled, { name, keeping, rows }: Some, report: Report): Promise<void> {
  const here = await present(ctx, keeping, translated(settled, keeping, rows))
  for (let missing = rows.length - here.length; missing > 0; missing--)
    report.leaveOut({ kind: 'left-out', why: `rows of “${name}” that name what did not come along` })
  if (here.length === 0) return
  try {
    await transaction(ctx, ctx => keeping.write(ctx, here))
  } catch (error) {
    ctx.log.error({ err: error }, `rows of ${name} could not be brought in`)
    report.leaveOut({
      kind: 'left-out',
      why: 'rows that their plugin did not take',
      name: `${name}: ${troubleOf(error)}`,
    })
  }
}

/** With our ids; without those that name something unknown. */
const translated = (settled: Settled, { ids }: Keeping, rows: readonly KeptRow[]): KeptRow[] =>
  rows.flatMap(row => {
    const ours = Object.entries(ids).map(([part, named]) => [part, ourId(settled, named, row[part])] as const)
    return ours.every(([, id]) => id !== undefined) ? [{ ...row, ...Object.fromEntries(ours) }] : []
  })

function ourId({ people, threads, posts }: Settled, named: Named, id: unknown): number | null | undefined {
  if (id === null) return null
  if (named === 'member') return people.get(String(id))?.id
  return (named === 'thread' ? threads : posts).get(String(id))
}

const TABLES = { thread: 'threads', post: 'posts', member: 'members' } as const

/** A number may have been kept free for what did not come along after all. A query for each part that is an id. */
async function present(ctx: Ctx, { ids }: Keeping, rows: readonly KeptRow[]): Promise<readonly KeptRow[]> {
  let left = rows
  for (const [part, named] of Object.entries(ids)) {
    const asked = left
      .map(row => row[part])
      .filter(id => id !== null)
      .map(Number)
    const found = await ctx.db.execute<{ id: number }>(
      sql`select id::float8 as id from ${sql.identifier(TABLES[named])} where ${oneOf(sql`id`, asked)}`,
    )
    const there = new Set(found.map(({ id }) => id))
    left = left.filter(row => row[part] === null || there.has(Number(row[part])))
  }
  return left
}

/** Rows of uploads beside the bytes that are stored: neither should be without the other. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { isKey } from '../core/storage/storage.ts'
import { type Finding, found } from './finding.ts'

/** Of more rows, and of more stored files, so many are looked at: a whole kind that is lost shows all the same. */
const ROWS = 200
const KEYS = 10_000
const AT_ONCE = 500
/** Told by name. */
const TOLD = 3

/** @throws StorageUnavailable */
export async function files(ctx: Ctx): Promise<Finding | null> {
  const { looked, lost } = await rowsWithoutBytes(ctx)
  const unnamed = await bytesWithoutRows(ctx)
  if (lost.length > 0) return found('warn', 'doctor.uploads.lost', { ...told(lost), looked })
  if (unnamed.length > 0)
    return found('warn', 'doctor.uploads.unnamed', { ...told(unnamed), place: ctx.host.storage.place })
  return found('ok', 'doctor.uploads.ok')
}

const told = (keys: readonly string[]) => ({
  count: keys.length,
  names: [...keys.slice(0, TOLD), ...(keys.length > TOLD ? ['…'] : [])].join(', '),
})

async function rowsWithoutBytes(ctx: Ctx): Promise<{ looked: number; lost: string[] }> {
  const rows = await ctx.db.execute<{ key: string }>(sql`
    select coalesce(variants -> 0 ->> 'key', key) as key from uploads order by random() limit ${ROWS}`)
  const lost: string[] = []
  for (const { key } of rows) {
    const stored = await ctx.host.storage.get(key)
    stored?.stream.destroy()
    if (!stored) lost.push(key)
  }
  return { looked: rows.length, lost }
}

async function bytesWithoutRows(ctx: Ctx): Promise<string[]> {
  const unnamed: string[] = []
  let keys: string[] = []
  let looked = 0
  for await (const key of ctx.host.storage.keys()) {
    if (looked++ >= KEYS) break
    if (isKey(key)) keys.push(key)
    if (keys.length < AT_ONCE) continue
    unnamed.push(...(await withoutRow(ctx, keys)))
    keys = []
  }
  return [...unnamed, ...(await withoutRow(ctx, keys))]
}

/** What is on its way in, or is to be deleted, is noted. */
async function withoutRow(ctx: Ctx, keys: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.execute<{ key: string }>(sql`
    select k.key from unnest(${sql.param([...keys])}::text[]) k (key)
    where not exists (select from uploads where uploads.key = left(k.key, 22))
      and not exists (select from discarded_files d where d.key = k.key)`)
  return rows.map(({ key }) => key)
}

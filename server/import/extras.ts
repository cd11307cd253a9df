/** What imports found and had no place for, kept for who has one. */
import { sql } from 'drizzle-orm'
import { imports } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'

type Asked = { readonly of: 'thread' | 'post'; readonly key: string; readonly after: number; readonly limit: number }

/** The values under a key, by the id that the thread or post has here, in its order. One query. */
export async function importedUnder(
  ctx: Ctx,
  { of, key, after, limit }: Asked,
): Promise<{ id: number; value: unknown }[]> {
  return ctx.db.execute<{ id: number; value: unknown }>(sql`
    select target_id::float8 as id, extra->${key} as value from ${imports}
    where kind = ${of} and target_id > ${after} and extra ? ${key}
    order by target_id limit ${limit}`)
}

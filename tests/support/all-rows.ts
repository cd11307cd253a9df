/** All that is in a database, to compare it with another: what is there PostgreSQL's catalogue says, not a list of ours. */
import { MADE_ANEW } from '../../server/backup/snapshot.ts'
import { connect, type DatabaseTarget } from '../../server/core/db.ts'

type Named = { readonly name: string }

/** Each table's rows as sorted JSON. Not what a crash empties (unlogged), what is made of others, and the queue's own tables. */
export async function allRows(target: DatabaseTarget): Promise<Record<string, string[]>> {
  const sql = connect(target, { max: 1 })
  try {
    const tables = await sql<Named[]>`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
        and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker')
        and not (n.nspname = 'public' and c.relname = any(${[...MADE_ANEW]}))
      order by 1`
    const found: Record<string, string[]> = {}
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${name} t`)
      found[name] = rows.map(({ row }) => row).sort()
    }
    return found
  } finally {
    await sql.end()
  }
}

/** The shape of a database: columns, indexes, constraints, partitions. */
export async function shapeOf(target: DatabaseTarget): Promise<string[]> {
  const sql = connect(target, { max: 1 })
  try {
    const rows = await sql<{ line: string }[]>`
      select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public'
      union all select indexdef from pg_indexes where schemaname = 'public'
      union all select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
        where connamespace = 'public'::regnamespace
      union all select format('%s %s', c.relname, pg_get_expr(c.relpartbound, c.oid)) from pg_class c where c.relispartition
      union all select format('%s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
      order by 1`
    return rows.map(({ line }) => line)
  } finally {
    await sql.end()
  }
}

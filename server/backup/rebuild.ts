/** Makes the database of a backup anew: the tables as its migrations made them, empty, with nothing in the way of rows. */
import { applyMigrations } from '../core/migrate.ts'
import { OperatorError } from '../core/operator-error.ts'
import { schemaOf } from '../plugins/migrate.ts'
import type { Manifest } from './format.ts'
import type { Tx } from './session.ts'
import { isOurs, relation, tablesIn } from './snapshot.ts'

/**
 * Drops what Guildhall made in this database and makes it as the backup's migrations do. Its first rows are left out, as
 * the backup has them; references and triggers of ours are put aside.
 * @returns puts them back, which checks every reference
 * @throws OperatorError when the backup holds what these migrations do not make
 */
export async function rebuild(tx: Tx, manifest: Manifest): Promise<() => Promise<void>> {
  await dropAll(tx)
  await applyMigrations(tx, new Set(manifest.migrations))
  await makePluginTables(tx, manifest.plugins)
  await requireTables(tx, manifest)
  await makePartitions(tx, manifest.partitions)
  const back = await putAside(tx)
  const names = manifest.tables.map(({ name }) => relation(name))
  if (names.length > 0) await tx.unsafe(`truncate ${names.join(', ')}`)
  return back
}

/** One by one: the schema may not be ours, and extensions may have been put there by somebody with more rights. */
async function dropAll(tx: Tx): Promise<void> {
  const statements = await tx<{ statement: string }[]>`
    select format('drop %s if exists %s cascade', what, name) as statement from (
      select 'table' as what, c.oid::regclass::text as name, 'pg_class'::regclass as class, c.oid from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      union all
      select 'sequence', c.oid::regclass::text, 'pg_class'::regclass, c.oid from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i'))
      union all
      select 'routine', p.oid::regprocedure::text, 'pg_proc'::regclass, p.oid from pg_proc p
      where p.pronamespace = 'public'::regnamespace) made
    where not exists (select from pg_depend d where d.classid = made.class and d.objid = made.oid and d.deptype = 'e')`
  for (const { statement } of statements) await tx.unsafe(statement)
  await tx`drop schema if exists drizzle cascade`
  const schemas = await tx<{ name: string }[]>`
    select n.nspname::text as name from pg_namespace n where n.nspname <> 'public' and ${isOurs(tx)}`
  for (const { name } of schemas) await tx.unsafe(`drop schema ${relation(name)} cascade`)
}

/** As the plugins made them; whether these are here now is nobody's matter yet. */
async function makePluginTables(tx: Tx, plugins: Manifest['plugins']): Promise<void> {
  for (const { plugin, migrations } of plugins) {
    await tx.unsafe(`create schema ${relation(schemaOf(plugin))}`)
    await tx.unsafe(`set local search_path to ${relation(schemaOf(plugin))}, public`)
    for (const migration of migrations) await tx.unsafe(migration)
  }
  await tx`set local search_path to default`
}

async function requireTables(tx: Tx, { tables }: Manifest): Promise<void> {
  const made = new Map((await tablesIn(tx)).map(table => [table.name, new Set(table.columns)]))
  for (const { name, columns } of tables) {
    const own = made.get(name)
    if (own?.size === columns.length && columns.every(column => own.has(column))) continue
    throw new OperatorError(
      `The backup holds the table ${name}, which Guildhall does not make so: it cannot be restored`,
    )
  }
}

const MONTH = /^FOR VALUES FROM \('[\d :+-]+'\) TO \('[\d :+-]+'\)$/

/** The migrations make those of the present; what is older than they would lie in the one for the rest. */
async function makePartitions(tx: Tx, partitions: Manifest['partitions']): Promise<void> {
  for (const { name, parent, bound } of partitions) {
    const [there] = await tx<{ there: boolean }[]>`select to_regclass(${name}) is not null as there`
    if (there?.there || !MONTH.test(bound)) continue
    await tx.unsafe(`create table "${name}" partition of "${parent}" ${bound}`)
  }
}

/** Tables refer to each other in circles, so no order of theirs would do; and each reference is checked once, at the end. */
async function putAside(tx: Tx): Promise<() => Promise<void>> {
  const references = await tx<{ owner: string; name: string; definition: string }[]>`
    select conrelid::regclass::text as owner, quote_ident(conname) as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_namespace n on n.oid = connamespace
    where contype = 'f' and ${isOurs(tx)} and conparentid = 0`
  const tables = (await tablesIn(tx)).map(({ name }) => relation(name))
  for (const { owner, name } of references) await tx.unsafe(`alter table ${owner} drop constraint ${name}`)
  for (const table of tables) await tx.unsafe(`alter table ${table} disable trigger user`)
  return async () => {
    for (const table of tables) await tx.unsafe(`alter table ${table} enable trigger user`)
    for (const { owner, name, definition } of references) {
      await tx.unsafe(`alter table ${owner} add constraint ${name} ${definition}`)
    }
  }
}

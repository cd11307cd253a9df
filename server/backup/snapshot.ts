/** A database as it is at one moment, read out of PostgreSQL's own catalogue: a table that is added is in it by itself. */
import type { DatabaseTarget } from '../core/db.ts'
import { copyJobs } from '../core/jobs.ts'
import { appliedMigrations } from '../core/migrate.ts'
import { OperatorError } from '../core/operator-error.ts'
import type { Manifest } from './format.ts'
import { inTransaction, type Tx } from './session.ts'

export type Table = { readonly name: string; readonly columns: readonly string[] }
export type StoredFile = { readonly key: string; readonly type: string }

export type Snapshot = {
  readonly migrations: number[]
  readonly tables: readonly Table[]
  readonly partitions: Manifest['partitions']
  readonly sequences: Manifest['sequences']
  readonly plugins: Manifest['plugins']
  readonly jobs: string
  /** The files that rows name. One list after the other: no table is read meanwhile. */
  files(): AsyncGenerator<StoredFile>
  /** A table's rows as COPY writes them, whole lines. To be read to the end. */
  rows(table: Table): AsyncGenerator<Buffer>
}

const MANY = 500

/** Gives `work` a database that stands still, whoever writes meanwhile. @throws OperatorError without a community in it */
export function inSnapshot<T>(target: DatabaseTarget, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inTransaction(target, 'isolation level repeatable read read only', async tx => {
    const migrations = await appliedMigrations(tx)
    if (migrations.length === 0) throw new OperatorError('There is no community in this database')
    const tables = await tablesIn(tx)
    return work({
      migrations,
      tables,
      partitions: await partitionsIn(tx),
      sequences: await sequencesIn(tx),
      plugins: await pluginsIn(tx),
      jobs: await copyJobs(tx),
      files: () => filesIn(tx),
      rows: table => rowsOf(tx, table),
    })
  })
}

/** Whether a namespace `n` is the community's: the one that all share, or a plugin's. */
export const isOurs = (tx: Tx) => tx`(n.nspname = 'public' or n.nspname ~ '^plugin_[a-z0-9]+$')`

/** What something of it is called in a backup: by its schema too, where that is a plugin's. */
const nameSql = (tx: Tx, column: string) =>
  tx`case n.nspname when 'public' then '' else n.nspname || '.' end || ${tx.unsafe(column)}::text`

/** Tables whose rows are made of others, and made anew where they are missing (server/search/fill.ts, server/top/make.ts). */
export const MADE_ANEW: readonly string[] = ['search_posts', 'search_words', 'top_threads', 'top_periods']

/**
 * The tables of the community with their columns, those of plugins last. Not those that a crash empties (unlogged), what is
 * made anew, partitions (their whole has the rows), what extensions brought, and columns that PostgreSQL computes.
 */
export async function tablesIn(tx: Tx): Promise<Table[]> {
  return tx<Table[]>`
    select ${nameSql(tx, 'c.relname')} as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where ${isOurs(tx)} and c.relkind in ('r', 'p') and c.relpersistence = 'p' and not c.relispartition
      and not (n.nspname = 'public' and c.relname = any(${[...MADE_ANEW]}))
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    group by n.nspname, c.relname order by n.nspname <> 'public', n.nspname, c.relname`
}

const partitionsIn = (tx: Tx): Promise<Manifest['partitions']> => tx<Manifest['partitions']>`
  select c.relname::text as name, p.relname::text as parent, pg_get_expr(c.relpartbound, c.oid) as bound
  from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
  where c.relispartition and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  order by c.relname`

/** They stand still for nobody; but what the snapshot shows had taken its numbers before. */
const sequencesIn = (tx: Tx): Promise<Manifest['sequences']> => tx<Manifest['sequences']>`
  select ${nameSql(tx, 's.sequencename')} as name, s.last_value::text as value
  from pg_sequences s join pg_namespace n on n.nspname = s.schemaname
  where ${isOurs(tx)} and s.last_value is not null order by n.nspname, s.sequencename`

/** How the tables of each plugin were made, in order: whoever restores may not have the plugin. */
async function pluginsIn(tx: Tx): Promise<Manifest['plugins']> {
  // A community that has seen no plugin's host yet has no such table.
  const [there] = await tx<{ there: boolean }[]>`select to_regclass('public.plugin_migrations') is not null as there`
  if (!there?.there) return []
  return tx<Manifest['plugins']>`
    select plugin, array_agg(statements order by name) as migrations from plugin_migrations group by plugin order by plugin`
}

async function* filesIn(tx: Tx): AsyncGenerator<StoredFile> {
  for (let after = '0'; ; ) {
    const rows = await tx<{ id: string; files: StoredFile[] | null }[]>`
      select id::text, (select json_agg(f) from (
        -- Of faces only the sizes are kept.
        select key, type where purpose = 'post'
        union all
        select v ->> 'key', v ->> 'format' from jsonb_array_elements(variants) v) f (key, type)) as files
      from uploads where id > ${after}::bigint order by uploads.id limit ${MANY}`
    for (const { id, files } of rows) {
      after = id
      yield* files ?? []
    }
    if (rows.length < MANY) return
  }
}

async function* rowsOf(tx: Tx, { name, columns }: Table): AsyncGenerator<Buffer> {
  // A partitioned table can only be copied out as a question's answer.
  const lines = await tx.unsafe(`copy (select ${quoted(columns)} from ${relation(name)}) to stdout`).readable()
  yield* lines
  // postgres.js stops listening where much comes at once. Were that the last of it, it would not listen to the end either.
  lines._read(0)
}

/** A table's or sequence's name, for a statement. */
export const relation = (name: string): string =>
  name
    .split('.')
    .map(part => quoted([part]))
    .join('.')

/** Names out of the catalogue, as a list of columns. */
export const quoted = (names: readonly string[]): string =>
  names.map(name => `"${name.replaceAll('"', '""')}"`).join(', ')

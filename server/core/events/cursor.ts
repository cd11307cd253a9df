/** How far each consumer has read the log, and what comes after. */
import { sql } from 'drizzle-orm'
import { consumers as cursors, domainEvents } from '../../../db/tables/index.ts'
import type { Ctx } from '../context.ts'
import { type Db, prepareSql, runPrepared } from '../db.ts'
import { troubleOf } from '../trouble.ts'
import type { DomainEvent, EventType } from './emit.ts'

/** How many events are read at once. */
export const BATCH = 500

/** Events after a position, in order; at most one batch. */
export async function readAfter(
  db: Db,
  position: number,
  types?: readonly EventType[],
  limit = BATCH,
): Promise<DomainEvent[]> {
  const rows = await runPrepared<StoredEvent>(db, readEvents, { position, types: types ? [...types] : null, limit })
  // What `emit` wrote under its type is read back under it: the one place where the log becomes typed again.
  return rows.map(row => ({ ...row, at: new Date(row.at) })) as DomainEvent[]
}

type StoredEvent = Omit<DomainEvent, 'at'> & { readonly at: number }

// The log is read many times a second, so its statements are put together once.

const readEvents = prepareSql(sql`
  select position::float8 as position, type, (extract(epoch from at) * 1000)::float8 as at, actor_id::float8 as "actorId", data
  from ${domainEvents}
  where position > ${sql.placeholder('position')}
    and (${sql.placeholder('types')}::text[] is null or type = any(${sql.placeholder('types')}::text[]))
  order by position limit ${sql.placeholder('limit')}`)

type Cursor = { readonly position: number }

/** The consumer's cursor, locked until the transaction ends; undefined when another process has it. */
export async function lockCursor(db: Db, name: string): Promise<Cursor | undefined> {
  const [found] = await runPrepared<Cursor>(db, readCursor, { name })
  if (found) return found
  await db.insert(cursors).values({ name }).onConflictDoNothing()
  const [made] = await runPrepared<Cursor>(db, readCursor, { name })
  return made
}

/**
 * The transaction need not wait for the disk: were it lost in a crash of the database, its cursor would be lost with it,
 * and the same events be read again.
 */
const readCursor = prepareSql(sql`
  select position::float8 as position, set_config('synchronous_commit', 'off', true) from ${cursors}
  where name = ${sql.placeholder('name')} for update skip locked`)

/** It has read up to there, and does not fail. One that is further already stays where it is. */
export async function moveCursor(db: Db, name: string, position: number): Promise<void> {
  await runPrepared(db, writeCursor, { name, position })
}

const writeCursor = prepareSql(
  sql`update ${cursors} set position = greatest(position, ${sql.placeholder('position')}), failures = 0, failing_since = null, trouble = null
    where name = ${sql.placeholder('name')}`,
)

/** For those who keep the server, whichever process they ask. Where the database is what fails, its log has to do. */
export async function noteFailure(ctx: Ctx, name: string, error: unknown): Promise<void> {
  const failing = { failures: 1, failingSince: ctx.now(), trouble: troubleOf(error) }
  await ctx.db
    .insert(cursors)
    .values({ name, ...failing })
    .onConflictDoUpdate({
      target: cursors.name,
      set: {
        failures: sql`${cursors.failures} + 1`,
        failingSince: sql`coalesce(${cursors.failingSince}, excluded.failing_since)`,
        trouble: failing.trouble,
      },
    })
    .catch(() => {})
}

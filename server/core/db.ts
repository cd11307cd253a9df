/** The clients of PostgreSQL. Drizzle changes the parsers of a client it is given, so the raw one is apart. */
import { type Query, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as tables from '../../db/tables/index.ts'
import { codeOf } from './operator-error.ts'

/** Where PostgreSQL is: an address, or the folder of a private socket (which no postgres:// address can say). */
export type DatabaseTarget =
  | { readonly url: string }
  | { readonly host: string; readonly port?: number; readonly database: string; readonly user: string }

export type Db = PostgresJsDatabase<typeof tables>

export type Database = {
  readonly target: DatabaseTarget
  readonly db: Db
  /**
   * For the first query of a request, which finds by keys and never waits: on so few connections that many at once travel
   * together, there and back.
   */
  readonly first: Db
  /** For consumers and jobs: connections of their own, so that no page waits behind them. */
  readonly background: Db
  /** Raw client of the sequencer. */
  readonly log: postgres.Sql
  close(): Promise<void>
}

export type DatabaseOptions = {
  /** Connections for requests. */
  readonly max?: number
  /** Called before every statement of the drizzle client, in the caller's asynchronous context. */
  readonly onQuery?: (text: string) => void
  /** Told what PostgreSQL says beside its answers, on the connections of requests. */
  readonly onNotice?: (text: string) => void
}

/** Opens a raw postgres.js client on a target. */
export function connect(target: DatabaseTarget, options: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  const all = { onnotice: () => {}, ...options }
  return 'url' in target ? postgres(target.url, all) : postgres({ ...target, ...all })
}

/** Connections for pages, of one process: more do not make it faster. */
export const PAGES = 10
const FIRST_CONNECTIONS = 2
const STATEMENT_TIMEOUT_MS = 15_000
const config = { schema: tables, casing: 'snake_case' } as const

/** Opens the clients. Connections are made when first used, so this does not fail. */
export function openDatabase(target: DatabaseTarget, options: DatabaseOptions = {}): Database {
  const logger = options.onQuery && { logger: { logQuery: options.onQuery } }
  const { onNotice } = options
  const heard = onNotice && { onnotice: ({ message }: postgres.Notice) => onNotice(message ?? '') }
  const pages = connect(target, {
    ...heard,
    max: options.max ?? PAGES,
    connection: { application_name: 'guildhall', statement_timeout: STATEMENT_TIMEOUT_MS },
  })
  const first = connect(target, {
    ...heard,
    max: FIRST_CONNECTIONS,
    connection: { application_name: 'guildhall first', statement_timeout: STATEMENT_TIMEOUT_MS },
  })
  const background = connect(target, { max: 3, connection: { application_name: 'guildhall background' } })
  const log = connect(target, { max: 1, connection: { application_name: 'guildhall log' } })
  return {
    target,
    db: drizzle(preparing(pages), { ...config, ...logger }),
    first: drizzle(preparing(first), { ...config, ...logger }),
    background: drizzle(preparing(background), config),
    log,
    close: async () => {
      await Promise.all([pages, first, background, log].map(client => client.end({ timeout: 5 })))
    },
  }
}

const ANEW = '/* planned anew */'

/**
 * Begins a statement whose best way depends on what is asked, such as how common a word is. A named one gets a plan for
 * whatever may be asked after a few times, and its text stays with the connection; this one is planned each time.
 */
export const PLANNED_ANEW = sql.raw(ANEW)

/**
 * Drizzle asks the driver for unnamed statements, which cost a second round trip and a plan each time. Here every
 * statement with parameters is named instead: planned once per connection, one round trip. (postgres.js forgets them
 * with their connection, after 45 minutes or so; its texts are few, since lists of ids travel as arrays.)
 */
function preparing<T extends postgres.Sql | postgres.TransactionSql>(client: T): T {
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'unsafe') {
        return (...[text, parameters, options]: Parameters<postgres.Sql['unsafe']>) =>
          target.unsafe(text, parameters, { ...options, prepare: !text.trimStart().startsWith(ANEW) })
      }
      const value: unknown = Reflect.get(target, name)
      if ((name !== 'begin' && name !== 'savepoint') || typeof value !== 'function') return value
      return (work: (inner: postgres.TransactionSql) => unknown) =>
        Reflect.apply(value, target, [(inner: postgres.TransactionSql) => work(preparing(inner))])
    },
  })
}

/** Whether PostgreSQL says one of these SQLSTATEs. Drizzle wraps what the driver throws. */
const hasState = (error: unknown, states: readonly string[]): boolean =>
  states.includes(codeOf(error)) || (error instanceof Error && hasState(error.cause, states))

const UNIQUE_VIOLATION = '23505'
const LOCK_NOT_AVAILABLE = '55P03'
const DEADLOCK = '40P01'

/** Whether a unique index refused. */
export const isUniqueViolation = (error: unknown): boolean => hasState(error, [UNIQUE_VIOLATION])

/** For what may as well be done later: null when somebody was in the way. @throws any other */
export function ifBusy(error: unknown): null {
  if (hasState(error, [LOCK_NOT_AVAILABLE, DEADLOCK])) return null
  throw error
}

/** `column is one of ids`, with one text however many there are. */
export const oneOf = (column: SQLWrapper, ids: readonly number[]): SQL =>
  sql`${column} = any(${sql.param([...ids])}::bigint[])`

/** Makes something of a connection once, such as a prepared query. A transaction has a connection of its own. */
export function oncePer<T>(make: (db: Db) => T): (db: Db) => T {
  const made = new WeakMap<Db, T>()
  return db => {
    let one = made.get(db)
    if (one === undefined) {
      one = make(db)
      made.set(db, one)
    }
    return one
  }
}

const dialect = new PgDialect({ casing: config.casing })

/** A statement put together once; what differs per run are its `sql.placeholder`s. */
export type PreparedSql = Query

export const prepareSql = (statement: SQL): PreparedSql => dialect.sqlToQuery(statement)

/**
 * Runs a statement that every signed-in page needs: past the query builder, which costs more CPU than the driver.
 * Columns come as the driver has them, so ask for JSON.
 */
export function runPrepared<Row>(
  db: Db,
  query: PreparedSql,
  values: Readonly<Record<string, unknown>>,
): Promise<Row[]> {
  const prepared = db._.session.prepareQuery<{ execute: Row[]; all: Row[]; values: unknown }>(
    query,
    undefined,
    'hot',
    false,
  )
  return prepared.execute({ ...values })
}

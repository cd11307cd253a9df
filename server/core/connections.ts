/** How many connections to PostgreSQL each process may hold, so that all of them find room there. */
import { connect, type DatabaseTarget, PAGES } from './db.ts'
import { OperatorError } from './operator-error.ts'

const FEWEST_PAGES = 3
/** For first queries, consumers, the log, jobs and the bus, of one process. */
const OTHERS = 11
/** For commands beside the server, a backup, somebody who looks. */
const SPARE = 15

/** What so many processes ask of a server of their own. */
export const connectionsFor = (workers: number): number => workers * (PAGES + OTHERS) + SPARE

/**
 * How many of a server's connections each of so many processes may use for pages.
 * @throws OperatorError when there is no room for them
 */
export async function pagesEach(target: DatabaseTarget, workers: number): Promise<number> {
  const allowed = await allowedBy(target)
  const room = (count: number) => Math.floor((allowed - SPARE) / count) - OTHERS
  if (room(workers) >= FEWEST_PAGES) return Math.min(PAGES, room(workers))
  const most = Math.max(1, Math.floor((allowed - SPARE) / (FEWEST_PAGES + OTHERS)))
  throw new OperatorError(
    `${workers} processes (WORKERS) need ${workers * (FEWEST_PAGES + OTHERS) + SPARE} connections, and the database ` +
      `allows ${allowed}: raise max_connections there, or set WORKERS to ${most} at most`,
  )
}

async function allowedBy(target: DatabaseTarget): Promise<number> {
  const sql = connect(target, { max: 1 })
  try {
    const [row] = await sql<{ allowed: number }[]>`
      select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int allowed`
    return row?.allowed ?? 0
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** What this server is and what it uses: all of it can be told at once. */
import { statfs } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { nameOfMigration } from '../core/migrate.ts'
import { authorize } from '../core/permissions.ts'
import { VERSION } from '../core/version.ts'
import { quickFindings } from '../doctor/community.ts'
import type { Line } from '../doctor/finding.ts'
import { type Examination, latest } from './examine.ts'

export type System = {
  /** `schema`: the newest change that was made to the database. */
  readonly versions: Readonly<Record<'guildhall' | 'node' | 'postgresql' | 'schema', string>>
  /** The one that answers. */
  readonly process: {
    readonly id: number
    readonly startedAt: Date
    readonly memory: number
    readonly sockets: number
  }
  /** All that use this database, on whichever machine. */
  readonly processes: number
  readonly machine: {
    readonly memory: number
    readonly memoryFree: number
    /** Of the disk that holds `DATA_DIR`; null where nobody can say. */
    readonly disk: number | null
    readonly diskFree: number | null
  }
  readonly database: { readonly bytes: number; readonly connections: number; readonly maxConnections: number }
  readonly findings: readonly Line[]
  readonly examination: Examination | null
}

/** In bytes. Nine queries at most. @throws NotSignedIn, Forbidden */
export async function systemOf(ctx: Ctx): Promise<System> {
  authorize(ctx, 'site.administer', null)
  const { version, schema, processes, ...database } = await askDatabase(ctx)
  const disk = await statfs(ctx.host.env.dataDir).catch(() => null)
  const findings: Line[] = []
  for await (const line of quickFindings(ctx)) findings.push(line)
  return {
    versions: {
      guildhall: VERSION,
      node: process.versions.node,
      postgresql: version,
      schema: (schema === null ? null : nameOfMigration(schema)) ?? '?',
    },
    process: {
      id: process.pid,
      startedAt: new Date(Date.now() - process.uptime() * 1000),
      memory: process.memoryUsage.rss(),
      sockets: ctx.host.sockets(),
    },
    processes,
    machine: {
      memory: totalmem(),
      memoryFree: freemem(),
      disk: disk && disk.blocks * disk.bsize,
      diskFree: disk && disk.bavail * disk.bsize,
    },
    database,
    findings,
    examination: await latest(ctx),
  }
}

type Asked = System['database'] & {
  readonly version: string
  readonly schema: number | null
  readonly processes: number
}

/** Every process numbers the log by a connection of its own, which is called so (server/core/db.ts). */
async function askDatabase(ctx: Ctx): Promise<Asked> {
  const [row] = await ctx.db.execute<Asked>(sql`
    select current_setting('server_version') as version,
      (select max(created_at)::float8 from drizzle.__drizzle_migrations) as schema,
      (select count(*)::int from pg_stat_activity
        where datname = current_database() and application_name = 'guildhall log') as processes,
      pg_database_size(current_database())::float8 as bytes,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      current_setting('max_connections')::int as "maxConnections"`)
  if (!row) throw new Error('the database said nothing of itself')
  return { ...row }
}

/** Whether Meilisearch is asked, and has the posts as they are. */
import { count, sql } from 'drizzle-orm'
import { lt } from 'semver'
import { posts } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { troubleIn } from '../core/trouble.ts'
import { type Meili, MeilisearchAway, meiliOf } from '../search/meilisearch/client.ts'
import { differing, meilisearch as engine, isLate } from '../search/meilisearch/engine.ts'
import { behindSince } from '../search/meilisearch/followed.ts'
import { type Kept, keptHere, keptOf } from '../search/meilisearch/kept.ts'
import { type Finding, found } from './finding.ts'

/** The first that knows all settings of an index. */
const OLDEST = '1.10.0'

/** Null where there is none. One query. */
export async function meilisearch(ctx: Ctx): Promise<Finding | null> {
  const meili = meiliOf(ctx.host)
  if (!meili) return null
  const version = await versionOf(meili)
  if (version instanceof MeilisearchAway) return found('warn', 'doctor.meilisearch.away', told(version))
  if (lt(version, OLDEST)) return found('warn', 'doctor.meilisearch.old', { version, oldest: OLDEST })
  const { asked, next } = keptHere(ctx)
  if (asked === null) return found('ok', 'doctor.meilisearch.filling', { version })
  const since = await behindSince(ctx)
  if (since !== null && isLate(ctx, since)) {
    const minutes = Math.ceil((ctx.now().getTime() - since) / MINUTE_MS)
    return found('warn', 'doctor.meilisearch.behind', { version, minutes })
  }
  return found('ok', next === null ? 'doctor.meilisearch.ok' : 'doctor.meilisearch.second', { version })
}

const MINUTE_MS = 60_000

const versionOf = (meili: Meili): Promise<string | MeilisearchAway> =>
  meili.ask(client => client.getVersion()).then(({ pkgVersion }) => pkgVersion, away)

const told = ({ because }: MeilisearchAway) => ({ because: troubleIn(because) })

function away(error: unknown): MeilisearchAway {
  if (error instanceof MeilisearchAway) return error
  throw error
}

/** How many posts are looked at one by one. */
const SAMPLE = 50

/** Whether it has all posts, and some of them as they are; null where there is nothing to compare. */
export async function documents(ctx: Ctx): Promise<Finding | null> {
  const kept = meiliOf(ctx.host) ? await keptOf(ctx) : null
  if (kept === null || kept.asked === null) return null
  return compare(ctx, kept).catch(error => found('warn', 'doctor.meilisearch.away', told(away(error))))
}

async function compare(ctx: Ctx, kept: Kept): Promise<Finding> {
  const [row] = await ctx.db.select({ count: count() }).from(posts)
  const lacking = (row?.count ?? 0) - (await engine.count(ctx))
  const isComing = kept.from !== null || (await behindSince(ctx)) !== null
  if (lacking !== 0 && isComing) return found('ok', 'doctor.documents.filling', { count: Math.abs(lacking) })
  if (lacking > 0) return found('warn', 'doctor.documents.lacking', { count: lacking })
  if (lacking < 0) return found('warn', 'doctor.documents.more', { count: -lacking })
  const sample = await ctx.db.execute<{ id: number }>(
    sql`select id::float8 as id from ${posts} order by random() limit ${SAMPLE}::int`,
  )
  const wrong = isComing
    ? []
    : await differing(
        ctx,
        sample.map(({ id }) => id),
      )
  if (wrong.length === 0) return found('ok', 'doctor.documents.ok', { looked: sample.length })
  return found('warn', 'doctor.documents.wrong', { count: wrong.length, looked: sample.length })
}

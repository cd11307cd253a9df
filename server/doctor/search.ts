/** Whether search knows all posts. */
import { count } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { lagOf } from '../core/events/lag.ts'
import { isDue } from '../core/jobs.ts'
import { FILL } from '../search/fill.ts'
import { FOLLOWER } from '../search/indexing.ts'
import { postgresEngine } from '../search/postgres.ts'
import { type Finding, found } from './finding.ts'

export async function search(ctx: Ctx): Promise<Finding> {
  const [row] = await ctx.db.select({ count: count() }).from(posts)
  const lacking = (row?.count ?? 0) - (await postgresEngine.count(ctx))
  if (lacking <= 0) return found('ok', 'doctor.search.ok')
  return (await isComing(ctx))
    ? found('ok', 'doctor.search.filling', { count: lacking })
    : found('warn', 'doctor.search.lacking', { count: lacking })
}

/** Whether what is missing will be there by itself. */
async function isComing(ctx: Ctx): Promise<boolean> {
  if (await isDue(ctx, FILL)) return true
  return (await lagOf(ctx)).some(({ consumer }) => consumer === null || consumer === FOLLOWER)
}

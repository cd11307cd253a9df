/** Once a day: tags that members made on the way and that nobody uses go. What staff made or described, or somebody follows, stays. */
import { inArray, sql } from 'drizzle-orm'
import { follows, tags, threadTags } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { transaction } from '../core/transaction.ts'
import { changeShape } from './lock.ts'

const AT_ONCE = 500
const DAY_MS = 24 * 60 * 60 * 1000

/** Runs as a job; several processes may at once. */
export async function removeUnused(ctx: Ctx): Promise<void> {
  const days = ctx.setting('tags.unusedDays')
  if (days === 0) return
  const before = new Date(ctx.now().getTime() - days * DAY_MS)
  let gone = AT_ONCE
  while (gone === AT_ONCE) gone = await removeSome(ctx, before)
}

/** Alone, so that none is given to a thread while it goes. A deleted thread may come back and keeps its tags. */
async function removeSome(ctx: Ctx, before: Date): Promise<number> {
  let gone = 0
  await transaction(ctx, async ctx => {
    await changeShape(ctx)
    const unused = await ctx.db.execute<{ id: number }>(sql`
      select t.id::float8 as id from ${tags} t
      where t.created_at < ${before.toISOString()} and not t.listed and t.description = '' and t.synonym_of_id is null
        and not exists (select from ${threadTags} given where given.tag_id = t.id)
        and not exists (select from ${tags} other where other.synonym_of_id = t.id)
        and not exists (select from ${follows} said where said.kind = 'tag' and said.target_id = t.id)
      order by t.id limit ${AT_ONCE}`)
    const ids = [...unused].map(row => row.id)
    if (ids.length > 0) await ctx.db.delete(tags).where(inArray(tags.id, ids))
    for (const tagId of ids) emit(ctx, 'tag.removed', { tagId })
    gone = ids.length
  })
  return gone
}

/** What is told no more: posts that were taken out of sight, and places that somebody no longer sees. */
import { and, asc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { notifications, posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { canViewPost } from '../posts/policy.ts'
import { postRows, recipients } from './recipients.ts'
import { change, concern, isGathering, recountWhere, whose } from './rows.ts'

/** Of those posts that are hidden or deleted now, everybody's unread news go. What was read stays, and shows to who sees it. */
export async function takeBackPosts(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await change(
    ctx,
    sql`
    delete from ${notifications} n using ${posts} p
    where p.id = n.post_id and ${oneOf(sql`p.id`, ids)} and (p.deleted_at is not null or p.hidden_at is not null)
      and n.read_at is null and not ${isGathering}
    ${whose}`,
  )
  await recountWhere(
    ctx,
    sql`exists (select from ${posts} p where ${oneOf(sql`p.id`, ids)} and p.thread_id = n.thread_id
      and p.number between first.number and n.last_number)`,
  )
}

/** The same for whole threads. */
export async function takeBackThreads(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await change(
    ctx,
    sql`
    delete from ${notifications} n using ${threads} t
    where t.id = n.thread_id and ${oneOf(sql`t.id`, ids)} and (t.deleted_at is not null or t.hidden_at is not null)
      and n.read_at is null
    ${whose}`,
  )
}

const AT_ONCE = 1000

/** Takes back the unread news of posts that their reader does not see any more. `where` is about notifications and threads. */
export async function takeBackUnseen(ctx: Ctx, where: SQL | undefined): Promise<void> {
  const tree = ctx.read(categoryTree)
  for (let after = 0; ; ) {
    const rows = await ctx.db
      .select({ id: notifications.id, memberId: notifications.memberId, postId: notifications.postId })
      .from(notifications)
      .innerJoin(threads, eq(threads.id, notifications.threadId))
      .where(and(isNull(notifications.readAt), gt(notifications.id, after), where))
      .orderBy(asc(notifications.id))
      .limit(AT_ONCE)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    const known = await postRows(
      ctx,
      rows.map(row => row.postId),
    )
    const people = await recipients(
      ctx,
      rows.map(row => row.memberId),
    )
    const unseen = rows.filter(({ memberId, postId }) => {
      const [person, post] = [people.get(memberId), known.get(postId)]
      return person && post && !canViewPost(tree, person.actor, post)
    })
    if (unseen.length === 0) continue
    await ctx.db.delete(notifications).where(
      oneOf(
        notifications.id,
        unseen.map(row => row.id),
      ),
    )
    concern(ctx, unseen)
  }
}

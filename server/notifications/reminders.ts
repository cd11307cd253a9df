/** Reminders that members asked for themselves. */
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { canViewPost } from '../posts/policy.ts'
import { isOpen, postRows, recipients } from './recipients.ts'
import { type ToldReminder, writeReminders } from './rows.ts'
import { horizon } from './tell.ts'

export type Due = {
  readonly memberId: number
  readonly postId: number
  readonly position: number
  readonly at: Date
}

/** Reminds members of posts that they still see. */
export async function tellReminders(ctx: Ctx, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return
  const since = horizon(ctx)
  const known = await postRows(
    ctx,
    due.map(one => one.postId),
  )
  const people = await recipients(
    ctx,
    due.map(one => one.memberId),
  )
  const tree = ctx.read(categoryTree)
  const told = due.flatMap(({ memberId, postId, position, at }): ToldReminder[] => {
    const [person, post] = [people.get(memberId), known.get(postId)]
    if (!person || !post || at <= since || !isOpen(post) || !canViewPost(tree, person.actor, post)) return []
    return [{ memberId, threadId: post.threadId, postId, lastNumber: post.number, position, at }]
  })
  // One who asked again at once is reminded of it once.
  const latest = new Map(told.map(one => [`${one.memberId} ${one.postId}`, one]))
  await writeReminders(ctx, [...latest.values()])
}

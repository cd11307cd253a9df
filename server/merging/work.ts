/** The job: one transaction, so that nobody ever sees half of it; once it is done there is nothing left to do. */
import { eq } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { emit } from '../core/events/emit.ts'
import { transaction } from '../core/transaction.ts'
import { emptied, theirsOf } from '../erasure/account.ts'
import { removeFace } from '../uploads/avatars.ts'
import { MOVES } from './moves.ts'

/** Job `merging.run`. */
export async function mergeAll(ctx: Ctx, payload: unknown): Promise<void> {
  const { memberId, intoId } = Object(payload)
  const two = { from: Number(memberId), into: Number(intoId) }
  await transaction(ctx, async ctx => {
    const rows = await ctx.db
      .select({ id: members.id, erasedAt: members.erasedAt })
      .from(members)
      .where(oneOf(members.id, [two.from, two.into]))
      .orderBy(members.id)
      .for('update')
    // Done before, or one of them was erased meanwhile.
    if (rows.length < 2 || rows.some(row => row.erasedAt !== null)) return
    await removeFace(ctx, two.from)
    for (const move of MOVES) await ctx.db.execute(move(two))
    for (const rest of theirsOf(two.from)) await ctx.db.execute(rest)
    await ctx.db
      .update(members)
      .set(await emptied(ctx, two.from))
      .where(eq(members.id, two.from))
    emit(ctx, 'member.merged', { memberId: two.from, intoId: two.into })
    for (const id of [two.from, two.into]) emit(ctx, 'member.changed', { memberId: id })
  })
}

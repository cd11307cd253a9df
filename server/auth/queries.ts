/** Reads of accounts, each by its member alone. */
import { eq } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'

/** The actor's address, and whether it is confirmed. @throws NotSignedIn */
export async function ownAddress(ctx: Ctx): Promise<{ email: string; verified: boolean }> {
  if (ctx.actor.id === null) throw new NotSignedIn()
  const [member] = await ctx.db.select({ email: members.email }).from(members).where(eq(members.id, ctx.actor.id))
  if (!member) throw new NotSignedIn()
  return { ...member, verified: ctx.actor.verified }
}

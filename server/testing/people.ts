/** The small cast that every test database begins with; whoever else is needed is made where it is read. */
import { eq } from 'drizzle-orm'
import { groupMembers, members } from '../../db/tables/index.ts'
import { type Actor, memberActor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'

export type Person = { readonly id: number; readonly name: string; readonly email: string; readonly password: string }

const person = (id: number, name: string): Person => ({
  id,
  name,
  email: `${name}@people.example`,
  password: `${name} keeps 1 long secret`,
})

export const people = {
  /** Administrator. */
  ada: person(1, 'ada'),
  /** Moderator. */
  mo: person(2, 'mo'),
  /** A regular: trust level 2. */
  mia: person(3, 'mia'),
  /** Joined today. */
  noor: person(4, 'noor'),
} as const

/** The member as an actor, with the groups they are in now. */
export async function actorOf(ctx: Ctx, { id }: Pick<Person, 'id'>): Promise<Actor> {
  const [member] = await ctx.db.select().from(members).where(eq(members.id, id))
  if (!member) throw new Error(`there is no member ${id}`)
  const joined = await ctx.db.select().from(groupMembers).where(eq(groupMembers.memberId, id))
  const { name, trustLevel, emailVerifiedAt } = member
  return memberActor({
    id,
    name,
    trustLevel,
    verified: emailVerifiedAt !== null,
    joined: joined.map(row => row.groupId),
  })
}

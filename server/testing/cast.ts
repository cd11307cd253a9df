/** Makes the people that every test begins with, by the verbs that make all members. */
import { eq } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Actor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import * as memberService from '../members/service.ts'
import { actorOf, type Person, people } from './people.ts'

/** @param context of an application on a database in which nobody is @throws Error where somebody became another member */
export async function makeCast(context: (actor?: Actor) => Ctx): Promise<void> {
  const system = context()
  const { ada, mo, mia, noor } = people
  expect(ada, await memberService.createAdmin(system, ada))
  const asAda = context(await actorOf(system, ada))
  expect(mo, await memberService.create(asAda, { ...mo, verified: true, groups: ['moderators'] }))
  expect(mia, await memberService.create(asAda, { ...mia, verified: true }))
  expect(noor, await memberService.create(asAda, { ...noor, verified: true }))
  // No verb raises a trust level yet: it will be earned.
  await system.db.update(members).set({ trustLevel: 2 }).where(eq(members.id, mia.id))
}

function expect(person: Person, { id, name }: { id: number; name: string }): void {
  if (id !== person.id || name !== person.name) throw new Error(`${person.name} became member ${id}, ${name}`)
}

/** Fills the database that all test databases are copies of: the schema, the queue's tables, the small cast. */
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import { buildApp } from '../../server/app.ts'
import { type DatabaseTarget, openDatabase } from '../../server/core/db.ts'
import { loadEnv } from '../../server/core/env.ts'
import { migrateJobs } from '../../server/core/jobs.ts'
import { migrate } from '../../server/core/migrate.ts'
import * as memberService from '../../server/members/service.ts'
import { clientFolder } from './client.ts'
import { quietLog } from './log.ts'
import { actorOf, type Person, people } from './people.ts'

export async function fillTemplate(target: DatabaseTarget): Promise<void> {
  const { log } = quietLog()
  await migrate(target, log)
  await migrateJobs(target, log)
  const database = openDatabase(target)
  const env = loadEnv({ GUILDHALL_LIMITS: 'off' }, '')
  const app = await buildApp({
    env,
    database,
    log,
    secret: randomBytes(32).toString('hex'),
    assetsFolder: await clientFolder(),
  })
  const system = app.ctx()
  const { ada, mo, mia, noor } = people
  expect(ada, await memberService.createAdmin(system, ada))
  const asAda = app.ctx(await actorOf(system, ada))
  expect(mo, await memberService.create(asAda, { ...mo, verified: true, groups: ['moderators'] }))
  expect(mia, await memberService.create(asAda, { ...mia, verified: true }))
  expect(noor, await memberService.create(asAda, { ...noor, verified: true }))
  // No verb raises a trust level yet: it will be earned.
  await system.db.update(members).set({ trustLevel: 2 }).where(eq(members.id, mia.id))
  await app.settled()
  await app.close()
  await database.close()
}

function expect(person: Person, { id, name }: { id: number; name: string }): void {
  if (id !== person.id || name !== person.name) throw new Error(`${person.name} became member ${id}, ${name}`)
}

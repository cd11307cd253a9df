/** Fills the database that all test databases are copies of: the schema, the queue's tables, the small cast. */
import { randomBytes } from 'node:crypto'
import { buildApp } from '../../server/app.ts'
import { type DatabaseTarget, openDatabase } from '../../server/core/db.ts'
import { loadEnv } from '../../server/core/env.ts'
import { migrateJobs } from '../../server/core/jobs.ts'
import { migrate } from '../../server/core/migrate.ts'
import { makeCast } from '../../server/testing/cast.ts'
import { clientFolder } from './client.ts'
import { quietLog } from './log.ts'

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
  await makeCast(app.ctx)
  await app.settled()
  await app.close()
  await database.close()
}

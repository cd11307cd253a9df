/** What plugins leave: jobs of those that are off, and all of those whose files are gone. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { plugins } from '../../db/tables/index.ts'
import { communityFindings } from '../../server/doctor/community.ts'
import { people } from '../support/people.ts'
import { type Staged, startStaged } from '../support/staged.ts'

const GREET = join(import.meta.dirname, 'good/greet')
const AGREED = { agreed: ['tables', 'routes', 'jobs'] }

/** Puts a job of the plugin into the queue that should have been done an hour ago. */
async function lateJob(app: Staged): Promise<void> {
  const { db } = await app.ctx()
  await db.execute(sql`select graphile_worker.add_job('greet.again', run_at := now() - interval '1 hour')`)
}

async function waiting(app: Staged): Promise<number> {
  const { db } = await app.ctx()
  const [row] = await db.execute<{ many: number }>(
    sql`select count(*)::int as many from graphile_worker.jobs where task_identifier like 'greet.%'`,
  )
  return row?.many ?? 0
}

async function foundOfJobs(app: Staged) {
  for await (const line of communityFindings(await app.ctx())) if (line.check === 'jobs') return line
  return null
}

t.test('jobs of a plugin that is off wait without complaint, and go when it is uninstalled', async t => {
  const app = await startStaged(t, { plugins: [GREET] })
  const ada = await app.as(people.ada)
  await ada.api('DELETE', '/plugins/greet/enabled')
  // The application before still does what it finds until it is gone.
  await app.settled()
  await lateJob(app)
  t.match(await foundOfJobs(app), { result: 'ok' })
  t.equal(await waiting(app), 1, 'it waits for its plugin')
  const { db } = await app.ctx()
  await db.execute(
    sql`update graphile_worker._private_jobs set attempts = 2, last_error = 'no room', run_at = now() + interval '1 hour'`,
  )
  t.match(await foundOfJobs(app), { result: 'ok' }, 'nor is it tried again meanwhile')
  t.equal((await ada.api('DELETE', '/plugins/greet')).status, 204)
  t.equal(await waiting(app), 0)
})

t.test('jobs of the server that are late are told all the same', async t => {
  const app = await startStaged(t)
  const { db } = await app.ctx()
  // Nobody works one off that has no such name.
  await db.execute(sql`select graphile_worker.add_job('core.nothing', run_at := now() - interval '1 hour')`)
  t.match(await foundOfJobs(app), { result: 'warn' })
})

t.test('a plugin whose files are gone is told with the others, and leaves nothing when it is uninstalled', async t => {
  const app = await startStaged(t, { plugins: [GREET] })
  const ada = await app.as(people.ada)
  await app.make.thread({ by: people.mia })
  await app.settled()
  await rm(join(app.dataDir, 'plugins/greet'), { recursive: true })
  await app.stage.reload()

  t.match((await ada.get('/admin/plugins?state=failed')).text, /href="\/admin\/plugins\/greet"/)
  const gone = { state: 'failed', origin: 'gone', enabled: true, tables: [{ name: 'greetings', rows: 1 }] }
  t.match((await ada.api('GET', '/plugins/greet')).json(), { ...gone, trouble: /files are not found/ })
  t.match((await ada.get('/admin/plugins/greet')).text, /Put its folder back; or switch it off and uninstall it/)
  t.equal((await ada.api('PUT', '/plugins/greet/enabled', AGREED)).status, 422)

  t.equal((await ada.post('/admin/plugins/greet/enabled/delete', {})).status, 303)
  t.match((await ada.api('GET', '/plugins/greet')).json(), { enabled: false })
  t.match((await ada.get('/admin/plugins/greet/export')).text, /"words":"noted"/)
  t.equal((await ada.post('/admin/plugins/greet/delete', {})).location, '/admin/plugins')
  t.notMatch((await ada.get('/admin/plugins')).text, /greet/)
  t.equal((await ada.get('/admin/plugins/greet')).status, 404)
  const { db } = await app.ctx()
  t.strictSame([...(await db.execute(sql`select 1 from pg_namespace where nspname = 'plugin_greet'`))], [])
  t.strictSame(
    (await db.select().from(plugins)).filter(({ id }) => id === 'greet'),
    [],
  )
})

t.test('a plugin whose files are gone and come back is what it was', async t => {
  const app = await startStaged(t, { plugins: [GREET] })
  const ada = await app.as(people.ada)
  await rm(join(app.dataDir, 'plugins/greet'), { recursive: true })
  await app.stage.reload()
  t.equal((await app.visitor().get('/x/greet')).status, 404)
  await app.install(GREET)
  await ada.post('/admin/plugins/greet/reloads', {})
  t.match((await ada.api('GET', '/plugins/greet')).json(), { state: 'on', origin: 'folder' })
  t.equal((await app.visitor().get('/x/greet')).status, 200)
})

/** The system page: what there is to know at once, and what is looked at when somebody asks and kept for all. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { examinations } from '../../db/tables/index.ts'
import project from '../../package.json' with { type: 'json' }
import { startApp } from '../support/app.ts'
import { furnish } from '../support/furnish.ts'
import { people } from '../support/people.ts'

type Finding = { check: string; result: string; says: string }
type System = {
  versions: Record<string, string>
  process: { id: number; memory: number }
  processes: number
  database: { bytes: number; connections: number; maxConnections: number }
  findings: Finding[]
  examination: { id: string; doneAt: string | null; findings: Finding[]; files: number; bytes: number } | null
}

t.test('the system', async t => {
  const app = await startApp(t)
  const [asAda, asMo] = await Promise.all([app.as(people.ada), app.as(people.mo)])
  const system = async () => (await asAda.api('GET', '/system')).json<System>()

  t.test('is for those who administer', async t => {
    t.equal((await app.visitor().api('GET', '/system')).status, 401)
    t.equal((await asMo.api('GET', '/system')).status, 403)
    t.equal((await asMo.api('POST', '/system/examinations')).status, 403)
    t.equal((await asMo.post('/admin/system/examinations')).status, 403)
  })

  t.test('says what runs, and what it uses', async t => {
    const found = await system()
    t.match(found.versions, {
      guildhall: project.version,
      node: process.versions.node,
      postgresql: /^\d+/,
      schema: /^\d{4}_/,
    })
    t.match(found, { process: { id: process.pid }, processes: 1 })
    t.ok(found.process.memory > 0 && found.database.bytes > 0)
    t.ok(found.database.connections > 0 && found.database.connections <= found.database.maxConnections)
  })

  t.test('finds at once what is wrong, and says what to do, in the language of who asks', async t => {
    t.strictSame(
      (await system()).findings.map(({ check, result }) => [check, result]),
      [
        ['sessions', 'ok'],
        ['log', 'ok'],
        ['jobs', 'ok'],
      ],
    )
    await app.database.db.execute(
      sql`select graphile_worker.add_job('core.forget', run_at := now() + interval '1 hour', job_key := 'one')`,
    )
    await app.database.db.execute(
      sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no room' where key = 'one'`,
    )
    const english = await asAda.get('/admin/system')
    t.match(english.seen('main'), /Jobs\s*Look here\s*1 jobs were given up, the last: core\.forget: no room: cure that/)
    const french = await asAda.get('/admin/system', { headers: { 'accept-language': 'fr' } })
    t.match(french.seen('main'), /tâches abandonnées/)
    await app.database.db.execute(sql`select graphile_worker.remove_job('one')`)
  })

  t.test('what takes long is looked at when somebody asks, and kept', async t => {
    t.equal((await system()).examination, null)
    await furnish(app)
    await app.database.db.execute(sql`update categories set thread_count = thread_count + 1`)
    const answer = await (await asAda.get('/admin/system')).submit('/admin/system/examinations')
    t.equal(answer.location, '/admin/system?notice=asked')
    await app.settled()
    const { examination } = await system()
    t.match(examination, { doneAt: /^\d{4}-/ })
    t.ok((examination?.files ?? 0) > 0)
    t.ok((examination?.bytes ?? 0) > 0)
    t.match(
      examination?.findings.find(({ check }) => check === 'counters'),
      { result: 'warn', says: /threads of a category.*guildhall doctor --fix mends them/ },
    )
    t.match((await asAda.get('/admin/system')).seen('main'), /Counters\s*Look here.*threads of a category/)
  })

  t.test('the newest is kept, and one of another release is shown as it was said', async t => {
    const made = (await asAda.api('POST', '/system/examinations')).json<{ id: string; doneAt: string | null }>()
    t.equal(made.doneAt, null)
    await app.settled()
    t.match((await system()).examination, { id: made.id, doneAt: /./ })
    const rows = await app.database.db.select().from(examinations)
    t.equal(rows.length, 1)
    const line = { check: 'tides', result: 'warn', says: 'high', message: { key: 'doctor.tides.high', values: {} } }
    await app.database.db.update(examinations).set({ findings: [line] })
    t.match((await system()).examination?.findings, [{ check: 'tides', says: 'high' }])
    await app.database.db.update(examinations).set({ findings: { odd: true } })
    t.strictSame((await system()).examination?.findings, [])
  })
})

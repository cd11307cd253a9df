/** Those who keep the server see the queue, and what it was given only by its ids. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { auditEntries } from '../../db/tables/index.ts'
import { isMessageKey } from '../../server/core/i18n.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { freePort } from '../support/port.ts'
import { until } from '../support/until.ts'

type JobRow = {
  id: string
  name: string
  state: string
  ids: object
  attempts: number
  trouble: string | null
  runAt: string
}
type Jobs = { items: JobRow[]; nextCursor: string | null }

type Given = {
  readonly name?: string
  readonly payload?: object
  readonly attempts?: number
  readonly trouble?: string
}

/** A job that is not due for an hour, perhaps one that has failed already. */
async function waitingJob(app: TestApp, { name = 'core.forget', payload = {}, attempts = 0, trouble }: Given = {}) {
  const { db } = app.database
  const [job] = await db.execute<{ id: number }>(sql`
    select id::int as id from graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json,
      run_at := now() + interval '1 hour')`)
  const id = job?.id ?? 0
  await db.execute(sql`update graphile_worker._private_jobs
    set attempts = ${attempts}::int, last_error = ${trouble ?? null}::text where id = ${id}::bigint`)
  return id
}

t.test('jobs', async t => {
  const app = await startApp(t)
  const [asAda, asMo] = await Promise.all([app.as(people.ada), app.as(people.mo)])
  const jobs = async (query = '') => (await asAda.api('GET', `/jobs${query}`)).json<Jobs>().items
  const find = async (id: number) => (await jobs('?limit=100')).find(one => one.id === String(id))

  t.test('every job, consumer and act has a name in words', async t => {
    const { schedules, consumers } = (await app.ctx()).host
    const keys = [
      ...schedules.map(({ job }) => `job.name.${job}`),
      ...consumers.map(({ name }) => `consumer.name.${name}`),
    ]
    t.strictSame(
      [...keys, 'job.name.mail.send'].filter(key => !isMessageKey(key)),
      [],
    )
  })

  t.test('only those who administer see and touch them', async t => {
    const id = await waitingJob(app)
    for (const path of ['/jobs', '/schedules', '/consumers']) {
      t.equal((await app.visitor().api('GET', path)).status, 401, path)
      t.equal((await asMo.api('GET', path)).status, 403, path)
    }
    for (const [method, path] of [
      ['POST', `/jobs/${id}/retries`],
      ['POST', '/jobs/retries'],
      ['DELETE', `/jobs/${id}`],
      ['POST', '/consumers/cards/retries'],
    ] as const)
      t.equal((await asMo.api(method, path)).status, 403, path)
    t.match(await find(id), { state: 'queued', attempts: 0 })
  })

  t.test('a job that failed says why, without what it was given and without addresses', async t => {
    const id = await waitingJob(app, {
      name: 'mail.send',
      payload: { id: 7, text: 'zq-words', nested: { text: 'zq-words' } },
      attempts: 3,
      trouble: '550 <noor@people.example> is unknown\nparams: zq-words',
    })
    t.match(await find(id), { state: 'failed', ids: { id: 7 }, trouble: '550 <…@people.example> is unknown' })
    const page = await asAda.get('/admin/jobs?state=failed')
    t.match(page.seen('main'), /Failed, tried again.*id 7.*tried 3 times.*550 <…@people\.example> is unknown/)
    t.notMatch(page.text, /zq-words|noor@/)
  })

  t.test('a job that was given up is tried again by a button, at once and with its attempts counted anew', async t => {
    const id = await waitingJob(app, { attempts: 25, trouble: 'no room' })
    t.match(await find(id), { state: 'given-up' })
    const page = await asAda.get('/admin/jobs?state=given-up')
    const answer = await page.submit(`/admin/jobs/${id}/retries`)
    t.equal(answer.location, '/admin/jobs?notice=tried')
    t.match((await answer.follow()).seen('main [role=status]'), /within seconds/)
    await until(async () => (await find(id)) === undefined, 'it has run')
    const [entry] = await app.database.db.select().from(auditEntries).where(sql`act = 'job.retry'`)
    t.match(entry, { actorId: people.ada.id, targetId: String(id), data: { name: 'core.forget' } })
  })

  t.test('all that were given up are tried again together, and nothing else', async t => {
    const [one, other, waits] = [
      await waitingJob(app, { attempts: 25, trouble: 'no room' }),
      await waitingJob(app, { attempts: 25, trouble: 'no room' }),
      await waitingJob(app, { attempts: 2, trouble: 'no room' }),
    ]
    t.strictSame((await asAda.api('POST', '/jobs/retries')).json(), { count: 2 })
    await until(async () => !(await find(one)) && !(await find(other)), 'they have run')
    t.match(await find(waits), { state: 'failed', attempts: 2 })
    t.strictSame((await asAda.api('POST', '/jobs/retries')).json(), { count: 0 })
  })

  t.test('only a job that failed can be dropped, and none while it runs', async t => {
    const [waits, failed, runs] = [
      await waitingJob(app),
      await waitingJob(app, { attempts: 1, trouble: 'no room' }),
      await waitingJob(app),
    ]
    await app.database.db.execute(
      sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody' where id = ${runs}::bigint`,
    )
    t.match((await asAda.api('DELETE', `/jobs/${waits}`)).json(), { status: 409, code: 'job.not-failed' })
    t.match((await asAda.api('DELETE', `/jobs/${runs}`)).json(), { status: 409, code: 'job.running' })
    t.match((await asAda.api('POST', `/jobs/${runs}/retries`)).json(), { status: 409, code: 'job.running' })
    t.equal((await asAda.api('DELETE', '/jobs/999999')).status, 404)
    const refused = await asAda.post(`/admin/jobs/${runs}/retries`)
    t.equal(refused.status, 409)
    t.match(refused.seen('main [role=status]'), /running just now/)
    const answer = await (await asAda.get('/admin/jobs')).submit(`/admin/jobs/${failed}/delete`)
    t.equal(answer.location, '/admin/jobs?notice=dropped')
    t.equal(await find(failed), undefined)
    t.match([await find(waits), await find(runs)], [{ state: 'queued' }, { state: 'running' }])
    await app.database.db.execute(sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null`)
  })

  t.test('the list pages by key', async t => {
    for (let index = 0; index < 55; index++) await waitingJob(app)
    const first = await asAda.get('/admin/jobs')
    const next = first.page.querySelector('a[rel=next]')?.getAttribute('href') ?? ''
    const second = await asAda.get(next)
    const ids = ({ page }: typeof first) =>
      [...page.querySelectorAll('.ledger form[action$="/retries"]')].map(one => one.getAttribute('action'))
    t.equal(ids(first).filter(one => ids(second).includes(one) && one?.startsWith('/admin/jobs/')).length, 0)
    t.equal((await asAda.get('/admin/jobs?cursor=nonsense')).status, 422)
    t.equal((await asAda.get('/admin/jobs?state=nonsense')).status, 422)
  })

  t.test('what comes by itself says when it comes next', async t => {
    const { items } = (await asAda.api('GET', '/schedules')).json<{ items: { job: string; nextAt: string }[] }>()
    t.equal(items.length, (await app.ctx()).host.schedules.length)
    const next = new Date(items.find(({ job }) => job === 'auth.forget')?.nextAt ?? 0)
    t.strictSame([next.getUTCHours(), next.getUTCMinutes(), next.getUTCSeconds()], [3, 25, 0])
    const wait = next.getTime() - Date.now()
    t.ok(wait > 0 && wait <= 24 * 60 * 60_000, 'within a day')
  })
})

t.test('what the queue keeps of an error has no words of a letter in it', async t => {
  const env = { SMTP_URL: `smtp://keeper:hidden@127.0.0.1:${await freePort()}` }
  const app = await startApp(t, { env, errors: () => {} })
  const asAda = await app.as(people.ada)
  await app.visitor().post('/forgot', { email: people.mia.email })
  const failed = async () => (await asAda.api('GET', '/jobs?state=failed')).json<Jobs>().items
  await until(async () => (await failed()).length > 0, 'the letter was tried')
  const [job] = await failed()
  t.match(job, { name: 'mail.send', trouble: /ECONNREFUSED/ })
  t.notMatch(JSON.stringify(job), /hidden|mia@/)
})

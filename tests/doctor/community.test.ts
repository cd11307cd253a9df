/** What the doctor finds in a community, with what to do about each. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { mails, uploads } from '../../db/tables/index.ts'
import { makeNightly } from '../../server/backup/nightly.ts'
import { EXTENSIONS } from '../../server/cli/database-checks.ts'
import { connect } from '../../server/core/db.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { communityFindings } from '../../server/doctor/community.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { furnish } from '../support/furnish.ts'
import { freePort } from '../support/port.ts'

const MINUTE_MS = 60_000

/** What is found of one thing. */
async function found(app: TestApp, check: string) {
  for await (const line of communityFindings(await app.ctx())) if (line.check === check) return line
  return null
}

/** An application whose clock can be put forward. */
async function withClock(t: Test, env: Record<string, string> = {}) {
  const clock = { ahead: 0 }
  const app = await startApp(t, { env, now: () => new Date(Date.now() + clock.ahead) })
  return { app, clock }
}

t.test('a community that is well', async t => {
  const app = await startApp(t)
  await furnish(app)
  const lines = []
  for await (const line of communityFindings(await app.ctx())) lines.push(line)
  t.strictSame(
    lines.map(({ check, result }) => [check, result]),
    [
      ['sessions', 'ok'],
      ['log', 'ok'],
      ['jobs', 'ok'],
      ['uploads', 'ok'],
      ['counters', 'ok'],
      ['search', 'ok'],
    ],
  )
})

t.test('a transaction that is kept open', async t => {
  const { app, clock } = await withClock(t)
  const other = connect(app.target, { max: 1, connection: { application_name: 'a forgotten psql' } })
  await other.begin(async tx => {
    await tx`select 1`
    t.match(await found(app, 'sessions'), { result: 'ok' })
    clock.ahead = 20 * MINUTE_MS
    t.match(await found(app, 'sessions'), {
      result: 'warn',
      says: /the oldest for 20 minutes \("a forgotten psql"\): if nobody needs it, end it by select pg_terminate_backend\(\d+\)/,
    })
  })
  await other.end()
})

t.test('a consumer that does not come along', async t => {
  const { app, clock } = await withClock(t)
  const other = connect(app.target, { max: 1 })
  await app.settled()
  await other.begin(async tx => {
    await tx`select from consumers where name = 'category-counts' for update`
    await app.make.thread()
    clock.ahead = 5 * MINUTE_MS
    // The others come along; those that follow this one wait with it.
    let line = await found(app, 'log')
    while (!line?.says.startsWith('category-counts is 2 events behind')) line = await found(app, 'log')
    t.match(line, { result: 'warn', says: /oldest \d minutes old: start the server/ })
  })
  await other.end()
  await app.settled()
  t.match(await found(app, 'log'), { result: 'ok' })
})

t.test('jobs that fail', async t => {
  const app = await startApp(t)
  const { db } = app.database
  t.match(await found(app, 'jobs'), { result: 'ok' })
  await db.execute(
    sql`select graphile_worker.add_job('core.forget', run_at := now() - interval '1 hour', job_key := 'one')`,
  )
  await app.settled()
  await db.execute(
    sql`select graphile_worker.add_job('core.forget', run_at := now() + interval '1 hour', job_key := 'one')`,
  )
  await db.execute(sql`update graphile_worker._private_jobs set attempts = 3, last_error = 'no room' where key = 'one'`)
  t.match(await found(app, 'jobs'), { result: 'warn', says: /^1 jobs have failed .*core\.forget: no room: cure that/ })
  await db.execute(sql`update graphile_worker._private_jobs set attempts = max_attempts where key = 'one'`)
  t.match(await found(app, 'jobs'), { result: 'warn', says: /^1 jobs were given up.*docs\/OPERATIONS\.md/ })
})

t.test('mails that did not go out', async t => {
  const app = await startApp(t, { env: { SMTP_URL: `smtp://127.0.0.1:${await freePort()}` } })
  t.match(await found(app, 'letters'), { result: 'ok' })
  const mail = { recipient: 'mia@people.example', subject: 'Hello', text: '', html: '' }
  await app.database.db.insert(mails).values([mail, { ...mail, error: 'refused', attempts: 2 }])
  t.match(await found(app, 'letters'), {
    result: 'warn',
    says: /^1 mails did not go out, the last: refused: correct SMTP_URL/,
  })
  await app.database.db.update(mails).set({ sentAt: new Date() }).where(eq(mails.error, 'refused'))
  t.match(await found(app, 'letters'), { result: 'ok' })
})

t.test('rows and bytes that lost each other', async t => {
  const app = await startApp(t)
  const { upload } = await furnish(app)
  const { storage, env } = (await app.ctx()).host
  await mkdir(join(env.dataDir, 'uploads/ab/cd'), { recursive: true })
  await writeFile(join(env.dataDir, 'uploads/ab/cd/abcdefghijklmnopqrstuv'), 'whose?')
  await writeFile(join(env.dataDir, 'uploads/ab/cd/.doctor-1'), 'no file of ours')
  t.match(await found(app, 'uploads'), {
    result: 'warn',
    says: /^1 files \(abcdefghijklmnopqrstuv\) .* belong to nothing here: they may be deleted/,
  })
  const [row] = await app.database.db.select().from(uploads).where(eq(uploads.key, upload.key))
  await storage.remove(row?.variants[0]?.key ?? upload.key)
  t.match(await found(app, 'uploads'), {
    result: 'warn',
    says: /^1 files .* have no bytes: bring them back from a backup/,
  })
})

t.test('the backup of every night', async t => {
  const { app, clock } = await withClock(t)
  t.equal(await found(app, 'backup'), null, 'nobody wants one')
  await changeSettings(await app.ctx(), { 'backup.nightly': true })
  t.match(await found(app, 'backup'), { result: 'warn', says: /none is in .*backups yet: let the server run/ })
  await makeNightly(await app.ctx(), new AbortController().signal)
  t.match(await found(app, 'backup'), { result: 'ok', says: /^the last is 0 hours old/ })
  clock.ahead = 30 * 60 * MINUTE_MS
  t.match(await found(app, 'backup'), { result: 'warn', says: /is (29|30) hours old: let the server run/ })
})

t.test('all extensions that migrations make are asked for', async t => {
  const folder = new URL('../../db/migrations/', import.meta.url)
  const files = (await readdir(folder)).filter(name => name.endsWith('.sql'))
  const texts = await Promise.all(files.map(name => readFile(new URL(name, folder), 'utf8')))
  const made = texts.flatMap(text =>
    [...text.matchAll(/create extension (?:if not exists )?"?(\w+)/gi)].map(one => one[1]),
  )
  t.strictSame([...new Set(made)].sort(), [...EXTENSIONS].sort())
})

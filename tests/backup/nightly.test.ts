/** The backup of every night: made when it is due, kept as long as it is to be, and told when it fails. */
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asc } from 'drizzle-orm'
import t from 'tap'
import { mails } from '../../db/tables/index.ts'
import { checkBackup } from '../../server/backup/check.ts'
import { lastNightly, makeNightly } from '../../server/backup/nightly.ts'
import { shelfOf } from '../../server/backup/shelf.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { startApp } from '../support/app.ts'
import { startS3 } from '../support/s3.ts'

const never = new AbortController().signal

t.test('every night', async t => {
  const clock = { now: new Date('2026-03-01T14:15:00Z') }
  const app = await startApp(t, { now: () => clock.now })
  const ctx = await app.ctx()
  const shelf = shelfOf(ctx.host.env)
  const at = async (time: string) => {
    clock.now = new Date(time)
    await makeNightly(await app.ctx(), never)
  }

  await at('2026-03-01T14:15:00Z')
  t.strictSame(await shelf.names(), [], 'nobody wants one')
  t.equal(await lastNightly(shelf), null)

  await changeSettings(ctx, { 'backup.nightly': true, 'backup.hour': 4, 'backup.keep': 2 })
  await at('2026-03-01T15:15:00Z')
  t.strictSame(await shelf.names(), ['nightly-2026-03-01T1515.tar.gz'], 'the first one does not wait')
  await at('2026-03-01T16:15:00Z')
  await at('2026-03-02T03:15:00Z')
  t.equal((await shelf.names()).length, 1, 'and holds until the hour')
  await at('2026-03-02T04:15:00Z')
  await at('2026-03-02T05:15:00Z')
  t.equal((await shelf.names()).length, 2)
  await writeFile(join(shelf.place, 'mine.tar.gz'), 'made by hand')
  const abandoned = join(shelf.place, '.guildhall-draft-killed')
  await mkdir(abandoned)
  await utimes(abandoned, new Date(0), new Date(0))
  await at('2026-03-03T09:15:00Z')
  t.strictSame(
    await shelf.names(),
    ['mine.tar.gz', 'nightly-2026-03-02T0415.tar.gz', 'nightly-2026-03-03T0915.tar.gz'],
    'one that was missed is made up for, the oldest goes, and what is not ours stays',
  )
  t.strictSame(await lastNightly(shelf), new Date('2026-03-03T09:15:00Z'))
  const manifest = await checkBackup(await shelf.source('nightly-2026-03-03T0915.tar.gz'), {})
  t.equal(manifest.createdAt, '2026-03-03T09:15:00.000Z')
  t.equal(manifest.secrets, null)
})

t.test('in the bucket where files are kept in one', async t => {
  const app = await startApp(t, { env: await startS3(t) })
  const ctx = await app.ctx()
  await changeSettings(ctx, { 'backup.nightly': true })
  await makeNightly(await app.ctx(), never)
  const [name = '', ...others] = await shelfOf(ctx.host.env).names()
  t.match(name, /^nightly-/)
  t.strictSame(others, [])
  t.equal((await checkBackup(await shelfOf(ctx.host.env).source(name), {})).files.length, 0)
})

t.test('one that fails is told to administrators, once a day, and tried again', async t => {
  let logged: readonly string[] = []
  await t.test('failing', async t => {
    const errors = (lines: readonly string[]) => {
      logged = lines
    }
    const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, errors })
    const ctx = await app.ctx()
    await changeSettings(ctx, { 'backup.nightly': true })
    const { dataDir } = ctx.host.env
    await mkdir(dataDir, { recursive: true })
    await writeFile(join(dataDir, 'backups'), 'in the way')
    await makeNightly(await app.ctx(), never)
    await makeNightly(await app.ctx(), never)
    const letters = await ctx.db.select().from(mails).orderBy(asc(mails.id))
    t.equal(letters.length, 1)
    t.match(letters[0], { recipient: 'ada@people.example', subject: /nightly backup of .* failed/, text: /backups/ })

    const stopped = AbortSignal.abort()
    await makeNightly(await app.ctx(), stopped)
    t.strictSame(await readdir(dataDir).then(names => names.filter(name => name.startsWith('.'))), [])
  })
  t.equal(logged.length, 2, 'and to the log; a server that stops is no failure')
})

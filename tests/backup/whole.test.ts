/** A community that was backed up and brought back is the same, row by row and byte by byte. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { settings } from '../../db/tables/index.ts'
import { checkBackup } from '../../server/backup/check.ts'
import { type Sink, sinkAt } from '../../server/backup/sink.ts'
import { sourceAt } from '../../server/backup/source.ts'
import { writeBackup } from '../../server/backup/write.ts'
import { connect } from '../../server/core/db.ts'
import { applyMigrations, knownMigrations, migrate, migrationState } from '../../server/core/migrate.ts'
import { loadSecrets } from '../../server/core/secret-file.ts'
import type { Storage } from '../../server/core/storage/storage.ts'
import { wrongCounters } from '../../server/counters/counters.ts'
import { migratePlugin } from '../../server/plugins/migrate.ts'
import { allRows, shapeOf } from '../support/all-rows.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { drawing, formWith } from '../support/files.ts'
import { temporaryFolder } from '../support/folder.ts'
import { furnish } from '../support/furnish.ts'
import { quietLog } from '../support/log.ts'
import { people } from '../support/people.ts'
import { backUp, communityOf, emptyPlace, restore } from './places.ts'

/** Furnished, with a face, a job that waits and an event of long ago. */
async function community(app: TestApp) {
  const made = await furnish(app)
  const { body, headers } = formWith([{ bytes: await drawing(400, 400).png().toBuffer(), name: 'me.png' }])
  const face = await (await app.as(people.mia)).send('PUT', '/api/v1/members/me/avatar', {
    headers: { ...headers, 'sec-fetch-site': 'same-origin' },
    body,
  })
  if (face.status !== 200) throw new Error(face.text)
  await app.settled()
  const system = await app.ctx()
  await system.db.execute(sql`
    select graphile_worker.add_job('core.forget', '{"later": "é"}'::json, run_at := '2031-05-04T03:02:01Z', job_key := 'later')`)
  // More than PostgreSQL sends at once.
  await system.db.execute(sql`
    insert into audit_entries (act, target_type, target_id, reason)
    select 'settings.change', 'settings', n, repeat('why ', 100) from generate_series(1, 1000) n`)
  await system.db.execute(sql`
    create table domain_events_2019_05 partition of domain_events for values from ('2019-05-01') to ('2019-06-01')`)
  await system.db.execute(sql`
    insert into domain_events (at, position, type, data) values ('2019-05-04', -1, 'group.removed', '{"groupId": 7}')`)
  await migratePlugin(system.db, 'greet', GREET, new Date())
  await system.db.execute(
    sql`insert into plugin_greet.greetings select n, 'Bonjour ' || n from generate_series(1, 3) n`,
  )
  return made
}

const GREET = join(import.meta.dirname, '../plugins/good/greet/migrations')

const waitingJobs = async (target: TestApp['target']) => {
  const client = connect(target, { max: 1 })
  const rows = await client`
    select t.identifier, j.payload, j.run_at::text, j.max_attempts, j.key from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where j.key is not null`
  await client.end()
  return [...rows]
}

const bytesIn = async (storage: Storage): Promise<Map<string, Buffer>> => {
  const found = new Map<string, Buffer>()
  for await (const key of storage.keys()) {
    const file = await storage.get(key)
    if (file) found.set(key, await buffer(file.stream))
  }
  return found
}

for (const name of ['community.tar.gz', 'community']) {
  t.test(`a community comes back as it was when its backup began (${name})`, async t => {
    const here = await startApp(t)
    const made = await community(here)
    const before = await allRows(here.target)
    t.ok(Object.values(before).flat().length > 100)
    let meanwhile = false
    const around = (sink: Sink): Sink => ({
      ...sink,
      add: async (file, bytes, content) => {
        if (file.startsWith('files/') && !meanwhile) {
          meanwhile = true
          await here.make.post({ threadId: made.bench.id, body: 'Written meanwhile' })
          await here.make.thread({ title: 'Also meanwhile' })
          await here.settled()
        }
        return sink.add(file, bytes, content)
      },
    })
    const { path, done } = await backUp(t, here, name, { around })
    t.ok(meanwhile)
    t.strictSame(done.missing, [])

    const place = await emptyPlace(t)
    await restore(place, path)
    const after = await allRows(place.target)
    t.strictSame(Object.keys(after), Object.keys(before))
    for (const [table, rows] of Object.entries(before)) t.strictSame(after[table], rows, table)
    t.equal(Object.values(before).flat().length, done.rows + (before['drizzle.__drizzle_migrations']?.length ?? 0))
    t.strictSame(
      await shapeOf(place.target),
      await shapeOf(here.target),
      'and so are indexes, references and partitions',
    )
    t.strictSame(await waitingJobs(place.target), await waitingJobs(here.target), 'what was to be done later')
    const [old, now] = [await bytesIn(communityOf(here).storage), await bytesIn(place.storage)]
    t.equal(now.size, done.files)
    t.ok(now.size >= 7, 'the picture, the face and their sizes')
    for (const [key, bytes] of old) t.ok(now.get(key)?.equals(bytes), key)

    await t.test('and goes on', async t => {
      const there = await startApp(t, { target: place.target, storage: place.storage })
      const address = `/t/${made.bench.id}/a-bench`
      const page = await there.visitor().get(address)
      t.equal(page.status, 200)
      t.match(page.text, 'Said better')
      t.notMatch(page.text, 'Written meanwhile')
      t.equal((await there.visitor().get(made.upload.url)).status, 200)
      const mia = await there.as(people.mia)
      t.equal((await mia.api('POST', `/threads/${made.bench.id}/posts`, { body: 'Back again' })).status, 201)
      await there.settled()
      t.strictSame(await wrongCounters(await there.ctx()), [])
    })
  })
}

t.test('an index elsewhere is not taken for that of a community that was brought back', async t => {
  const here = await startApp(t)
  const row = { key: 'search.meilisearch', value: 'asked=guildhall_posts_1' }
  await here.database.db.insert(settings).values([row, { key: 'site.tagline', value: 'Made by hand' }])
  const { path } = await backUp(t, here, 'community')
  const place = await emptyPlace(t)
  await restore(place, path)
  const { settings: kept } = await allRows(place.target)
  t.match(JSON.stringify(kept), /Made by hand/)
  t.notMatch(JSON.stringify(kept), /guildhall_posts/)
})

t.test('a backup is for its owner alone, and is not written over', async t => {
  const here = await startApp(t)
  for (const name of ['out.tar.gz', 'out']) {
    const { path } = await backUp(t, here, name)
    t.equal((await stat(path)).mode & 0o077, 0)
    await t.rejects(sinkAt(path), /is there already/)
  }
})

t.test('secrets go along only where it is said', async t => {
  const here = await startApp(t)
  const { dataDir } = communityOf(here)
  await t.rejects(backUp(t, here, 'out', { withSecrets: true }), /no .*secrets\.json/)
  const { key } = await loadSecrets(dataDir)
  const without = await backUp(t, here, 'out')
  await t.rejects(readFile(join(without.path, 'secrets.json')), { code: 'ENOENT' })
  const { path } = await backUp(t, here, 'out', { withSecrets: true })
  const place = await emptyPlace(t)
  await restore(place, path)
  t.equal((await loadSecrets(place.dataDir)).key, key)
  t.equal((await stat(join(place.dataDir, 'secrets.json'))).mode & 0o077, 0)
})

t.test('a file whose bytes are gone is named, and the rest comes', async t => {
  const here = await startApp(t)
  const { upload } = await furnish(here)
  await communityOf(here).storage.remove(upload.key)
  const { path, done } = await backUp(t, here, 'out.tar.gz')
  t.strictSame(done.missing, [upload.key])
  t.strictSame((await checkBackup(await sourceAt(path), {})).missing, [upload.key])
  await restore(await emptyPlace(t), path)
})

t.test('who is signed in stays so, unless it is said otherwise', async t => {
  const here = await startApp(t)
  await here.as(people.mia)
  const { path } = await backUp(t, here, 'out.tar.gz')
  const [kept, gone] = [await emptyPlace(t), await emptyPlace(t)]
  await restore(kept, path)
  await restore(gone, path, { signOutEverywhere: true })
  t.equal((await allRows(kept.target)).sessions?.length, 1)
  t.equal((await allRows(gone.target)).sessions?.length, 0)
})

t.test('the backup of an older release is brought up to date', async t => {
  const old = await emptyPlace(t)
  const known = knownMigrations()
  const client = connect(old.target, { max: 1 })
  await client.begin(tx => applyMigrations(tx, new Set(known.slice(0, 9))))
  await client`insert into members (name, email, password_hash) values ('ada', 'ada@people.example', 'x')`
  await client`insert into categories (slug, name) values ('wood', 'Wood')`
  await client`insert into threads (category_id, author_id, title, slug) values (1, 1, 'A bench', 'a-bench')`
  await client.end()
  const path = join(await temporaryFolder(t), 'old.tar.gz')
  await writeBackup(old, await sinkAt(path), { now: new Date() })

  // A community that was started and then left empty is no hindrance, though its tables are those of a newer release.
  const place = await emptyPlace(t)
  await migrate(place.target, quietLog().log)
  await restore(place, path)
  t.strictSame(await migrationState(place.target), { missing: [], tooNew: false })
  const { threads, sitemap_parts } = await allRows(place.target)
  t.equal(threads?.length, 1)
  t.equal(sitemap_parts?.length, 1, 'what the newer release makes of it')
})

/** Backups in a bucket, sent and read as a stream. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import { uploads } from '../../db/tables/index.ts'
import { checkBackup } from '../../server/backup/check.ts'
import { restoreBackup } from '../../server/backup/restore.ts'
import { bucketShelfOf } from '../../server/backup/shelf.ts'
import { writeBackup } from '../../server/backup/write.ts'
import { Bucket } from '../../server/core/storage/bucket.ts'
import { allRows } from '../support/all-rows.ts'
import { startApp } from '../support/app.ts'
import { quietLog } from '../support/log.ts'
import { people } from '../support/people.ts'
import { accessOf, startS3, variables } from '../support/s3.ts'
import { communityOf, emptyPlace } from './places.ts'

t.test('files in a bucket, and the backup too', async t => {
  const env = await startS3(t)
  const here = await startApp(t, { env })
  const community = communityOf(here)
  // More than one part of what is sent, and nothing that could be packed.
  const bytes = randomBytes(20 * 1024 * 1024)
  const key = randomBytes(16).toString('base64url')
  await mkdir(community.dataDir, { recursive: true })
  await writeFile(join(community.dataDir, 'film'), bytes)
  await community.storage.put({ key, path: join(community.dataDir, 'film'), type: 'video/mp4' })
  await here.database.db
    .insert(uploads)
    .values({ key, memberId: people.mia.id, name: 'film.mp4', type: 'video/mp4', bytes: bytes.length })
  const shelf = bucketShelfOf({ s3: accessOf(env) })
  const before = await allRows(here.target)
  const done = await writeBackup(community, await shelf.sink('one.tar.gz'), { now: new Date() })
  t.match(done, { files: 1, missing: [] })
  t.strictSame(await shelf.names(), ['one.tar.gz'])

  const place = await emptyPlace(t)
  await restoreBackup(place, await shelf.source('one.tar.gz'), { log: quietLog().log })
  t.strictSame(await allRows(place.target), before)
  const found = await place.storage.get(key)
  t.ok(found && (await buffer(found.stream)).equals(bytes))

  await t.test('one that is stopped is not there', async t => {
    const stop = new AbortController()
    const options = { now: new Date(), signal: stop.signal, progress: () => stop.abort() }
    await t.rejects(writeBackup(community, await shelf.sink('two.tar.gz'), options), { name: 'AbortError' })
    t.strictSame(await shelf.names(), ['one.tar.gz'])
  })

  await t.test('one that is not there is told so', async t => {
    await t.rejects(checkBackup(await shelf.source('two.tar.gz'), {}), /There is no backups\/two\.tar\.gz/)
  })

  await t.test('one that is removed is gone', async t => {
    await shelf.remove('one.tar.gz')
    t.strictSame(await shelf.names(), [])
  })

  t.throws(() => bucketShelfOf({ s3: null }), /No bucket is set/)
})

/** s3rver cannot say that there is more (its tokens need a cipher that is gone), so this one answers three at a time. */
t.test('all of many are found, however few one answer holds', async t => {
  const names = Array.from({ length: 7 }, (_, at) => `many/${at}`)
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://here').searchParams
    const rest = names.filter(
      name => name.startsWith(query.get('prefix') ?? '-') && name > (query.get('start-after') ?? ''),
    )
    const keys = rest.slice(0, 3).map(name => `<Contents><Key>${name}</Key></Contents>`)
    response.end(`<R><IsTruncated>${rest.length > 3}</IsTruncated>${keys.join('')}</R>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const bucket = new Bucket(accessOf(variables((server.address() as AddressInfo).port)))
  const found: string[] = []
  for await (const key of bucket.keys('many/')) found.push(key)
  t.strictSame(found, names)
})

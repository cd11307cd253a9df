/** Valkey goes and comes back: nothing is lost meanwhile, and it is said once. */
import { pino } from 'pino'
import t from 'tap'
import { pagesEach } from '../../server/core/connections.ts'
import { Valkey } from '../../server/core/valkey.ts'
import { guildhall } from '../ops/processes.ts'
import { startApp } from '../support/app.ts'
import { emptyDatabase } from '../support/cluster.ts'
import { temporaryFolder } from '../support/folder.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'
import { TestValkey, valkeyOnly } from '../support/valkey.ts'

t.test('two processes go on while Valkey is away', { skip: valkeyOnly }, async t => {
  const valkey = await TestValkey.start(t)
  const env = { VALKEY_URL: valkey.url }
  const here = await startApp(t, { env })
  const there = await startApp(t, { env, target: here.target })
  const mia = await here.as(people.mia)
  const noor = await here.as(people.noor)
  const thread = await here.make.thread({ by: people.mia })
  const ear = await Listener.at(there.url, { origin: there.url, cookie: noor.cookieHeader })
  t.teardown(() => ear.close())
  await ear.subscribe(`thread:${thread.id}`)
  await ear.subscribe('me')
  const posts: string[] = []
  const post = async () => {
    const body = `@noor, number ${posts.length}`
    const answer = await mia.api('POST', `/threads/${thread.id}/posts`, { body })
    posts.push(answer.json<{ id: string }>().id)
  }
  const heard = () => until(async () => ear.events().length >= posts.length, 'all is heard')

  await post()
  await heard()
  await valkey.kill()
  await post()
  await heard()
  await here.settled()
  await valkey.start()
  // The state was told to nobody while nobody carried it: who listens again tells its own listeners what it is.
  const isTold = (frame: { op: string; data?: unknown }) =>
    frame.op === 'state' && JSON.stringify(frame.data).includes(`"unread":${posts.length}`)
  await until(async () => ear.frames.some(isTold), 'the state is told')
  await post()
  await heard()
  t.match(
    ear.events().map(({ data }) => data),
    posts.map(postId => ({ postId })),
  )
})

t.test('that Valkey is away is said once, and that it is back', { skip: valkeyOnly }, async t => {
  const valkey = await TestValkey.start(t)
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: line => void lines.push(JSON.parse(line).msg) })
  const client = await Valkey.open(valkey.url, log)
  t.teardown(() => client.close())
  await valkey.kill()
  await until(async () => lines.length > 0, 'it is noticed')
  for (let n = 0; n < 20; n++) t.equal(await client.count('nothing', 60), null)
  await valkey.start()
  await until(async () => (await client.count('something', 60)) !== null, 'it is back')
  t.match(lines, [/^Valkey cannot be reached/, /^Valkey is back/])
})

t.test('a server starts without its Valkey, and finds it later', { skip: valkeyOnly }, async t => {
  const valkey = await TestValkey.start(t)
  await valkey.kill()
  const log = pino({ level: 'silent' })
  const client = await Valkey.open(valkey.url, log)
  t.teardown(() => client.close())
  t.equal(await client.count('a', 60), null)
  await valkey.start()
  await until(async () => (await client.count('a', 60)) !== null, 'it is found')
})

t.test('the doctor asks Valkey', { skip: valkeyOnly }, async t => {
  const valkey = await TestValkey.start(t)
  const folder = await temporaryFolder(t)
  type Health = { checks: { check: string; result: string; says: string }[] }
  const ask = async () => {
    const running = guildhall(folder, ['doctor', '--json'], { env: { VALKEY_URL: valkey.url } })
    await running.ended
    return (JSON.parse(running.said()) as Health).checks.find(({ check }) => check === 'valkey')
  }
  t.match(await ask(), { result: 'ok', says: /^(Valkey|Redis) \d\S+ answers at 127\.0\.0\.1:\d+$/ })
  await valkey.kill()
  t.match(await ask(), { result: 'fail', says: /^nobody answers at 127\.0\.0\.1:\d+: .*ECONNREFUSED/ })
})

t.test('processes share the connections that PostgreSQL allows', async t => {
  const { target, drop } = await emptyDatabase()
  t.teardown(drop)
  t.equal(await pagesEach(target, 1), 10)
  t.equal(await pagesEach(target, 5), 5)
  await t.rejects(pagesEach(target, 7), /WORKERS.*need 113 connections, and the database allows 97.*to 5 at most/)
})

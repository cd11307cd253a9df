/** Live channels of plugins: who hears what, in one process and in two, and what a failing one costs. */
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { disable } from '../../server/plugins/service.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import { KINDS } from '../processes/kinds.ts'
import type { Client } from '../support/http.ts'
import { type Frame, Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'
import { bad, seenOff, works } from './forum.ts'

const DESK = join(import.meta.dirname, 'good/desk')

async function listen(t: Test, client: Client): Promise<Listener> {
  const listener = await Listener.open(client)
  t.teardown(() => listener.close())
  return listener
}

/** Comes to a door that nobody opens until its plugin is off. */
async function knock(ear: Listener, door: string): Promise<void> {
  let answer = await ear.subscribe(door)
  while (answer.code !== 'unknown-channel') answer = await ear.subscribe(door)
}

/** Whether a frame is a channel's state that says this. */
const says = (channel: string, data: object) => (frame: Frame) =>
  frame.op === 'state' && frame.channel === channel && JSON.stringify(frame.data) === JSON.stringify(data)

/** A plugin is not asked about what cannot be: nobody makes it fail by asking. */
const NO_IDS = ['', 'none', '-1', '1:2', '1e9', '9'.repeat(17)].map(argument => `x:desk:guests:${argument}`)

const state = (guests: number, posts: number) => ({ guests, posts, actor: 'system' })

t.test('a channel of a plugin', async t => {
  const app = await startStaged(t, { plugins: [DESK] })
  const { make } = app
  const [mia, noor] = [await app.as(people.mia), await app.as(people.noor)]
  const visitor = app.visitor()

  await t.test('tells who comes how it is, and all when it is another', async t => {
    const { id } = await make.thread({ by: people.mia })
    const channel = `x:desk:guests:${id}`
    const ears = [await listen(t, noor), await listen(t, visitor)]
    for (const ear of ears) {
      t.match(await ear.subscribe(channel), { op: 'subscribed' })
      await ear.next(says(channel, state(0, 1)))
    }
    t.equal((await mia.api('POST', `/desk/${id}`)).status, 200)
    for (const ear of ears) await ear.next(says(channel, state(1, 1)))
  })

  await t.test('tells it anew after an event that it hears', async t => {
    const { id } = await make.thread({ by: people.mia })
    const channel = `x:desk:guests:${id}`
    const ear = await listen(t, visitor)
    await ear.subscribe(channel)
    await ear.next(says(channel, state(0, 1)))
    await mia.api('POST', `/threads/${id}/posts`, { body: 'I come too' })
    await ear.next(says(channel, state(0, 2)))
  })

  await t.test('is heard by nobody who may not', async t => {
    const hidden = await make.category({ rights: { see: [GROUP.staff] } })
    const { id } = await make.thread({ by: people.ada, categoryId: hidden.id })
    for (const client of [noor, visitor]) {
      const ear = await listen(t, client)
      t.match(await ear.subscribe(`x:desk:guests:${id}`), { op: 'error', code: 'forbidden' })
      t.match(await ear.subscribe('x:desk:guests:999999999999'), { op: 'error', code: 'forbidden' })
      t.match(await ear.subscribe(`x:desk:seat:${people.mia.id}`), { op: 'error', code: 'forbidden' })
    }
    const own = await listen(t, mia)
    const seat = `x:desk:seat:${people.mia.id}`
    t.match(await own.subscribe(seat), { op: 'subscribed' })
    await own.next(says(seat, { seat: String(people.mia.id) }))
  })

  await t.test('puts out who may hear it no more before it tells anything else', async t => {
    const hidden = await make.category({ rights: { see: [GROUP.staff] } })
    const thread = await make.thread({ by: people.mo })
    const channel = `x:desk:guests:${thread.id}`
    const [ear, staff] = [await listen(t, noor), await listen(t, await app.as(people.mo))]
    for (const one of [ear, staff]) {
      await one.subscribe(channel)
      await one.next(says(channel, state(0, 1)))
    }
    const from = ear.frames.length
    await editThread(await app.ctx(people.ada), { id: thread.id, categoryId: hidden.id })
    t.equal((await (await app.as(people.mo)).api('POST', `/desk/${thread.id}`)).status, 200)
    await staff.next(says(channel, state(1, 1)))
    await ear.next(({ op, code }) => op === 'error' && code === 'forbidden', from)
    t.notOk(ear.frames.slice(from).some(({ op }) => op === 'state'))
  })

  await t.test('has no other names', async t => {
    const ear = await listen(t, noor)
    for (const name of [
      'x',
      'x:desk',
      'x:desk:',
      'x:desk:none',
      'x:none:guests',
      'x:desk:open:1',
      'x:desk:guests',
      ...NO_IDS,
    ])
      t.match(await ear.subscribe(name), { op: 'error', code: 'unknown-channel' }, name)
    t.match(await ear.subscribe('x:desk:open'), { op: 'subscribed' })
  })

  await t.test(
    'goes on being heard when another application takes over, and is unknown once the plugin is off',
    async t => {
      const { id } = await make.thread({ by: people.mia })
      const channel = `x:desk:guests:${id}`
      const ear = await listen(t, noor)
      await ear.subscribe(channel)
      await ear.next(says(channel, state(0, 1)))
      await app.stage.reload()
      await mia.api('POST', `/desk/${id}`)
      await ear.next(says(channel, state(1, 1)))
      await disable(await app.ctx(people.ada), 'desk')
      await ear.next(frame => frame.channel === channel && frame.code === 'unknown-channel')
      t.equal(ear.goodbye, null)
      t.match(await ear.subscribe(channel), { op: 'error', code: 'unknown-channel' })
      t.strictSame(app.errors, [])
    },
  )
})

for (const kind of KINDS) {
  t.test(`a channel of a plugin in two processes on ${kind.name}`, { skip: kind.skip }, async t => {
    const env = await kind.variables(t)
    const here = await startStaged(t, { plugins: [DESK], env })
    const there = await startStaged(t, { plugins: [DESK], env, target: here.target })
    const { id } = await here.make.thread({ by: people.mia })
    const channel = `x:desk:guests:${id}`
    const noor = await here.as(people.noor)
    const ear = await Listener.at(there.url, { origin: there.url, cookie: noor.cookieHeader })
    t.teardown(() => ear.close())
    await ear.subscribe(channel)
    await ear.next(says(channel, state(0, 1)))
    t.equal((await (await here.as(people.mia)).api('POST', `/desk/${id}`)).status, 200)
    await ear.next(says(channel, state(1, 1)))
    await noor.api('POST', `/threads/${id}/posts`, { body: 'I come too' })
    await ear.next(says(channel, state(1, 2)))
  })
}

t.test('channels that throw or never answer cost themselves, and their plugins are switched off', async t => {
  const app = await startStaged(t, { plugins: bad('channelthrows', 'channelwaits') })
  const { id: threadId } = await app.make.thread({ by: people.mia })
  const mia = await app.as(people.mia)
  const other = await listen(t, app.visitor())
  await other.subscribe(`thread:${threadId}`)

  const ear = await listen(t, mia)
  for (const door of ['x:channelthrows:door', 'x:channelwaits:door'])
    t.match(await ear.subscribe(door), { op: 'error', code: 'forbidden' })
  for (const desk of ['x:channelthrows:desk', 'x:channelthrows:odd', 'x:channelwaits:desk'])
    t.match(await ear.subscribe(desk), { op: 'subscribed' })
  await ear.settled()
  t.notOk(
    ear.frames.some(({ op }) => op === 'state'),
    'nothing is told',
  )

  await mia.api('POST', `/threads/${threadId}/posts`, { body: 'Heard all the same' })
  await other.next(({ type }) => type === 'post.created')
  await works(t, app)
  await knock(ear, 'x:channelthrows:door')
  await seenOff(t, app, 'channelthrows', /channel (door|desk|odd)/)
  await knock(ear, 'x:channelwaits:door')
  await seenOff(t, app, 'channelwaits', /channel (door may|desk state) did not answer within 1 s/)
  t.equal(ear.goodbye, null)
  await works(t, app)
})

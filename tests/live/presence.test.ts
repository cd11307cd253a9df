/** Who is in a thread, and who writes there: what is told of it, to whom, and what it costs. */
import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { presences } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { attendanceOf } from '../../server/presence/attendance.ts'
import type { PresenceState } from '../../server/presence/state.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { type Frame, Listener } from '../support/listener.ts'
import { type Person, people } from '../support/people.ts'
import { until } from '../support/until.ts'

/** What a frame says of who is here; null for another frame. */
const stateIn = ({ op, data }: Frame): PresenceState | null =>
  op === 'state' && data !== null && typeof data === 'object' && 'here' in data && 'typing' in data
    ? (data as PresenceState)
    : null

const names = (state: PresenceState | null) => state?.here.map(({ name }) => name) ?? []
const idOf = ({ id }: Person) => String(id)

t.test('who is in a thread', async t => {
  const app = await startApp(t)
  const { make } = app
  const [mia, noor] = [await app.as(people.mia), await app.as(people.noor)]

  /** Opens a thread as that client's page would. */
  const enter = async (t: Test, client: Client, threadId: number) => {
    const listener = await Listener.open(client)
    t.teardown(() => listener.close())
    await listener.subscribe(`presence:${threadId}`)
    return listener
  }
  const hear = async (listener: Listener, is: (state: PresenceState) => boolean, from = 0) => {
    const frame = await listener.next(one => {
      const state = stateIn(one)
      return state !== null && is(state)
    }, from)
    return stateIn(frame)
  }
  const latest = ({ frames }: Listener) => stateIn(frames.findLast(one => stateIn(one) !== null) ?? { op: '' })
  const type = (listener: Listener, threadId: number) =>
    listener.send({ op: 'typing', channel: `presence:${threadId}` })

  t.test('whoever comes is named, once however many windows they have, until the last of them is closed', async t => {
    const thread = await make.thread()
    const mine = await enter(t, mia, thread.id)
    const [one, other] = [await enter(t, noor, thread.id), await enter(t, noor, thread.id)]
    const both = await hear(mine, ({ count }) => count === 2)
    t.match(both, {
      here: [{ id: idOf(people.mia) }, { id: idOf(people.noor), name: 'noor', avatarUrl: null }],
      typing: [],
    })
    t.match(names(await hear(other, ({ count }) => count === 2)), ['mia', 'noor'])
    one.close()
    await one.closed()
    type(other, thread.id)
    t.strictSame(names(await hear(mine, ({ typing }) => typing.length === 1)), ['mia', 'noor'], 'one window is left')
    const from = mine.frames.length
    other.send({ op: 'unsubscribe', channel: `presence:${thread.id}` })
    t.strictSame(names(await hear(mine, ({ count }) => count === 1, from)), ['mia'])
  })

  t.test('whoever goes on to the next page of the thread has not left it', async t => {
    const thread = await make.thread()
    const mine = await enter(t, mia, thread.id)
    const hers = await enter(t, noor, thread.id)
    await hear(mine, ({ count }) => count === 2)
    const from = mine.frames.length
    hers.close()
    await hers.closed()
    const next = await enter(t, noor, thread.id)
    type(next, thread.id)
    await hear(mine, ({ typing }) => typing.length === 1, from)
    t.notOk(mine.frames.slice(from).some(frame => stateIn(frame)?.count === 1))
  })

  t.test('visitors see who is here and are not counted themselves', async t => {
    const thread = await make.thread()
    const stranger = await enter(t, app.visitor(), thread.id)
    await enter(t, mia, thread.id)
    t.match(await hear(stranger, ({ count }) => count > 0), { here: [{ name: 'mia' }], count: 1 })
    type(stranger, thread.id)
    await stranger.settled()
    t.strictSame(await rowsOf(app, thread.id), [people.mia.id])
  })

  t.test('whoever types is taken to be writing for a while, and no longer once they have posted', async t => {
    const thread = await make.thread()
    const [mine, hers] = [await enter(t, mia, thread.id), await enter(t, noor, thread.id)]
    type(hers, thread.id)
    await hear(mine, ({ typing }) => typing.includes(idOf(people.noor)))
    let from = mine.frames.length
    await hear(mine, ({ typing }) => typing.length === 0, from)
    from = mine.frames.length
    type(hers, thread.id)
    await hear(mine, ({ typing }) => typing.length === 1, from)
    from = mine.frames.length
    await noor.api('POST', `/threads/${thread.id}/posts`, { body: 'There it is' })
    t.match(await hear(mine, ({ typing }) => typing.length === 0, from), { count: 2 })
  })

  t.test('that one writes may be said to the thread itself, and one is here while one writes', async t => {
    const thread = await make.thread()
    const mine = await enter(t, mia, thread.id)
    const hers = await Listener.open(noor)
    t.teardown(() => hers.close())
    await hers.subscribe(`thread:${thread.id}`)
    hers.send({ op: 'typing', channel: `thread:${thread.id}` })
    const state = await hear(mine, ({ typing }) => typing.length === 1)
    t.strictSame(names(state), ['mia', 'noor'])
    t.strictSame(names(await hear(mine, ({ count }) => count === 1, mine.frames.length)), ['mia'])
  })

  t.test('whoever may not answer does not write, whatever their program says', async t => {
    const quiet = await make.category({ rights: { see: [GROUP.everyone], moderate: [GROUP.staff] } })
    const thread = await make.thread({ by: people.ada, categoryId: quiet.id })
    const [mine, hers] = [await enter(t, mia, thread.id), await enter(t, noor, thread.id)]
    const staff = await enter(t, await app.as(people.mo), thread.id)
    for (let frame = 0; frame < 10; frame++) type(hers, thread.id)
    await hers.settled()
    type(staff, thread.id)
    await hear(mine, ({ typing }) => typing.includes(idOf(people.mo)))
    await hear(mine, ({ typing }) => typing.length === 0, mine.frames.length)
    t.notOk(mine.frames.some(frame => stateIn(frame)?.typing.includes(idOf(people.noor))))
  })

  t.test('whoever keeps to themselves when they were here is not shown, from the moment they say so', async t => {
    const thread = await make.thread()
    const shy = await make.member()
    const shyly = await app.as(shy)
    const choose = (activityAudience: string) => shyly.api('PATCH', '/members/me', { activityAudience })
    await choose('members')
    const stranger = await enter(t, app.visitor(), thread.id)
    const mine = await enter(t, mia, thread.id)
    const theirs = await enter(t, shyly, thread.id)
    t.strictSame(names(await hear(mine, ({ count }) => count === 2)), ['mia', shy.name])
    await hear(stranger, ({ count }) => count === 1)
    type(theirs, thread.id)
    await hear(mine, ({ typing }) => typing.includes(idOf(shy)))
    t.notOk(stranger.frames.some(frame => JSON.stringify(frame).includes(shy.name)))
    t.notOk(stranger.frames.some(frame => stateIn(frame)?.typing.length))

    const from = mine.frames.length
    await choose('nobody')
    t.match(await hear(mine, ({ count }) => count === 1, from), { typing: [] })
    const staff = await enter(t, await app.as(people.mo), thread.id)
    t.strictSame(names(await hear(staff, ({ count }) => count === 2)), ['mo', 'mia'])
    await until(async () => latest(theirs)?.count === 2, 'they see the others')
    t.strictSame(names(latest(theirs)), ['mo', 'mia'])

    await choose('everyone')
    await hear(stranger, ({ here }) => here.some(({ name }) => name === shy.name))
  })

  t.test('twenty are named, whoever writes among them, and all are counted', async t => {
    const thread = await make.thread()
    const mine = await enter(t, mia, thread.id)
    const crowd = await Promise.all(Array.from({ length: 21 }, () => make.member()))
    const rows = crowd.map(({ id }) => ({ threadId: thread.id, memberId: id, processId: randomUUID() }))
    const last = crowd.reduce((one, other) => (one.id > other.id ? one : other))
    const now = Date.now()
    await app.database.db.insert(presences).values(
      rows.map(row => ({
        ...row,
        seenAt: new Date(now),
        typingUntil: row.memberId === last.id ? new Date(now + 60_000) : null,
      })),
    )
    await enter(t, noor, thread.id)
    const state = await hear(mine, ({ count }) => count === 23)
    t.equal(state?.here.length, 20)
    t.strictSame(state?.typing, [idOf(last)])
    t.equal(state?.here.at(-1)?.name, last.name)
  })

  t.test('a thread out of sight is none, and is left when it goes out of sight', async t => {
    const staff = await make.category({ rights: { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff] } })
    const hidden = await make.thread({ by: people.mo, categoryId: staff.id })
    const thread = await make.thread()
    const moderator = await enter(t, await app.as(people.mo), thread.id)
    const hers = await enter(t, noor, thread.id)
    t.match(await hers.subscribe(`presence:${hidden.id}`), { op: 'error', code: 'forbidden' })
    t.match(await hers.subscribe('presence:999999'), { op: 'error', code: 'forbidden' })
    t.match(await hers.subscribe('presence:x'), { op: 'error', code: 'unknown-channel' })
    hers.send({ op: 'typing', channel: `presence:${hidden.id}` })
    await hers.next(({ code }) => code === 'not-subscribed')
    await hear(moderator, ({ count }) => count === 2)
    const from = moderator.frames.length
    const moved = await (await app.as(people.ada)).api('PATCH', `/threads/${thread.id}`, {
      categoryId: String(staff.id),
    })
    t.equal(moved.status, 200)
    await hers.next(({ op, channel }) => op === 'error' && channel === `presence:${thread.id}`)
    t.strictSame(names(await hear(moderator, ({ count }) => count === 1, from)), ['mo'])
  })

  t.test('what a process left behind when it died is not shown, and is removed', async t => {
    const thread = await make.thread()
    const mine = await enter(t, mia, thread.id)
    const place = { threadId: thread.id, memberId: people.noor.id, processId: randomUUID() }
    await app.database.db.insert(presences).values({ ...place, seenAt: new Date() })
    const context = await app.ctx()
    context.host.tellState('presence', String(thread.id))
    await hear(mine, ({ count }) => count === 2)
    const from = mine.frames.length
    await app.database.db
      .update(presences)
      .set({ seenAt: new Date(Date.now() - 76_000) })
      .where(eq(presences.processId, place.processId))
    await attendanceOf(context).beat()
    t.strictSame(names(await hear(mine, ({ count }) => count === 1, from)), ['mia'])
    t.strictSame(await rowsOf(app, thread.id), [people.mia.id], 'those who are here were refreshed')
  })

  t.test('a process that ends takes its people along', async t => {
    const thread = await make.thread()
    await t.test('while it is there', async t => {
      const other = await startApp(t, { target: app.target })
      const listener = await Listener.open(await other.as(people.noor))
      await listener.subscribe(`presence:${thread.id}`)
      await until(async () => (await rowsOf(app, thread.id)).includes(people.noor.id), 'they came')
    })
    t.strictSame(await rowsOf(app, thread.id), [])
  })
})

t.test('a flood of words is one write in two seconds', async t => {
  let now = new Date()
  const app = await startApp(t, { now: () => now })
  const thread = await app.make.thread()
  const channel = `presence:${thread.id}`
  const listener = await Listener.open(await app.as(people.mia))
  t.teardown(() => listener.close())
  await listener.subscribe(channel)
  await until(async () => (await rowsOf(app, thread.id)).length === 1, 'they came')
  const { db } = app.database
  await db.execute(sql`create table writes (typing_until timestamptz)`)
  await db.execute(sql`create function note_write() returns trigger language plpgsql
    as $$ begin insert into writes values (new.typing_until); return null; end $$`)
  await db.execute(sql`create trigger note after update on presences for each row execute function note_write()`)
  const writes = async () => (await db.execute(sql`select from writes`)).length
  const flood = async () => {
    for (let frame = 0; frame < 100; frame++) listener.send({ op: 'typing', channel })
    await listener.settled()
  }
  await flood()
  await until(async () => (await writes()) === 1, 'it was written that they write')
  now = new Date(now.getTime() + 1999)
  await flood()
  now = new Date(now.getTime() + 1)
  await flood()
  await until(async () => (await writes()) === 2, 'it was written that they go on')
  t.equal(await writes(), 2)
})

const rowsOf = async ({ database }: TestApp, threadId: number): Promise<number[]> => {
  const rows = await database.db.select().from(presences).where(eq(presences.threadId, threadId))
  return rows.map(({ memberId }) => memberId)
}

/** Lists and one's own state over the socket: to whom what is told. */
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { startApp } from '../support/app.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

t.test('lists and one’s own state, live', async t => {
  const app = await startApp(t)
  const { make } = app
  const mia = await app.as(people.mia)

  t.test('a list hears of what its listener sees, by name and nothing more', async t => {
    const open = await make.category()
    const staff = await make.category({ rights: { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff] } })
    await app.settled()
    const [noor, mo] = [await Listener.open(await app.as(people.noor)), await Listener.open(await app.as(people.mo))]
    t.teardown(() => [noor, mo].map(one => one.close()))
    for (const one of [noor, mo]) await one.subscribe('latest')
    t.equal((await noor.subscribe(`category:${staff.id}`)).code, 'forbidden')
    t.equal((await mo.subscribe(`category:${staff.id}`)).op, 'subscribed')
    const secret = await make.thread({ categoryId: staff.id, by: people.mo })
    const known = await make.thread({ categoryId: open.id, by: people.mia })
    const threads = (one: Listener) => one.events('latest').map(({ data }) => JSON.stringify(data))
    await noor.next(({ data }) => JSON.stringify(data) === JSON.stringify({ threadId: String(known.id) }))
    await until(async () => threads(mo).length === 2, 'staff heard of both')
    t.strictSame(threads(noor), [JSON.stringify({ threadId: String(known.id) })])
    t.ok(threads(mo).includes(JSON.stringify({ threadId: String(secret.id) })))
    t.equal(mo.events(`category:${staff.id}`).length, 1)
  })

  t.test('one’s own state says what waits and what was read elsewhere', async t => {
    const thread = await make.thread({ by: people.noor })
    await app.settled()
    const noor = await app.as(people.noor)
    const listener = await Listener.open(noor)
    t.teardown(() => listener.close())
    await listener.subscribe('me')
    t.match((await listener.next(({ op }) => op === 'state')).data, { unread: 0 })
    await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'Here is an answer' })
    await listener.next(({ op, data }) => op === 'state' && /"unread":1/.test(JSON.stringify(data)))
    await noor.api('PUT', `/threads/${thread.id}/read`, { number: 2 })
    const read = await listener.next(({ data }) => /"number":2/.test(JSON.stringify(data)))
    t.match(read.data, { unread: 0, read: [{ threadId: String(thread.id), number: 2 }] })
    t.equal((await (await Listener.open(app.visitor())).subscribe('me')).code, 'forbidden')
  })
})

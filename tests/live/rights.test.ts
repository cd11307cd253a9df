/** Rights over the socket: whoever loses one hears nothing by it from then on, and others go on hearing. */
import t, { type Test } from 'tap'
import * as auth from '../../server/auth/service.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as groups from '../../server/groups/service.ts'
import * as tokens from '../../server/tokens/service.ts'
import { signIn, startApp } from '../support/app.ts'
import { gate } from '../support/gate.ts'
import { type Frame, Listener } from '../support/listener.ts'
import type { Thread } from '../support/make.ts'
import { people } from '../support/people.ts'

t.test('rights over the socket', async t => {
  const app = await startApp(t)
  const { make } = app
  const [ada, mo] = [await app.as(people.ada), await app.as(people.mo)]

  const listening = async (t: Test, listener: Promise<Listener>, channel: string): Promise<Listener> => {
    const one = await listener
    t.teardown(() => one.socket.terminate())
    t.equal((await one.subscribe(channel)).op, 'subscribed')
    return one
  }

  /** Somebody loses their right by an act, right after which something is written. */
  async function loses(t: Test, thread: Thread, who: Promise<Listener>, act: () => Promise<unknown>) {
    const channel = `thread:${thread.id}`
    const loser = await listening(t, who, channel)
    const witness = await listening(t, Listener.open(ada), channel)
    await act()
    const { id } = await make.post({ threadId: thread.id, by: people.ada })
    const isIt = ({ type, data }: Frame) => type === 'post.created' && JSON.stringify(data).includes(`"${id}"`)
    await witness.next(isIt)
    if (!loser.goodbye) await loser.settled().catch(() => {})
    t.notOk(loser.frames.some(isIt), 'it is not told to who has lost the right')
    return loser
  }

  const putOut = (t: Test, loser: Listener) => t.match(loser.frames.at(-2), { op: 'error', code: 'forbidden' })
  const signedOut = async (t: Test, loser: Listener) => t.match(await loser.closed(), { code: 4401 })

  t.test('a session that is ended', async t => {
    const person = await make.member()
    const thread = await make.thread()
    const [here, elsewhere] = [await signIn(app.visitor(), person), await signIn(app.visitor(), person)]
    const stays = await listening(t, Listener.open(elsewhere), `thread:${thread.id}`)
    await signedOut(
      t,
      await loses(t, thread, Listener.open(here), async () => elsewhere.post('/settings/sessions/delete')),
    )
    await stays.next(({ type }) => type === 'post.created')
    t.equal(stays.goodbye, null, 'the other session stays')
  })

  t.test('a password that is changed ends the others', async t => {
    const person = await make.member()
    const thread = await make.thread()
    const client = await signIn(app.visitor(), person)
    await signedOut(
      t,
      await loses(t, thread, Listener.open(client), async () =>
        auth.changePassword(await app.ctx(person), {
          current: person.password,
          password: 'another 1 that nobody knows',
          userAgent: '',
          sessionId: null,
        }),
      ),
    )
  })

  t.test('a token that is revoked', async t => {
    const person = await make.member()
    const ctx = await app.ctx(person)
    const { id, token } = await tokens.create(ctx, { name: 'A listener', scopes: ['read'] })
    const listener = Listener.at(app.url, { authorization: `Bearer ${token}` })
    await signedOut(t, await loses(t, await make.thread(), listener, () => tokens.revoke(ctx, { id })))
  })

  t.test('a member who is taken out of a group, and put into it again', async t => {
    const [person, group] = [await make.member(), await make.group()]
    const membership = { groupId: group.id, memberId: person.id }
    const rights = { see: [group.id, GROUP.staff], reply: [group.id, GROUP.staff], create: [GROUP.staff] }
    const { id: categoryId } = await make.category({ rights })
    const thread = await make.thread({ categoryId, by: people.ada })
    await groups.addMember(await app.ctx(people.ada), membership)
    const client = await signIn(app.visitor(), person)
    const loser = await loses(t, thread, Listener.open(client), async () =>
      groups.removeMember(await app.ctx(people.ada), membership),
    )
    putOut(t, loser)
    t.equal((await loser.subscribe(`thread:${thread.id}`)).code, 'forbidden')
    await groups.addMember(await app.ctx(people.ada), membership)
    t.equal((await loser.subscribe(`thread:${thread.id}`)).op, 'subscribed', 'at once, on the same socket')
  })

  t.test('a group that is removed', async t => {
    const [person, group] = [await make.member(), await make.group()]
    const rights = { see: [group.id, GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff] }
    const { id: categoryId } = await make.category({ rights })
    const thread = await make.thread({ categoryId, by: people.ada })
    await groups.addMember(await app.ctx(people.ada), { groupId: group.id, memberId: person.id })
    const client = await signIn(app.visitor(), person)
    putOut(
      t,
      await loses(t, thread, Listener.open(client), async () => groups.remove(await app.ctx(people.ada), group)),
    )
  })

  t.test('a category that is closed, and opened again', async t => {
    const category = await make.category()
    const thread = await make.thread({ categoryId: category.id, by: people.ada })
    const closed = { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff], moderate: [] }
    const loser = await loses(t, thread, Listener.open(app.visitor()), async () =>
      categories.change(await app.ctx(people.ada), { id: category.id, rights: closed }),
    )
    putOut(t, loser)
    await categories.change(await app.ctx(people.ada), { id: category.id, rights: categories.OPEN_RIGHTS })
    t.equal((await loser.subscribe(`thread:${thread.id}`)).op, 'subscribed')
  })

  t.test('a thread that goes out of sight, and comes back', async t => {
    const staff = { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff] }
    const [open, hidden] = [await make.category(), await make.category({ rights: staff })]
    const thread = await make.thread({ categoryId: open.id, by: people.ada })
    const moveTo = ({ id }: { id: number }) => ada.api('PATCH', `/threads/${thread.id}`, { categoryId: String(id) })
    const loser = await loses(t, thread, Listener.open(app.visitor()), async () => moveTo(hidden))
    putOut(t, loser)
    t.notOk(
      loser.frames.some(({ type }) => type === 'thread.moved'),
      'not even that it moved',
    )
    await moveTo(open)
    t.equal((await loser.subscribe(`thread:${thread.id}`)).op, 'subscribed')
  })

  t.test('a thread that is deleted', async t => {
    const thread = await make.thread({ by: people.ada })
    const channel = `thread:${thread.id}`
    const visitor = await listening(t, Listener.open(app.visitor()), channel)
    const staff = await listening(t, Listener.open(mo), channel)
    t.equal((await ada.api('DELETE', `/threads/${thread.id}`)).status, 204)
    await staff.next(({ type }) => type === 'thread.deleted')
    await visitor.settled()
    putOut(t, visitor)
    await ada.api('POST', `/threads/${thread.id}/restore`)
    t.equal((await visitor.subscribe(channel)).op, 'subscribed')
  })

  t.test('a right that goes while one is still told what was missed', async t => {
    const category = await make.category()
    const thread = await make.thread({ categoryId: category.id, by: people.ada })
    for (let count = 0; count < 150; count++) await make.post({ threadId: thread.id, by: people.ada })
    await app.settled()
    const visitor = await Listener.open(app.visitor())
    t.teardown(() => visitor.socket.terminate())
    visitor.send({ op: 'subscribe', channel: `thread:${thread.id}`, after: '0', html: 'en' })
    await visitor.next(({ op }) => op === 'event')
    const closed = { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff], moderate: [] }
    await categories.change(await app.ctx(people.ada), { id: category.id, rights: closed })
    await visitor.next(({ code }) => code === 'forbidden')
    await visitor.settled()
    const last = visitor.frames.findIndex(({ code }) => code === 'forbidden')
    t.strictSame(visitor.frames.slice(last + 1), [{ op: 'pong' }], 'nothing follows')
  })

  t.test('many who come to a channel at once hear the same', async t => {
    const thread = await make.thread()
    const all = await Promise.all(Array.from({ length: 20 }, () => Listener.open(app.visitor())))
    t.teardown(() => all.map(one => one.socket.terminate()))
    const start = gate()
    const subscribed = all.map(async one => {
      await start.opened
      return one.subscribe(`thread:${thread.id}`)
    })
    start.open()
    t.ok((await Promise.all(subscribed)).every(({ op }) => op === 'subscribed'))
    await make.post({ threadId: thread.id })
    for (const one of all) await one.next(({ type }) => type === 'post.created')
  })

  t.test('who leaves while coming in is not kept', async t => {
    const thread = await make.thread()
    for (let round = 0; round < 20; round++) {
      const one = await Listener.open(app.visitor())
      one.send({ op: 'subscribe', channel: `thread:${thread.id}`, after: '0' })
      one.socket.terminate()
    }
    await app.settled()
    const last = await listening(t, Listener.open(app.visitor()), `thread:${thread.id}`)
    await make.post({ threadId: thread.id })
    await last.next(({ type }) => type === 'post.created')
    t.equal(app.server.app.websocketServer.clients.size, 1)
  })
})

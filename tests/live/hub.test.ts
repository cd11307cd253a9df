/** The hub by itself, with channels that do what is wanted of them: what happens when something goes wrong. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { WebSocketServer } from 'ws'
import { type Actor, VISITOR } from '../../server/core/actor.ts'
import type { DomainEvent } from '../../server/core/events/emit.ts'
import type { LiveChannel } from '../../server/core/live/channel.ts'
import { Connection } from '../../server/core/live/connection.ts'
import { readFrame } from '../../server/core/live/frames.ts'
import { LiveHub } from '../../server/core/live/hub.ts'
import { startApp } from '../support/app.ts'
import { gate } from '../support/gate.ts'
import { Listener } from '../support/listener.ts'

t.test('the hub', async t => {
  const app = await startApp(t, { errors: () => {} })
  const { host } = app.server.ctx()

  const event = (position: number): DomainEvent => ({
    position,
    type: 'thread.edited',
    at: new Date(),
    actorId: null,
    data: { threadId: 1, categoryId: 1 },
  })
  const channel: LiveChannel = {
    kind: 'all',
    argument: null,
    types: ['thread.edited'],
    tells: () => [''],
    sight: async () => () => true,
  }

  /** A hub behind a server of its own. */
  async function hubWith(t: Test, ...channels: readonly LiveChannel[]) {
    const hub = new LiveHub({
      host,
      database: app.database,
      channels,
      system: app.server.ctx(),
      identify: async () => {
        throw new Error('the database is away')
      },
      shakes: ({ actorId }) => (actorId === null ? 'nobody' : { memberId: actorId }),
    })
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    let actor: Actor = VISITOR
    server.on('connection', socket => {
      const credentials = { cookie: undefined, authorization: undefined, userAgent: undefined }
      const parts = { socket, credentials, address: '', limited: false }
      const connection = new Connection(parts, app.server.ctx(actor), hub)
      socket.on('message', data => {
        const frame = readFrame(String(data))
        if (frame) hub.receive(connection, frame)
      })
      socket.on('close', () => hub.leave(connection))
      hub.enter(connection, 0)
    })
    await once(server, 'listening')
    t.teardown(async () => {
      await hub.close()
      hub.terminate()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    return {
      hub,
      come: (as: Actor = VISITOR) => {
        actor = as
        return Listener.at(`http://127.0.0.1:${port}`, {})
      },
    }
  }

  t.test('who comes before the past is known is not told that there is none', async t => {
    const { hub, come } = await hubWith(t, channel)
    const listener = await come()
    listener.send({ op: 'subscribe', channel: 'all' })
    await app.make.thread()
    await app.settled()
    t.equal(listener.frames.length, 0)
    const position = await hub.start()
    t.ok(position > 0)
    t.match(await listener.next(({ op }) => op === 'subscribed'), { after: String(position) })
  })

  t.test(
    'nobody waits for a channel that takes its time to say who may hear it, and it tells nothing meanwhile',
    async t => {
      let asking = gate()
      asking.open()
      let may = true
      const slow: LiveChannel = {
        kind: 'x:slow:desk',
        argument: null,
        types: [],
        shifts: ['thread.edited'],
        tells: () => [''],
        sight: async () => () => true,
        may: async () => {
          await asking.opened
          return may
        },
        state: { readerOf: () => '', read: async () => 'told', after: ['thread.edited'] },
      }
      const { hub, come } = await hubWith(t, slow, channel)
      const position = (await hub.start()) + 1
      const [one, other, late] = [await come(), await come(), await come()]
      await one.subscribe('x:slow:desk')
      await one.next(({ op }) => op === 'state')
      await other.subscribe('all')

      asking = gate()
      const from = one.frames.length
      late.send({ op: 'subscribe', channel: 'x:slow:desk' })
      hub.follow([event(position), event(position + 1)])
      await other.next(({ id }) => id === String(position + 1))
      one.send({ op: 'ping' })
      await one.next(({ op }) => op === 'pong', from)
      t.strictSame(
        one.frames.slice(from).map(({ op }) => op),
        ['pong'],
      )
      may = false
      asking.open()
      for (const listener of [one, late]) {
        await listener.next(({ code }) => code === 'forbidden')
        await listener.settled()
      }
      t.notOk([...one.frames.slice(from), ...late.frames].some(({ op }) => op === 'state'))
    },
  )

  t.test('an event that cannot be shown is told all the same, and pages read themselves again', async t => {
    const broken = { readerOf: () => '', render: () => Promise.reject(new Error('a view is broken')) }
    const { hub, come } = await hubWith(t, { ...channel, html: broken })
    const position = (await hub.start()) + 1
    const [page, program] = [await come(), await come()]
    await page.subscribe('all', { html: 'en' })
    await program.subscribe('all')
    hub.follow([event(position), event(position + 1)])
    for (const one of [page, program]) await one.next(({ id }) => id === String(position + 1))
    t.match(page.events(), [{ id: String(position), html: /action="refresh"/ }, { html: /refresh/ }])
    t.equal(program.events()[0]?.html, undefined)
  })

  t.test('where it is not known who may hear an event, nobody does until they come back', async t => {
    let broken = true
    const audience = async () => {
      if (broken) throw new Error('the database is away')
      return () => true
    }
    const { hub, come } = await hubWith(t, { ...channel, audience })
    const position = (await hub.start()) + 1
    const listener = await come()
    await listener.subscribe('all')
    hub.follow([event(position), event(position + 1)])
    t.match(await listener.closed(), { code: 1011 })
    t.equal(listener.events().length, 0)
    broken = false
    const again = await come()
    await again.subscribe('all', { after: String(position - 1) })
    await again.settled()
    t.strictSame(
      again.events().map(({ id }) => id),
      [String(position), String(position + 1)],
    )
  })

  t.test('who cannot be asked about is sent away, and nobody else', async t => {
    const { hub, come } = await hubWith(t, channel)
    const position = (await hub.start()) + 1
    const visitor = await come()
    const member = await come({ ...VISITOR, kind: 'member', id: 7 })
    for (const one of [visitor, member]) await one.subscribe('all')
    hub.follow([{ ...event(position), actorId: 7 }])
    t.match(await member.closed(), { code: 1011 })
    t.equal(member.events().length, 0)
    await visitor.next(({ op }) => op === 'event')
  })

  t.test('a right that goes between the look and the coming in is gone', async t => {
    const [asked, answer] = [gate(), gate()]
    let allowed = true
    const sight = async () => {
      const said = allowed
      asked.open()
      await answer.opened
      return () => said
    }
    const { hub, come } = await hubWith(t, { ...channel, sight, shifts: ['thread.edited'] })
    const position = (await hub.start()) + 1
    const listener = await come()
    listener.send({ op: 'subscribe', channel: 'all' })
    await asked.opened
    allowed = false
    hub.follow([event(position)])
    await new Promise(resolve => setImmediate(resolve))
    answer.open()
    await listener.next(({ code }) => code === 'forbidden')
    t.notOk(listener.frames.some(({ op }) => op === 'subscribed'))
  })

  t.test('who comes while it closes is sent on', async t => {
    const { hub, come } = await hubWith(t, channel)
    await hub.start()
    await hub.close()
    t.match(await (await come()).closed(), { code: 1012 })
  })
})

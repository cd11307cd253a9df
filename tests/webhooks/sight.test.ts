/** A webhook hears what its owner may see, when it is sent, and leads nowhere inside. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { members } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { Invalid } from '../../server/core/errors.ts'
import { grant } from '../../server/core/permissions.ts'
import * as groups from '../../server/groups/service.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import * as settings from '../../server/settings/service.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import * as service from '../../server/webhooks/service.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { deliveriesOf, deliveryOf, hookOf, makeHook, sendNow } from './hooks.ts'
import { startReceiver, status, typesOf } from './receiver.ts'

/** The fields at which something is refused. */
const refusedAt = (answer: Promise<unknown>): Promise<string[]> =>
  answer.then(
    () => [],
    (error: unknown) => (error instanceof Invalid ? Object.keys(error.fields) : Promise.reject(error)),
  )

t.test('the sight of webhooks', async t => {
  let clock = Date.now()
  const app = await startApp(t, { now: () => new Date(clock) })
  const { make } = app
  const ctx = await app.ctx()
  const receiver = await startReceiver(t)
  const { url } = receiver
  const events = ['thread.created', 'thread.edited', 'thread.deleted', 'post.created', 'category.changed'] as const
  // Somebody who keeps webhooks and is no administrator.
  await grant(ctx, 'webhook.manage', [GROUP.moderators])
  const inner = await make.group()
  const insider = await make.member()
  await groups.addMember(await app.ctx(people.ada), { groupId: inner.id, memberId: insider.id })
  const only = { see: [inner.id], reply: [inner.id], create: [inner.id] }
  const closed = await make.category({ rights: only })
  const open = await make.category()

  t.test('what is out of its owner’s sight is neither sent nor noted', async t => {
    const [limited, all] = [
      await makeHook(app, { url, events, by: people.mo }),
      await makeHook(app, { url: `${url}/all`, events }),
    ]
    const thread = await make.thread({ by: insider, categoryId: closed.id })
    await threadRemoval.remove(await app.ctx(people.ada), { id: thread.id })
    await app.settled()
    t.strictSame(await deliveriesOf(ctx, limited), [])
    const news = receiver.news()
    t.ok(news.length > 0)
    t.ok(
      news.every(({ path }) => path === '/hook/all'),
      'an administrator sees it',
    )
    t.ok(typesOf(news).includes('thread.deleted'))
    await make.thread({ categoryId: open.id })
    await app.settled()
    t.equal(receiver.news().filter(({ path }) => path === '/hook').length, 2)
    for (const { id } of [limited, all]) await service.remove(await app.ctx(people.ada), { id })
  })

  t.test('what has gone out of sight before it is sent leaves no trace', async t => {
    receiver.answer(status(500), status(204))
    const hook = await makeHook(app, { url, events: ['thread.created'], by: people.mo })
    const { id } = await make.thread({ by: insider, categoryId: open.id, title: 'Soon a secret' })
    await app.settled()
    t.equal(receiver.news().length, 1)
    await editThread(await app.ctx(people.ada), { id, categoryId: closed.id, reason: 'Private' })
    clock += 120_000
    await sendNow(app)
    t.equal(receiver.news().length, 0)
    t.strictSame(await deliveriesOf(ctx, hook), [])
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('a deletion says which it was and none of its words', async t => {
    const hook = await makeHook(app, { url, events: ['thread.deleted', 'post.created'] })
    const { id } = await make.thread({ categoryId: open.id, title: 'Words in a title', body: 'Words in a text' })
    await threadRemoval.remove(await app.ctx(people.mia), { id })
    await app.settled()
    const news = receiver.news()
    const gone = news.find(({ told }) => told.type === 'thread.deleted')
    t.strictSame(gone?.told.data, { threadId: String(id), categoryId: String(open.id) })
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('one that is limited to a category hears of it and of those within, and of nothing else', async t => {
    const below = await make.category({ parentId: open.id })
    const beside = await make.category()
    const hook = await makeHook(app, { url, events: [...events, 'member.created'], categoryId: open.id })
    await make.thread({ categoryId: beside.id })
    await make.member()
    await make.thread({ categoryId: below.id, title: 'Within' })
    await app.settled()
    t.strictSame(typesOf(receiver.news()).sort(), ['post.created', 'thread.created'])
    const asMo = await app.ctx(people.mo)
    const wanted = { url, events: ['thread.created'], description: '', categoryId: closed.id } as const
    t.strictSame(await refusedAt(service.create(asMo, wanted)), ['categoryId'])
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('whoever may keep webhooks no longer has none that hears, until somebody else takes it over', async t => {
    const person = await make.member({ groups: ['administrators'] })
    const hook = await makeHook(app, { url, events: ['thread.created'], by: person })
    await make.thread({ categoryId: open.id })
    await app.settled()
    t.equal(receiver.news().length, 1)
    const asAda = await app.ctx(people.ada)
    await groups.removeMember(asAda, { groupId: GROUP.administrators, memberId: person.id })
    await make.thread({ categoryId: open.id })
    await app.settled()
    t.equal(receiver.news().length, 0)
    t.match(await hookOf(ctx, hook), { active: false, stopReason: 'rights', ownerId: person.id })
    await service.change(asAda, { id: hook.id, active: true })
    t.match(await hookOf(ctx, hook), { active: true, stopReason: null, ownerId: people.ada.id })
    await make.thread({ categoryId: open.id })
    await app.settled()
    t.equal(receiver.news().length, 1)
    await service.remove(asAda, hook)
  })

  t.test('a right that is lost while something waits stops it too, as does a suspension', async t => {
    const person = await make.member({ groups: ['administrators'] })
    receiver.answer(status(500), status(204))
    const hook = await makeHook(app, { url, events: ['thread.created'], by: person })
    await make.thread({ categoryId: open.id })
    await app.settled()
    receiver.news()
    const suspendedUntil = new Date(clock + 1e9)
    await ctx.db.update(members).set({ suspendedUntil }).where(eq(members.id, person.id))
    clock += 120_000
    await sendNow(app)
    t.equal(receiver.news().length, 0)
    t.match(await hookOf(ctx, hook), { active: false, stopReason: 'rights' })
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('who keeps webhooks sees their own, administrators all', async t => {
    const [asAda, asMo] = [await app.as(people.ada), await app.as(people.mo)]
    const theirs = await makeHook(app, { url, events: ['thread.created'] })
    const own = await makeHook(app, { url, events: ['thread.created'], by: people.mo })
    const { id: deliveryId } = await service.ping(await app.ctx(people.ada), theirs)
    const listed = (await asMo.api('GET', '/webhooks')).json<{ items: { id: string }[] }>()
    t.strictSame(
      listed.items.map(({ id }) => id),
      [String(own.id)],
    )
    const path = `/webhooks/${theirs.id}`
    for (const [method, rest] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/secret'],
      ['POST', '/pings'],
      ['GET', '/deliveries'],
      ['POST', `/deliveries/${deliveryId}/redeliveries`],
    ] as const) {
      const answer = await asMo.api(method, path + rest, method === 'PATCH' ? { active: false } : undefined)
      t.equal(answer.status, 404, `${method} ${rest}`)
    }
    t.equal((await asMo.get(`/admin${path}`)).status, 404)
    t.equal((await asMo.get('/admin/webhooks')).status, 200)
    t.equal((await asAda.get(`/admin/webhooks/${own.id}`)).status, 200)
    await app.settled()
    receiver.news()
    for (const { id } of [theirs, own]) await service.remove(await app.ctx(people.ada), { id })
  })

  t.test('a webhook that an administrator changes goes on hearing for its owner', async t => {
    const hook = await makeHook(app, { url, events: ['thread.created'], by: people.mo })
    await service.change(await app.ctx(people.ada), { id: hook.id, description: 'Looked after' })
    t.equal((await hookOf(ctx, hook)).ownerId, people.mo.id)
    await make.thread({ by: insider, categoryId: closed.id })
    await app.settled()
    t.equal(receiver.news().length, 0)
    await service.remove(await app.ctx(people.ada), hook)
  })
})

t.test('a server that others reach', async t => {
  const app = await startApp(t, { env: { PUBLIC_URL: 'https://talk.example.org' } })
  const ctx = await app.ctx()
  const asAda = await app.ctx(people.ada)
  const receiver = await startReceiver(t)
  const events = ['thread.created'] as const
  const wanted = { events, description: '', categoryId: null }

  t.test('takes no webhook to an address inside', async t => {
    const inside = ['127.0.0.1', '[::1]', '10.0.0.1', '192.168.1.1', '169.254.169.254', '[fd00::1]', '2130706433']
    for (const host of inside) {
      const answer = service.create(asAda, { ...wanted, url: `http://${host}:${receiver.port}/` })
      t.strictSame(await refusedAt(answer), ['url'], host)
    }
  })

  t.test('sends nothing to a name that leads inside', async t => {
    const hook = await service.create(asAda, { ...wanted, url: `http://localhost:${receiver.port}/` })
    await app.make.thread()
    await app.settled()
    t.match(await deliveryOf(ctx, hook), { status: 'given-up', trouble: 'address', lastStatus: null })
    t.equal(receiver.received.length, 0)
  })

  t.test('may let webhooks into private networks, never to itself or to its cloud’s metadata', async t => {
    await settings.change(asAda, { values: { 'webhooks.privateNetworks': true } })
    await service.create(asAda, { ...wanted, events: ['tag.merged'], url: 'http://10.0.0.1/' })
    for (const host of ['127.0.0.1', '[::1]', '169.254.169.254', '[fd00:ec2::254]']) {
      const answer = service.create(asAda, { ...wanted, url: `http://${host}/` })
      t.strictSame(await refusedAt(answer), ['url'], host)
    }
  })
})

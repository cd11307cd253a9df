/** What leaves: which events, what they say, and how it is signed. */

import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import t from 'tap'
import { consumers, domainEvents } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { emit } from '../../server/core/events/emit.ts'
import { transaction } from '../../server/core/transaction.ts'
import * as members from '../../server/members/service.ts'
import { edit } from '../../server/posts/edit.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import * as reactions from '../../server/reactions/service.ts'
import * as tags from '../../server/tags/service.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { EVENTS } from '../../server/webhooks/events.ts'
import * as service from '../../server/webhooks/service.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { deliveriesOf, deliveryOf, hookOf, makeHook, sendNow } from './hooks.ts'
import { isSigned, signatures, startReceiver, status, typesOf } from './receiver.ts'

t.test('deliveries', async t => {
  let clock = Date.now()
  const app = await startApp(t, { now: () => new Date(clock) })
  const { make } = app
  const ctx = await app.ctx()
  const receiver = await startReceiver(t)
  const { url } = receiver

  t.test('a thread and its posts are told, signed, each under an id of its own', async t => {
    const hook = await makeHook(app, { url, events: ['thread.created', 'post.created'] })
    const thread = await make.thread({ title: 'Told elsewhere', body: 'With *words*' })
    await make.post({ threadId: thread.id, body: 'And more' })
    await app.settled()
    const news = receiver.news()
    t.strictSame(typesOf(news).sort(), ['post.created', 'post.created', 'thread.created'])
    for (const one of news) {
      t.ok(isSigned(one, hook.secret), one.told.type)
      t.notOk(isSigned(one, `${hook.secret}x`))
      t.notOk(
        isSigned(
          { ...one, body: one.body.replace('Told', 'Sold').replace('words', 'swords').replace('more', 'less') },
          hook.secret,
        ),
      )
      t.match(one.headers, {
        'content-type': 'application/json; charset=utf-8',
        'guildhall-event': one.told.type,
        'guildhall-delivery': one.told.id,
        'user-agent': /^Guildhall\//,
      })
      t.match(one.told, { attempt: 1, at: new Date(clock).toISOString() })
    }
    t.equal(new Set(news.map(({ told }) => told.id)).size, 3)
    const [created] = news.filter(({ told }) => told.type === 'thread.created')
    const asVisitor = (await app.visitor().api('GET', `/threads/${thread.id}`)).json<object>()
    t.strictSame(created?.told.data, { thread: asVisitor }, 'as the API says it')
    const log = await deliveriesOf(ctx, hook)
    t.strictSame(
      log.map(one => [one.status, one.attempts, one.lastStatus, one.trouble, one.nextAt]),
      [1, 2, 3].map(() => ['delivered', 1, 204, null, null]),
    )
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('every event that is offered is sent when it happens, and nothing that was not asked for', async t => {
    const hook = await makeHook(app, { url, events: EVENTS })
    const [asAda, asMia, asNoor] = [await app.ctx(people.ada), await app.ctx(people.mia), await app.ctx(people.noor)]
    const seen = new Set<string>()
    const hear = async () => {
      await app.settled()
      for (const type of typesOf(receiver.news())) seen.add(type)
    }
    const [place, other] = [await make.category(), await make.category()]
    const thread = await make.thread({ categoryId: place.id, tags: ['first-word'] })
    const post = await make.post({ threadId: thread.id, by: people.noor })
    await hear()
    const mia = await app.as(people.mia)
    await mia.api('PATCH', `/threads/${thread.id}`, { title: 'A title of another kind' })
    await (await app.as(people.ada)).api('PATCH', `/threads/${thread.id}`, {
      categoryId: String(other.id),
      reason: 'There',
    })
    await mia.api('PATCH', `/threads/${thread.id}`, { tags: ['second-word'] })
    await edit(asNoor, { id: post.id, body: 'Other words', reason: '' })
    await reactions.add(asMia, { postId: post.id, key: 'heart' })
    await hear()
    await reactions.remove(asMia, { postId: post.id, key: 'heart' })
    await hear()
    await postRemoval.remove(asNoor, { id: post.id })
    await hear()
    await postRemoval.restore(asNoor, { id: post.id })
    await hear()
    await threadRemoval.remove(asAda, { id: thread.id })
    await hear()
    await threadRemoval.restore(asAda, { id: thread.id })
    // Only a plugin's threads have states (tests/plugins/kinds.test.ts): here it is enough that one is noted.
    const state = { threadId: thread.id, categoryId: other.id, kind: 'question', was: 'open', status: 'answered' }
    await transaction(asMia, async ctx => emit(ctx, 'thread.statusChanged', state))
    await members.updateOwn(asMia, { displayName: 'Mia M.' })
    await make.member()
    await categories.change(asAda, { id: place.id, description: 'Where it began' })
    const [one, two] = [await tags.create(asAda, { name: 'one-tag' }), await tags.create(asAda, { name: 'two-tag' })]
    await hear()
    await tags.change(asAda, { id: one.id, description: 'The first' })
    await hear()
    await tags.merge(asAda, { id: one.id, into: 'two-tag' })
    await hear()
    await tags.remove(asAda, two)
    await categories.remove(asAda, { id: place.id })
    await hear()
    t.strictSame(
      EVENTS.filter(name => !seen.has(name)),
      [],
    )
    await service.change(asAda, { id: hook.id, events: ['tag.created'] })
    await make.thread({ categoryId: other.id })
    await app.settled()
    t.strictSame(typesOf(receiver.news()), [])
    await service.remove(asAda, hook)
  })

  t.test('nothing that is personal leaves: of a member what everybody knows, of a reaction who gave it', async t => {
    const hook = await makeHook(app, { url, events: ['member.created', 'member.changed', 'reaction.added'] })
    const person = await make.member()
    const { id: postId } = await make.post({ threadId: (await make.thread()).id })
    const asPerson = await app.ctx(person)
    await members.updateOwn(asPerson, { about: 'For nobody', profileAudience: 'nobody' })
    await reactions.add(asPerson, { postId, key: 'heart' })
    await app.settled()
    const news = receiver.news()
    t.strictSame(typesOf(news).sort(), ['member.changed', 'member.created', 'reaction.added'])
    const all = news.map(({ body }) => body).join('\n')
    t.notMatch(all, person.email)
    t.notMatch(all, 'For nobody')
    t.notMatch(all, /"(email|groups|verified|profileAudience)"/)
    const reacted = news.find(({ told }) => told.type === 'reaction.added')
    t.match(reacted?.told.data, { postId: String(postId), key: 'heart', member: { name: person.name } })
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('what is read twice from the log is told once, and no event that was committed is lost', async t => {
    const hook = await makeHook(app, { url, events: ['thread.created'] })
    await make.thread()
    await app.settled()
    t.equal(receiver.news().length, 1)
    // As after a crash between the commit of a verb and its deliveries: the cursor stands where it stood before.
    const [first] = await ctx.db.select().from(domainEvents).where(eq(domainEvents.type, 'thread.created')).limit(1)
    await ctx.db
      .update(consumers)
      .set({ position: (first?.position ?? 1) - 1 })
      .where(eq(consumers.name, 'webhooks'))
    await app.settled()
    const told = receiver.news().map(one => one.told.id)
    t.equal(new Set(told).size, told.length)
    const made = await ctx.db.$count(domainEvents, eq(domainEvents.type, 'thread.created'))
    const log = await deliveriesOf(ctx, hook)
    t.ok(log.length > 1 && log.length <= made)
    t.equal(new Set(log.map(one => one.position)).size, log.length, 'each event once')
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('a secret made anew signs beside the one before it for a day', async t => {
    const hook = await makeHook(app, { url, events: ['thread.created'] })
    const asAda = await app.ctx(people.ada)
    const { secret } = await service.rotate(asAda, hook)
    t.not(secret, hook.secret)
    await service.ping(asAda, hook)
    await app.settled()
    const [both] = receiver.news()
    t.ok(both && isSigned(both, secret) && isSigned(both, hook.secret))
    t.match(both?.told, { type: 'ping', data: { webhookId: String(hook.id) } })
    clock += 25 * 60 * 60 * 1000
    await service.ping(asAda, hook)
    await app.settled()
    const [one] = receiver.news()
    t.ok(one && isSigned(one, secret) && !isSigned(one, hook.secret))
    t.equal(one && signatures(one), 1)
    await service.remove(asAda, hook)
  })

  t.test('the database alone does not hold the secret', async t => {
    const hook = await makeHook(app, { url, events: ['thread.created'] })
    const row = JSON.stringify(await hookOf(ctx, hook))
    t.notMatch(row, hook.secret)
    t.notMatch(row, hook.secret.replace('gh_webhook_', ''))
    t.notMatch(row, createHash('sha256').update(hook.secret).digest('hex'))
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('a delivery is sent again under its id', async t => {
    const hook = await makeHook(app, { url, events: ['thread.created'] })
    const asAda = await app.ctx(people.ada)
    await make.thread()
    await app.settled()
    const [first] = receiver.news()
    const { id: deliveryId } = await deliveryOf(ctx, hook)
    await service.redeliver(asAda, { id: hook.id, deliveryId })
    await app.settled()
    const [again] = receiver.news()
    t.equal(again?.told.id, first?.told.id)
    t.strictSame(again?.told.data, first?.told.data)
    await service.change(asAda, { id: hook.id, active: false })
    await t.rejects(service.redeliver(asAda, { id: hook.id, deliveryId }), { code: 'webhook.off' })
    const other = await makeHook(app, { url, events: ['thread.created'] })
    await t.rejects(service.redeliver(asAda, { id: other.id, deliveryId }), { code: 'not-found' })
    for (const { id } of [hook, other]) await service.remove(asAda, { id })
  })

  t.test('of an answer the beginning is kept, as text', async t => {
    receiver.answer(status(200, `\0<script>${'x'.repeat(100_000)}`), status(204))
    const hook = await makeHook(app, { url, events: ['thread.created'] })
    await make.thread()
    await app.settled()
    const { answer, status: state } = await deliveryOf(ctx, hook)
    t.equal(state, 'delivered')
    t.equal(answer.length, 1023)
    t.match(answer, /^<script>x/)
    receiver.news()
    await service.remove(await app.ctx(people.ada), hook)
  })

  t.test('one that is off hears nothing, and what waited is sent when it is on again', async t => {
    const asAda = await app.ctx(people.ada)
    receiver.answer(status(500), status(204))
    const hook = await makeHook(app, { url, events: ['thread.created'] })
    await make.thread()
    await app.settled()
    await service.change(asAda, { id: hook.id, active: false })
    await make.thread()
    clock += 10 * 60 * 1000
    await sendNow(app)
    t.equal(receiver.news().length, 1)
    await service.change(asAda, { id: hook.id, active: true })
    await app.settled()
    const news = receiver.news()
    t.strictSame(
      news.map(({ told }) => told.attempt),
      [2],
    )
    await service.remove(asAda, hook)
  })
})

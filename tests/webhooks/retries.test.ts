/** What happens when nothing arrives. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, mails, webhookDeliveries } from '../../db/tables/index.ts'
import { forgetOld } from '../../server/webhooks/deliver.ts'
import * as service from '../../server/webhooks/service.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { freePort } from '../support/port.ts'
import { until } from '../support/until.ts'
import { deliveriesOf, deliveryOf, hookOf, makeHook, sendNow } from './hooks.ts'
import { startReceiver, status } from './receiver.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

t.test('retries', async t => {
  let clock = Date.now()
  const app = await startApp(t, { now: () => new Date(clock) })
  const { make } = app
  const ctx = await app.ctx()
  const asAda = await app.ctx(people.ada)
  const receiver = await startReceiver(t)
  const { url } = receiver
  const events = ['thread.created'] as const

  t.test('what is refused is sent again after a minute, with the same id and the next attempt’s number', async t => {
    receiver.answer(status(500, 'Not now'), status(204))
    const hook = await makeHook(app, { url, events })
    await make.thread()
    await app.settled()
    const failed = await deliveryOf(ctx, hook)
    t.match(failed, { status: 'failed', attempts: 1, lastStatus: 500, answer: 'Not now' })
    const pause = (failed.nextAt?.getTime() ?? 0) - clock
    t.ok(pause >= MINUTE_MS && pause <= 1.1 * MINUTE_MS, String(pause))
    t.ok((await hookOf(ctx, hook)).failingSince)

    await sendNow(app)
    t.equal(receiver.news().length, 1, 'not before its time')
    clock += 2 * MINUTE_MS
    await sendNow(app)
    t.match(receiver.news(), [{ told: { id: String(failed.id), attempt: 2 } }])
    t.match(await deliveryOf(ctx, hook), { status: 'delivered', attempts: 2, nextAt: null })
    t.equal((await hookOf(ctx, hook)).failingSince, null)
    await service.remove(asAda, hook)
  })

  t.test('a redirect is not followed, and counts as a failure', async t => {
    receiver.answer(status(302, '', { location: '/elsewhere' }), status(204))
    const hook = await makeHook(app, { url, events })
    await make.thread()
    await app.settled()
    t.match(await deliveryOf(ctx, hook), { status: 'failed', lastStatus: 302 })
    t.strictSame(
      receiver.news().map(one => one.path),
      ['/hook'],
    )
    await service.remove(asAda, hook)
  })

  t.test('pauses grow, and after the eighth attempt it is given up', async t => {
    receiver.answer(status(503))
    const hook = await makeHook(app, { url, events })
    await make.thread()
    await app.settled()
    const pauses: number[] = []
    for (;;) {
      const { nextAt } = await deliveryOf(ctx, hook)
      if (!nextAt) break
      pauses.push(Math.floor((nextAt.getTime() - clock) / 1.1 / MINUTE_MS))
      clock = nextAt.getTime()
      await sendNow(app)
    }
    t.match(await deliveryOf(ctx, hook), { status: 'given-up', attempts: 8, lastStatus: 503 })
    t.equal(receiver.news().length, 8)
    t.strictSame(
      pauses,
      [...pauses].sort((a, b) => a - b),
    )
    t.ok((pauses.at(-1) ?? 0) > 20 * 60)
    t.ok((await hookOf(ctx, hook)).active, 'others may arrive')
    await service.remove(asAda, hook)
  })

  t.test('where nobody is, only one thing is tried at a time, and nothing is lost', async t => {
    const port = await freePort()
    const hook = await makeHook(app, { url: `http://127.0.0.1:${port}/`, events })
    for (let index = 0; index < 5; index++) await make.thread()
    await app.settled()
    const log = await deliveriesOf(ctx, hook)
    t.equal(log.length, 5)
    t.ok(log.filter(one => one.attempts > 0).length < 5, 'the others wait')
    t.match(
      log.filter(one => one.trouble !== null).map(one => one.trouble),
      ['connection'],
    )
    await service.change(asAda, { id: hook.id, url })
    receiver.answer(status(204))
    clock += 2 * MINUTE_MS
    await sendNow(app)
    t.strictSame(
      (await deliveriesOf(ctx, hook)).map(one => one.status),
      log.map(() => 'delivered'),
    )
    receiver.news()
    await service.remove(asAda, hook)
  })

  t.test('a process that dies while it sends loses nothing', async t => {
    const hook = await makeHook(app, { url, events })
    receiver.answer(status(204))
    await make.thread()
    await app.settled()
    receiver.news()
    const { id } = await deliveryOf(ctx, hook)
    // As it is claimed: the attempt is counted, and its outcome is never written.
    const claimed = { status: 'pending', attempts: 1, nextAt: new Date(clock + MINUTE_MS) } as const
    await ctx.db.update(webhookDeliveries).set(claimed).where(eq(webhookDeliveries.id, id))
    await sendNow(app)
    t.equal(receiver.news().length, 0, 'it may still be under way')
    clock += MINUTE_MS
    await sendNow(app)
    t.match(receiver.news(), [{ told: { id: String(id), attempt: 2 } }])
    await service.remove(asAda, hook)
  })

  t.test('two processes that send at once send each thing once', async t => {
    const other = await startApp(t, { target: app.target, now: () => new Date(clock) })
    receiver.answer(status(500))
    const hook = await makeHook(app, { url, events })
    for (let index = 0; index < 6; index++) await make.thread()
    await app.settled()
    receiver.news()
    receiver.answer(status(204))
    clock += 2 * MINUTE_MS
    await Promise.all([sendNow(app), sendNow(other)])
    const ids = receiver.news().map(({ told }) => told.id)
    t.equal(ids.length, 6)
    t.equal(new Set(ids).size, 6)
    await service.remove(asAda, hook)
  })

  t.test('a receiver that says 410 is asked no more, and its owner is told', async t => {
    receiver.answer(status(410))
    const hook = await makeHook(app, { url, events })
    await make.thread()
    await app.settled()
    t.match(await hookOf(ctx, hook), { active: false, stopReason: 'gone' })
    receiver.news()
    await make.thread()
    await app.settled()
    t.equal(receiver.news().length, 0)
    const told = () => ctx.db.select().from(mails).where(eq(mails.recipient, people.ada.email))
    await until(async () => (await told()).length === 1, 'the owner has a mail')
    t.match((await told())[0]?.text, new RegExp(`/admin/webhooks/${hook.id}`))
    const acts = await ctx.db.select().from(auditEntries).where(eq(auditEntries.act, 'webhook.stop'))
    t.match(acts, [{ targetId: String(hook.id), data: { reason: 'gone' } }])
    await service.remove(asAda, hook)
  })

  t.test('when nothing has arrived for days it is switched off; on again, what waited is sent', async t => {
    receiver.answer(status(500))
    const hook = await makeHook(app, { url, events })
    await make.thread()
    await app.settled()
    clock += 4 * DAY_MS
    await sendNow(app)
    t.ok((await hookOf(ctx, hook)).active)
    clock += 2 * DAY_MS
    await sendNow(app)
    t.match(await hookOf(ctx, hook), { active: false, stopReason: 'failing' })
    receiver.news()
    receiver.answer(status(204))
    clock += DAY_MS
    await sendNow(app)
    t.equal(receiver.news().length, 0)
    await service.change(asAda, { id: hook.id, active: true })
    await app.settled()
    t.equal(receiver.news().length, 1)
    t.match(await hookOf(ctx, hook), { active: true, stopReason: null, failingSince: null })
    await service.remove(asAda, hook)
  })

  t.test('deliveries are kept for 30 days', async t => {
    const hook = await makeHook(app, { url, events })
    await make.thread()
    await app.settled()
    clock += 29 * DAY_MS
    await forgetOld(ctx)
    t.equal((await deliveriesOf(ctx, hook)).length, 1)
    clock += 2 * DAY_MS
    await forgetOld(ctx)
    t.equal((await deliveriesOf(ctx, hook)).length, 0)
  })
})

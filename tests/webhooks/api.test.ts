/** Webhooks as programs and administrators keep them. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, domainEvents, webhooks } from '../../db/tables/index.ts'
import * as tokens from '../../server/tokens/service.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { isSigned, startReceiver, status } from './receiver.ts'

type Webhook = {
  id: string
  url: string
  events: string[]
  active: boolean
  categoryId: string | null
  secret?: string
}
type Delivery = { id: string; type: string; status: string; attempts: number }
type List<T> = { items: T[]; nextCursor: string | null }

t.test('the API of webhooks', async t => {
  const app = await startApp(t)
  const receiver = await startReceiver(t)
  const { url } = receiver
  const [asAda, asMo] = [await app.as(people.ada), await app.as(people.mo)]
  const input = { url, events: ['post.created', 'thread.created'] }
  const make = async (more: object = {}) =>
    (await asAda.api('POST', '/webhooks', { ...input, ...more })).json<Webhook>()
  const ids = async () => (await asAda.api('GET', '/webhooks')).json<List<Webhook>>().items.map(one => one.id)

  t.test('it makes, reads, changes and removes one, and says the secret once', async t => {
    const { id: categoryId } = await app.make.category()
    const answer = await asAda.api('POST', '/webhooks', {
      ...input,
      categoryId: String(categoryId),
      description: ' CRM ',
    })
    t.equal(answer.status, 201)
    const { id, secret = '' } = answer.json<Webhook>()
    t.match(secret, /^gh_webhook_[\w-]{43}$/)
    const read = await asAda.api('GET', `/webhooks/${id}`)
    t.match(read.json(), {
      url,
      description: 'CRM',
      events: ['thread.created', 'post.created'],
      categoryId: String(categoryId),
      owner: { name: 'ada' },
      active: true,
      stopReason: null,
      failingSince: null,
      previousSecretUntil: null,
    })
    t.notMatch(read.text, secret)
    t.notMatch((await asAda.api('GET', '/webhooks')).text, secret)
    const changed = await asAda.api('PATCH', `/webhooks/${id}`, {
      events: ['tag.merged'],
      categoryId: null,
      active: false,
    })
    t.match(changed.json(), { url, description: 'CRM', events: ['tag.merged'], categoryId: null, active: false })
    t.equal((await asAda.api('DELETE', `/webhooks/${id}`)).status, 204)
    t.equal((await asAda.api('GET', `/webhooks/${id}`)).status, 404)
    t.equal((await asAda.api('DELETE', `/webhooks/${id}`)).status, 404)
    const log = JSON.stringify([
      await app.database.db.select().from(auditEntries),
      await app.database.db.select().from(domainEvents),
    ])
    t.notMatch(log, secret)
    t.notMatch(log, '/hook', 'an address may be a secret: the log says whose it is')
    for (const act of ['create', 'change', 'remove']) t.match(log, `webhook.${act}`)
  })

  t.test('a repeated request makes one, and never says the secret again', async t => {
    const key = { 'idempotency-key': 'one-webhook' }
    const [first, again] = [
      await asAda.api('POST', '/webhooks', input, key),
      await asAda.api('POST', '/webhooks', input, key),
    ]
    t.strictSame([first.status, again.status], [201, 201])
    const { secret, ...rest } = first.json<Webhook>()
    t.ok(secret)
    t.strictSame(again.json(), rest)
    t.equal((await ids()).length, 1)
    const rotating = { 'idempotency-key': 'another-secret' }
    const rotated = await asAda.api('POST', `/webhooks/${rest.id}/secret`, undefined, rotating)
    t.ok(rotated.json<Webhook>().secret)
    t.match(rotated.json(), { previousSecretUntil: /^\d{4}-/ })
    const repeated = await asAda.api('POST', `/webhooks/${rest.id}/secret`, undefined, rotating)
    t.equal(repeated.status, 200)
    t.notOk('secret' in repeated.json<Webhook>())
    await asAda.api('DELETE', `/webhooks/${rest.id}`)
  })

  t.test('what cannot be is refused by its field', async t => {
    const cases = [
      [{ url: 'example.org' }, 'url'],
      [{ url: 'ftp://example.org' }, 'url'],
      [{ url: 'https://me:secret@example.org' }, 'url'],
      [{ url: 'http://169.254.169.254/latest/meta-data' }, 'url'],
      [{ url: 7 }, 'url'],
      [{ events: [] }, 'events'],
      [{ events: ['session.started'] }, 'events.0'],
      [{ events: 'post.created' }, 'events'],
      [{ categoryId: '999999' }, 'categoryId'],
      [{ categoryId: 1 }, 'categoryId'],
      [{ ownerId: '2' }, 'ownerId'],
      [{ secret: 'mine' }, 'secret'],
    ] as const
    for (const [wrong, path] of cases) {
      const answer = await asAda.api('POST', '/webhooks', { ...input, ...wrong })
      t.equal(answer.status, 422, JSON.stringify(wrong))
      t.match(answer.json<{ errors: { path: string }[] }>().errors[0]?.path, path)
    }
    t.strictSame(await ids(), [])
  })

  t.test('it is for who may keep webhooks, with a token for staff', async t => {
    const { id } = await make()
    const operations = [
      ['GET', ''],
      ['POST', '', input],
      ['GET', `/${id}`],
      ['PATCH', `/${id}`, { active: false }],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/secret`],
      ['POST', `/${id}/pings`],
      ['GET', `/${id}/deliveries`],
      ['POST', `/${id}/deliveries/1/redeliveries`],
    ] as const
    const { token } = await tokens.create(await app.ctx(people.ada), { name: 'plain', scopes: ['read', 'write'] })
    const plain = app.visitor({ authorization: `Bearer ${token}` })
    for (const [method, path, body] of operations) {
      t.equal((await app.visitor().api(method, `/webhooks${path}`, body)).status, 401, `${method} ${path}`)
      t.equal((await asMo.api(method, `/webhooks${path}`, body)).status, 403)
      t.equal((await plain.api(method, `/webhooks${path}`, body)).status, 403)
    }
    await asAda.api('DELETE', `/webhooks/${id}`)
  })

  t.test('a ping is sent and its delivery listed, page by page, and sent again', async t => {
    const { id, secret = '' } = await make()
    const sent: string[] = []
    for (let index = 0; index < 3; index++) {
      const answer = await asAda.api('POST', `/webhooks/${id}/pings`)
      t.equal(answer.status, 201)
      t.match(answer.json(), { type: 'ping', status: 'pending', attempts: 0 })
      sent.unshift(answer.json<Delivery>().id)
    }
    await app.settled()
    t.ok(receiver.news().every(one => isSigned(one, secret)))
    const first = (await asAda.api('GET', `/webhooks/${id}/deliveries?limit=2`)).json<List<Delivery>>()
    const rest = await asAda.api('GET', `/webhooks/${id}/deliveries?limit=2&cursor=${first.nextCursor}`)
    const listed = [...first.items, ...rest.json<List<Delivery>>().items]
    t.strictSame(
      listed.map(one => one.id),
      sent,
    )
    t.match(listed[0], { status: 'delivered', attempts: 1, lastStatus: 204, trouble: null, nextAt: null })
    t.equal(rest.json<List<Delivery>>().nextCursor, null)
    t.equal((await asAda.api('GET', `/webhooks/${id}/deliveries?cursor=nonsense`)).status, 422)

    const again = await asAda.api('POST', `/webhooks/${id}/deliveries/${sent[0]}/redeliveries`)
    t.match(again.json(), { id: sent[0], status: 'pending' })
    await app.settled()
    t.match(receiver.news(), [{ told: { id: sent[0] } }])
    t.equal((await asAda.api('POST', `/webhooks/${id}/deliveries/999999/redeliveries`)).status, 404)
    await asAda.api('PATCH', `/webhooks/${id}`, { active: false })
    t.match((await asAda.api('POST', `/webhooks/${id}/pings`)).json(), { status: 409, code: 'webhook.off' })
    await asAda.api('DELETE', `/webhooks/${id}`)
  })

  t.test('there is an end to how many there are', async t => {
    for (let index = 0; index < 50; index++) t.ok((await make()).id)
    t.match((await asAda.api('POST', '/webhooks', input)).json(), { status: 409, code: 'webhook.too-many' })
    await app.database.db.delete(webhooks)
  })
})

t.test('the pages of webhooks', async t => {
  const app = await startApp(t)
  const receiver = await startReceiver(t)
  const asAda = await app.as(people.ada)
  const PATH = '/admin/webhooks'
  const typed = { url: receiver.url, description: 'The <CRM>', events: ['thread.created', 'ping-pong'] }

  t.test('a form that was refused keeps what was typed', async t => {
    const page = await asAda.get(PATH)
    const answer = await page.submit(PATH, typed)
    t.equal(answer.status, 422)
    t.equal(answer.page.querySelector('[name=url]')?.getAttribute('value'), receiver.url)
    t.ok(answer.page.querySelector('[name=events][value="thread.created"]')?.hasAttribute('checked'))
    const nothing = await page.submit(PATH, { ...typed, events: [] })
    t.equal(nothing.status, 422)
    t.ok(nothing.page.querySelector('#f-events-error'))
    t.notOk((await asAda.get(PATH)).page.querySelector('main .ledger'))
  })

  t.test(
    'one is made, shows its secret once, is tried, changed, switched off and removed, without scripts',
    async t => {
      const made = await (await asAda.get(PATH)).submit(PATH, { ...typed, events: 'thread.created' })
      t.equal(made.status, 200)
      const secret = made.page.querySelector('main input[readonly]')?.getAttribute('value') ?? ''
      t.match(secret, /^gh_webhook_/)
      t.equal(made.seen('h1'), 'The <CRM>')
      const list = await asAda.get(PATH)
      t.notMatch(list.text, secret)
      const path = list.page.querySelector('main .ledger a')?.getAttribute('href') ?? ''
      t.notMatch((await asAda.get(path)).text, secret)

      receiver.answer(status(200, '<b>Thanks</b>'))
      const pinged = await (await asAda.get(path)).submit(`${path}/pings`)
      t.equal(pinged.location, `${path}#log`)
      await app.settled()
      t.ok(receiver.news().every(one => isSigned(one, secret)))
      const shown = await asAda.get(path)
      t.match(shown.seen('.ledger li'), /ping.*Delivered.*1 attempt.*200.*<b>Thanks<\/b>.*Send again/)
      await shown.submit(`${path}/deliveries/`)
      await app.settled()
      t.equal(receiver.news().length, 1)

      const rotated = await shown.submit(`${path}/secret`)
      t.not(rotated.page.querySelector('main input[readonly]')?.getAttribute('value'), secret)
      t.match((await asAda.get(path)).seen('main'), /The secret before signs as well until/)

      const changed = await (await asAda.get(path)).submit(path, { events: ['post.created', 'post.edited'] })
      t.equal(changed.location, path)
      const boxes = [...(await asAda.get(path)).page.querySelectorAll('[name=events][checked]')]
      t.strictSame(
        boxes.map(one => one.getAttribute('value')),
        ['post.created', 'post.edited'],
      )

      await shown.submit(`${path}/active/delete`)
      const off = await asAda.get(path)
      t.match(off.seen('.note'), /This webhook is off/)
      t.notOk(off.page.querySelector(`form[action="${path}/pings"]`))
      const refused = await shown.submit(`${path}/pings`)
      t.equal(refused.status, 409)
      t.match(refused.seen('.note'), /Switch it on first/)
      await off.submit(`${path}/active`)
      t.ok((await asAda.get(path)).page.querySelector(`form[action="${path}/pings"]`))

      const question = await asAda.get(`${path}/delete`)
      t.match(question.seen('main'), receiver.url)
      t.equal((await question.submit(`${path}/delete`)).location, PATH)
      t.equal((await asAda.get(path)).status, 404)
    },
  )

  t.test('they say it in French too', async t => {
    const client = await app.as(people.ada)
    await client.api('PATCH', '/members/me', { locale: 'fr' })
    const page = await client.get(PATH)
    t.match(page.text, /Un fil a été ouvert/)
    await client.api('PATCH', '/members/me', { locale: null })
  })

  t.test('one that stopped by itself says why', async t => {
    const { db } = app.database
    const made = await (await asAda.get(PATH)).submit(PATH, { ...typed, events: 'thread.created' })
    const path = made.page.querySelector('form[action$="/pings"]')?.getAttribute('action')?.replace('/pings', '') ?? ''
    const id = Number(path.split('/').at(-1))
    const cases = { rights: /owner may no longer/, gone: /410/, failing: /nothing had arrived/ } as const
    for (const [stopReason, words] of Object.entries(cases)) {
      const set = { active: false, stopReason: stopReason as keyof typeof cases }
      await db.update(webhooks).set(set).where(eq(webhooks.id, id))
      t.match((await asAda.get(path)).seen('.note'), words)
    }
    await db
      .update(webhooks)
      .set({ active: true, stopReason: null, failingSince: new Date() })
      .where(eq(webhooks.id, id))
    t.match((await asAda.get(path)).seen('.note'), /Nothing has arrived since/)
  })
})

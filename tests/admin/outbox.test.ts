/** Mails that no mail server takes are read here; they hold links that sign people in. */
import t from 'tap'
import { mails } from '../../db/tables/index.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { startSmtp } from '../support/smtp.ts'
import { until } from '../support/until.ts'

type Mails = { items: { id: string; subject: string; text?: string; html?: string }[]; nextCursor: string | null }

t.test('the outbox', async t => {
  const app = await startApp(t)
  const [asAda, asMo] = await Promise.all([app.as(people.ada), app.as(people.mo)])
  const write = async (subject: string, rest: Partial<typeof mails.$inferInsert> = {}) => {
    const values = { recipient: 'noor@people.example', subject, text: 'Hello', html: '<p>Hello</p>', ...rest }
    const [row] = await app.database.db.insert(mails).values(values).returning({ id: mails.id })
    return row?.id ?? 0
  }

  t.test('subjects, addresses, texts and errors are shown as text', async t => {
    const evil = '<img src=x onerror=alert(1)>'
    const id = await write(`Subject ${evil}`, {
      recipient: `"${evil}"@people.example`,
      text: `Text ${evil}\nhttps://example.org/?a=1&b=2`,
      html: '<p>only in the HTML part</p>',
      error: `550 ${evil}`,
      attempts: 2,
    })
    for (const path of ['/admin/outbox', `/admin/outbox/${id}`]) {
      const answer = await asAda.get(path)
      t.equal(answer.status, 200)
      t.notOk(answer.page.querySelector('main img'), path)
      t.match(answer.seen('main'), /Subject <img src=x/)
      t.notMatch(answer.text, /only in the HTML part/)
    }
    t.match((await asAda.get(`/admin/outbox/${id}`)).text, /Text &lt;img.*\nhttps:\/\/example.org\/\?a=1&amp;b=2/)
  })

  t.test('a text that says nothing else than a mail to somebody shows the whole of it', async t => {
    const id = await write('Short', { text: 'First line\n\nSecond line' })
    t.match((await asAda.get(`/admin/outbox/${id}`)).text, /First line\n\nSecond line/)
  })

  t.test('the list pages by key, newest first', async t => {
    for (let index = 0; index < 55; index++) await write(`Mail ${index}`)
    const first = await asAda.get('/admin/outbox')
    t.match(first.seen('.ledger > li'), /Mail 54/)
    const next = first.page.querySelector('a[rel=next]')?.getAttribute('href') ?? ''
    const second = await asAda.get(next)
    t.match(second.seen('.ledger > li'), /Mail 4(\D|$)/)
    t.notOk(second.page.querySelector('a[rel=next]'))
    t.equal((await asAda.get('/admin/outbox?cursor=nonsense')).status, 422)
    t.equal((await asAda.get('/admin/outbox/999999')).status, 404)
    t.equal((await asAda.get('/admin/outbox/x')).status, 404)
  })

  t.test('the API gives the same to the same people', async t => {
    t.equal((await asMo.api('GET', '/mails')).status, 403)
    t.equal((await app.visitor().api('GET', '/mails')).status, 401)
    const list = (await asAda.api('GET', '/mails?limit=2')).json<Mails>()
    t.match(list.items, [{ subject: 'Mail 54' }, { subject: 'Mail 53' }])
    t.notMatch(list.items[0], { text: /./ })
    const { id = '' } = list.items[0] ?? {}
    const mail = (await asAda.api('GET', `/mails/${id}`)).json<Mails['items'][number]>()
    t.match(mail, { id, text: 'Hello' })
    t.equal(mail.html, undefined)
  })
})

t.test('mails that failed', async t => {
  const smtp = await startSmtp()
  t.teardown(() => smtp.close())
  smtp.state.refusal = 'not today'
  const app = await startApp(t, { env: { SMTP_URL: smtp.url }, errors: () => {} })
  const asAda = await app.as(people.ada)
  const failedMails = async () =>
    (await app.database.db.select().from(mails)).filter(({ sentAt, error }) => !sentAt && error !== null)
  const received = () => smtp.received.map(({ to }) => [to].flat()[0]?.text)
  for (const { email } of [people.mia, people.noor]) await app.visitor().post('/forgot', { email })
  await until(async () => (await failedMails()).length === 2, 'both were tried')
  smtp.state.refusal = null

  await t.test('one is tried at once by its button', async t => {
    const [mail] = await failedMails()
    const page = await asAda.get('/admin/outbox')
    const answer = await page.submit(`/admin/outbox/${mail?.id}/retries`)
    t.equal(answer.location, '/admin/outbox?notice=tried')
    await until(async () => smtp.received.length === 1, 'it went out')
    t.strictSame(received(), [mail?.recipient])
  })

  await t.test('all that failed are, and none is sent twice', async t => {
    await until(async () => (await failedMails()).length === 1, 'the first is noted as sent')
    t.strictSame((await asAda.api('POST', '/mails/retries')).json(), { count: 1 })
    await until(async () => (await failedMails()).length === 0, 'the other went out')
    t.strictSame((await asAda.api('POST', '/mails/retries')).json(), { count: 0 })
    await app.settled()
    t.strictSame(received().sort(), [people.mia.email, people.noor.email].sort())
  })

  await t.test('what went out is not sent again', async t => {
    const [mail] = await app.database.db.select().from(mails)
    t.match((await asAda.api('POST', `/mails/${mail?.id}/retries`)).json(), { status: 409, code: 'mail.sent' })
    t.equal((await asAda.api('POST', '/mails/999999/retries')).status, 404)
    t.equal((await (await app.as(people.mo)).api('POST', `/mails/${mail?.id}/retries`)).status, 403)
  })
})

/** Mail as it reaches a real SMTP server, and how it waits for one that does not answer. */
import { desc, eq } from 'drizzle-orm'
import t from 'tap'
import { mails, members } from '../../db/tables/index.ts'
import { plainName, render } from '../../server/core/mail/letter.tsx'
import { send } from '../../server/core/mail/queue.ts'
import * as memberService from '../../server/members/service.ts'
import { startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import { startSmtp } from '../support/smtp.ts'

t.test('mail', async t => {
  const smtp = await startSmtp()
  t.teardown(() => smtp.close())
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'The Hall <hall@example.org>' }
  const app = await startApp(t, { env, errors: () => {} })
  const db = app.database.db
  const joined = { password: 'three blind mice ran', locale: 'fr' as const }
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 20))
  }

  t.test('a mail goes out in both forms, in the language of who joined, from whom the operator says', async t => {
    await memberService.join(await app.ctx(), { ...joined, name: 'Chloé', email: 'chloe@people.example' })
    await app.settled()
    await until(() => smtp.received.length === 1)
    const [mail] = smtp.received
    t.equal(mail?.from?.text, '"The Hall" <hall@example.org>')
    t.match(mail?.to, { text: 'chloe@people.example' })
    t.match(mail?.subject, /^Confirmez votre adresse/)
    t.match(mail?.text, /compte Chloé/)
    t.match(mail?.text, new RegExp(`${app.url}/verify\\?key=[\\w-]{43}`))
    t.match(mail?.html, /<a href="http[^"]+\/verify\?key=/)
    t.match(String(mail?.html), '<html lang="fr">')
    t.equal(mail?.headers.get('auto-submitted'), 'auto-generated')
  })

  t.test('what went out is noted, and its one-time link is not kept', async t => {
    await until(async () => (await db.select().from(mails)).every(mail => mail.sentAt !== null))
    t.match(await db.select().from(mails), [{ attempts: 1, error: null, text: '', html: '' }])
  })

  t.test('where mail is sent, an unconfirmed member reads but does not write', async t => {
    const category = await app.make.category()
    const client = app.visitor()
    await client.post('/join', { name: 'hasty', email: 'hasty@people.example', password: joined.password })
    const write = () => client.api('POST', '/threads', { categoryId: String(category.id), title: 'Now', body: 'Here.' })
    t.match((await write()).json(), { status: 403, code: 'email.unverified' })
    await db.update(members).set({ emailVerifiedAt: new Date() }).where(eq(members.name, 'hasty'))
    t.equal((await write()).status, 201)
    await app.settled()
  })

  t.test('a server that refuses is tried again later, and the outbox says what it said', async t => {
    smtp.state.refusal = 'no room at the inn'
    const ctx = await app.ctx()
    await memberService.join(ctx, { ...joined, name: 'patient', email: 'patient@people.example' })
    await app.settled()
    const row = async () => {
      const [mail] = await db.select().from(mails).where(eq(mails.recipient, 'patient@people.example'))
      return mail
    }
    await until(async () => ((await row())?.attempts ?? 0) > 0)
    t.match(await row(), { sentAt: null, attempts: 1, error: /no room at the inn/ })
    smtp.state.refusal = null
    const { id } = (await row()) ?? { id: 0 }
    await send(ctx, { id })
    t.match(await row(), { attempts: 2, error: null })
    const before = smtp.received.length
    await send(ctx, { id })
    t.equal(smtp.received.length, before, 'a job that runs twice sends once')
  })

  t.test('no mailbox is filled through us, whatever is asked and by whom (41)', async t => {
    const limited = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
    const ctx = await limited.ctx()
    for (let i = 0; i < 14; i++) {
      await memberService.join(ctx, { ...joined, name: `flood${i}`, email: 'victim@people.example' })
    }
    await limited.settled()
    const written = await limited.database.db.select().from(mails).where(eq(mails.recipient, 'victim@people.example'))
    t.equal(written.length, 10)
  })

  t.test('names do not become links in a mail (6)', async t => {
    await memberService.join(await app.ctx(), { ...joined, name: 'win.example.com', email: 'w@people.example' })
    await app.settled()
    await until(() => smtp.received.some(mail => JSON.stringify(mail.to).includes('w@people.example')))
    const mail = smtp.received.at(-1)
    t.notMatch(mail?.text, 'win.example.com')
    t.notMatch(mail?.html || '', 'win.example.com')
    t.equal(plainName('http://x.y\r\nBcc: z@w'), 'http:\u2060/\u2060/\u2060x.\u2060y Bcc:\u2060 z@\u2060w')
    const letter = {
      locale: 'en',
      community: '<b>&',
      subject: 'One\r\nBcc: two',
      paragraphs: ['<i>'],
      reason: '',
    } as const
    const { subject, html } = render(letter)
    t.equal(subject, 'One Bcc: two')
    t.notMatch(html, '<i>')
    t.notMatch(html, '<b>')
  })

  t.test('without a server mails wait for administrators to read', async t => {
    const quiet = await startApp(t)
    await memberService.join(await quiet.ctx(), { ...joined, name: 'waiter', email: 'waiter@people.example' })
    await quiet.settled()
    const [mail] = await quiet.database.db.select().from(mails).orderBy(desc(mails.id)).limit(1)
    t.match(mail, { recipient: 'waiter@people.example', sentAt: null, attempts: 0, text: /\/verify\?key=/ })
  })
})

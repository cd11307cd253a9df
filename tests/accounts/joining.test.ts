/** Joining, confirming an address and choosing a new password, as a browser without scripts does it. */
import { desc, eq } from 'drizzle-orm'
import t from 'tap'
import { domainEvents, mailLinks, mails, members, sessions } from '../../db/tables/index.ts'
import { changeSettings, type SettingValues } from '../../server/core/settings.ts'
import { signIn, startApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'

const { ada, mia } = people
const PASSWORD = 'three blind mice ran'

t.test('joining', async t => {
  let now = new Date()
  const app = await startApp(t, { now: () => now, env: { PUBLIC_URL: '' } })
  const db = app.database.db
  const lastMail = async (recipient: string) => {
    await app.settled()
    const [mail] = await db.select().from(mails).where(eq(mails.recipient, recipient)).orderBy(desc(mails.id)).limit(1)
    return mail
  }
  const linkIn = (text = '') => /https?:\/\/\S+/.exec(text)?.[0] ?? ''
  const join = async (name: string, email: string, client: Client = app.visitor()): Promise<Answer> => {
    const form = await client.get('/join')
    return form.submit('/join', { name, email, password: PASSWORD })
  }
  const whoIs = async (client: Client) =>
    (await client.api('GET', '/session')).json<{ member: { name: string } | null }>().member?.name ?? null
  const set = async (values: Partial<SettingValues>) => changeSettings(await app.ctx(), values)

  t.test('a visitor joins and is in', async t => {
    const client = app.visitor()
    const answer = await join('Élodie', 'elodie@people.example', client)
    t.equal(answer.status, 303)
    t.equal(answer.location, '/')
    t.equal(await whoIs(client), 'Élodie')
    const page = await client.get('/m/%C3%89lodie')
    t.equal(page.status, 200)
    t.notMatch(page.text, /elodie@people/, 'the profile shows no address')
    t.equal((await client.get('/join')).status, 303, 'who is in need not join')
  })

  t.test('the answer is the same whether or not an address is known; only its mailbox learns (ASVS 6.3)', async t => {
    const [known, unknown] = [await join('first.try', mia.email), await join('second.try', 'new@people.example')]
    const shape = ({ status, location, headers, text }: Answer) => ({
      status,
      location,
      text,
      cookies: headers['set-cookie']?.map(line => line.replace(/=[a-z2-7]{40};/, '=…;')),
    })
    t.same(shape(known), shape(unknown))
    const toHolder = await lastMail(mia.email)
    t.match(toHolder?.subject, /already have an account/)
    t.match(toHolder?.text, /mia/)
    t.match(linkIn(toHolder?.text), /\/forgot$/)
    t.match(linkIn((await lastMail('new@people.example'))?.text), /\/verify\?key=[\w-]{43}$/)
  })

  t.test('a form that was refused comes back with all that was typed but the password', async t => {
    const form = await app.visitor().get('/join')
    const values = { name: 'ADA', email: 'someone@people.example', password: PASSWORD }
    const answer = await form.submit('/join', values)
    t.equal(answer.status, 422)
    t.equal(answer.page.querySelector('input[name=name]')?.getAttribute('value'), 'ADA')
    t.match(answer.text, /Somebody has this name already/)
    t.notMatch(answer.text, PASSWORD)
    const markup = await form.submit('/join', { ...values, name: '"><script>alert(1)</script>' })
    t.notMatch(markup.text, '<script>alert', 'nor does it become markup (3)')
  })

  t.test('whoever fills in the field that people do not see is answered and not let in', async t => {
    const client = app.visitor()
    const form = await client.get('/join')
    const answer = await form.submit('/join', {
      name: 'robot',
      email: 'r@people.example',
      password: PASSWORD,
      website: 'x',
    })
    t.equal(answer.status, 303)
    t.equal(await whoIs(client), null)
    t.equal((await db.select().from(members).where(eq(members.name, 'robot'))).length, 0)
  })

  t.test('a closed community takes nobody (33)', async t => {
    await set({ 'accounts.joining': 'closed' })
    t.notOk((await app.visitor().get('/join')).page.querySelector('form[action="/join"]'))
    const answer = await app.visitor().post('/join', { name: 'late', email: 'late@people.example', password: PASSWORD })
    t.equal(answer.status, 403)
    await set({ 'accounts.joining': 'open' })
  })

  t.test('another site cannot join or sign in for anybody (37)', async t => {
    for (const path of ['/join', '/sign-in', '/sign-out', '/forgot', '/reset', '/verify', '/preferences']) {
      const answer = await app.visitor().post(path, {}, { 'sec-fetch-site': 'cross-site' })
      t.equal(answer.status, 403, path)
    }
  })

  t.test('confirming an address', async t => {
    const client = app.visitor()
    await join('verity', 'verity@people.example', client)
    const link = linkIn((await lastMail('verity@people.example'))?.text)

    t.test('the link is built from PUBLIC_URL, never from the request (34)', async t => {
      await app
        .visitor({ host: 'evil.example' })
        .post('/forgot', { email: mia.email }, { 'sec-fetch-site': 'same-origin' })
      for (const text of [link, linkIn((await lastMail(mia.email))?.text)]) t.equal(new URL(text).origin, app.url)
    })

    t.test('opening it spends nothing, however often (31)', async t => {
      for (let i = 0; i < 3; i++) t.equal((await app.visitor().get(link)).status, 200)
      t.equal((await app.visitor().send('HEAD', link)).status < 500, true)
      const [member] = await db.select().from(members).where(eq(members.name, 'verity'))
      t.equal(member?.emailVerifiedAt, null)
    })

    t.test('pressing its button confirms, once', async t => {
      const page = await client.get(link)
      t.equal((await page.submit('/verify')).location, '/settings/account?notice=verified')
      t.match((await client.api('GET', '/session')).json(), { member: { verified: true } })
      t.equal((await page.submit('/verify')).status, 410)
      t.equal((await client.get(link)).status, 410)
    })

    t.test('of two who claim one address, the first to confirm holds it', async t => {
      await join('claim.one', 'claimed@people.example')
      const first = linkIn((await lastMail('claimed@people.example'))?.text)
      await join('claim.two', 'CLAIMED@people.example')
      const second = linkIn((await lastMail('CLAIMED@people.example'))?.text)
      const answers = await Promise.all(
        [first, second].map(async one => (await app.visitor().get(one)).submit('/verify')),
      )
      t.same(answers.map(answer => answer.status).sort(), [303, 409])
    })

    t.test('keys that were never made are told like spent ones', async t => {
      for (const key of ['', 'x', '%00', '../../etc', "' or 1=1 --"]) {
        const answer = await app.visitor().get(`/verify?key=${encodeURIComponent(key)}`)
        t.ok([410, 422].includes(answer.status), `${key}: ${answer.status}`)
      }
    })
  })

  t.test('a new password', async t => {
    const forgot = async (email: string) => (await app.visitor().get('/forgot')).submit('/forgot', { email })

    t.test('asking for one answers the same for every address', async t => {
      const answers = [await forgot(mia.email), await forgot('stranger@people.example')]
      t.same(new Set(answers.map(answer => `${answer.status} ${answer.location}`)).size, 1)
      t.equal(await lastMail('stranger@people.example'), undefined)
    })

    t.test('the log says that it was asked for, and holds no secret', async t => {
      const key = new URL(linkIn((await lastMail(mia.email))?.text)).searchParams.get('key') ?? ''
      const log = JSON.stringify(await db.select().from(domainEvents))
      const links = JSON.stringify(await db.select().from(mailLinks))
      t.notMatch(log, key)
      t.notMatch(links, key, 'nor does the table of links')
    })

    t.test('choosing it ends every session, spends every link, and proves the address', async t => {
      const person = { ...ada, name: 'late.proof', email: 'late.proof@people.example', password: PASSWORD }
      const client = app.visitor()
      await join(person.name, person.email, client)
      await forgot(person.email)
      const link = linkIn((await lastMail(person.email))?.text)
      const form = await app.visitor().get(link)
      t.equal((await form.submit('/reset', { password: 'short' })).status, 422, 'the rules hold here too')
      t.equal((await form.submit('/reset', { password: 'four calling birds' })).location, '/sign-in?notice=reset')
      t.equal(await whoIs(client), null)
      t.equal((await form.submit('/reset', { password: 'five golden rings' })).status, 410)
      const again = await signIn(app.visitor(), { ...person, password: 'four calling birds' })
      t.match((await again.api('GET', '/session')).json(), { member: { verified: true } })
      await t.rejects(signIn(app.visitor(), person), 'the old password is over')
    })

    t.test('its link lasts an hour', async t => {
      await forgot(mia.email)
      const link = linkIn((await lastMail(mia.email))?.text)
      now = new Date(now.getTime() + 61 * 60 * 1000)
      t.equal((await app.visitor().get(link)).status, 410)
    })

    t.test('a link for one purpose is no key to another', async t => {
      await forgot(mia.email)
      const key = new URL(linkIn((await lastMail(mia.email))?.text)).searchParams.get('key') ?? ''
      t.equal((await app.visitor().get(`/verify?key=${key}`)).status, 410)
    })
  })

  t.test('settings of the account', async t => {
    const person = await app.make.member()
    const client = await signIn(app.visitor(), person)

    t.test('a new address counts once it is confirmed, and the old one hears of it', async t => {
      const page = await client.get('/settings/account')
      const ask = (values: Record<string, string>) => page.submit('/settings/account/email', values)
      t.equal((await ask({ email: 'moved@people.example', password: 'wrong' })).status, 422)
      t.equal((await ask({ email: 'moved@people.example', password: person.password })).status, 303)
      t.match((await lastMail(person.email))?.subject, /Another address/)
      t.match((await client.get('/settings/account')).text, person.email)
      const link = linkIn((await lastMail('moved@people.example'))?.text)
      await (await client.get(link)).submit('/verify')
      t.match((await client.get('/settings/account')).text, 'moved@people.example')
    })

    t.test('a new password asks for the current one and signs other browsers out', async t => {
      const other = await signIn(app.visitor(), person)
      const page = await client.get('/settings/account')
      const change = (current: string) =>
        page.submit('/settings/account/password', { current, password: 'new words here' })
      t.equal((await change('wrong')).status, 422)
      t.equal((await change(person.password)).status, 303)
      t.equal(await whoIs(client), person.name, 'this browser stays in')
      t.equal(await whoIs(other), null)
    })

    t.test('sessions are listed, and one of somebody else cannot be ended (25)', async t => {
      const [foreign] = await db.select().from(sessions).where(eq(sessions.memberId, mia.id)).limit(1)
      await signIn(app.visitor(), mia)
      const [row] = await db.select().from(sessions).where(eq(sessions.memberId, mia.id)).limit(1)
      const id = foreign?.id ?? row?.id
      t.equal((await client.post(`/settings/sessions/${id}/delete`)).status, 404)
      t.equal(
        (
          await db
            .select()
            .from(sessions)
            .where(eq(sessions.id, id ?? ''))
        ).length,
        1,
      )
      const other = await signIn(app.visitor({ 'user-agent': 'Second Browser' }), {
        ...person,
        password: 'new words here',
      })
      const page = await client.get('/settings/sessions')
      t.equal(page.status, 200)
      const [button] = [...page.page.querySelectorAll('form[action^="/settings/sessions/"]')]
      await page.submit(button?.getAttribute('action') ?? '')
      t.equal(await whoIs(other), null)
      t.equal(await whoIs(client), person.name)
    })

    t.test('a profile takes what its member says of themselves, as text', async t => {
      const page = await client.get('/settings/profile')
      const about = 'I <b>collect</b>\nold maps.'
      t.equal((await page.submit('/settings/profile', { displayName: 'Cap & Co', about })).status, 303)
      const profile = await app.visitor().get(`/m/${person.name}`)
      t.match(profile.text, 'Cap &amp; Co')
      t.match(profile.text, 'I &lt;b>collect&lt;/b>')
      const turned = await page.submit('/settings/profile', { displayName: 'a\u202Eb', about: '' })
      t.equal(turned.status, 422, 'but no signs that turn text around (2)')
    })

    t.test('pages of settings are for members', async t => {
      for (const path of ['/settings/profile', '/settings/preferences', '/settings/account', '/settings/sessions']) {
        t.match((await app.visitor().get(path)).location, /^\/sign-in\?returnTo=/, path)
        t.equal((await client.get(path)).status, 200, path)
      }
    })
  })

  t.test('after signing in one is led back, on this site only (41)', async t => {
    const lead = async (returnTo: string) => {
      const form = await app.visitor().get(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
      return (await form.submit('/sign-in', { login: 'mia', password: mia.password, returnTo })).location
    }
    t.equal(await lead('/settings/profile?notice=saved'), '/settings/profile?notice=saved')
    for (const elsewhere of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'evil',
      '/%',
    ]) {
      t.equal(await lead(elsewhere), '/', JSON.stringify(elsewhere))
    }
  })

  t.test('language and theme are kept for visitors in the browser, for members with the account', async t => {
    const visitor = app.visitor()
    t.equal((await visitor.post('/preferences', { locale: 'fr', returnTo: '/sign-in' })).location, '/sign-in')
    await visitor.post('/preferences', { theme: 'dark', returnTo: '/' })
    const page = await visitor.get('/sign-in')
    t.match(page.page.documentElement.getAttribute('lang'), 'fr')
    t.match(page.page.documentElement.getAttribute('data-theme'), 'dark')
    const client = await signIn(app.visitor(), mia)
    await client.post('/preferences', { locale: 'fr', returnTo: '/' })
    const elsewhere = await signIn(app.visitor(), mia)
    t.equal((await elsewhere.get('/settings/profile')).page.documentElement.getAttribute('lang'), 'fr')
    t.equal((await client.post('/preferences', { theme: 'pink', returnTo: '/' })).status, 422)
  })
})

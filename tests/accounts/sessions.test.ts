/** Sessions and tokens: who a request is taken for, and for how long. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { apiTokens, members, sessions } from '../../db/tables/index.ts'
import * as auth from '../../server/auth/service.ts'
import { hashSecret } from '../../server/core/secrets.ts'
import { signIn, startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const { ada, mia, mo, noor } = people

t.test('sessions', async t => {
  let now = new Date()
  const app = await startApp(t, { now: () => now })
  const db = app.database.db
  const whoIs = async (client: Awaited<ReturnType<typeof app.as>>) =>
    (await client.api('GET', '/session')).json<{ member: { name: string } | null }>().member?.name ?? null
  const later = (days: number) => {
    now = new Date(now.getTime() + days * DAY_MS)
  }

  t.test('the cookie is for this site and this browser only, and the table cannot make one', async t => {
    const answer = await app.visitor().api('POST', '/session', { name: 'MIA', password: mia.password })
    t.equal(answer.status, 200)
    const [line = ''] = answer.headers['set-cookie'] ?? []
    t.match(line, /^guildhall=[a-z2-7]{40}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax$/)
    const value = /=(\w+);/.exec(line)?.[1] ?? ''
    const [row] = await db
      .select()
      .from(sessions)
      .where(eq(sessions.id, hashSecret(value)))
    t.equal(row?.memberId, mia.id, 'what is stored is the hash')
    t.equal((await db.select().from(sessions).where(eq(sessions.id, value))).length, 0)
  })

  t.test('under https the cookie is Secure and bound to the host', async t => {
    const secure = await startApp(t, { env: { PUBLIC_URL: 'https://talk.example.org' } })
    const headers = { 'sec-fetch-site': 'same-origin' }
    const answer = await secure.visitor(headers).api('POST', '/session', { name: 'mia', password: mia.password })
    t.match(answer.headers['set-cookie'], [/^__Host-guildhall=.*; HttpOnly; .*Path=\/; SameSite=Lax; Secure$/])
  })

  t.test('a wrong password, an unknown name and an unknown address are refused in the same words', async t => {
    const wrong = [
      { name: 'mia', password: 'not the right one' },
      { name: 'nobody-at-all', password: 'not the right one' },
      { email: 'nobody@people.example', password: 'not the right one' },
      { email: mia.email, password: 'not the right one' },
    ]
    const answers = await Promise.all(wrong.map(body => app.visitor().api('POST', '/session', body)))
    t.same(new Set(answers.map(answer => `${answer.status} ${answer.text}`)).size, 1)
    t.equal(answers[0]?.status, 401)
    t.equal(answers[0]?.headers['set-cookie'], undefined)
  })

  t.test('signing in again makes a new session and ends the one that was in use', async t => {
    const client = await signIn(app.visitor(), mia)
    const before = client.cookie('guildhall')
    await signIn(client, mia)
    t.not(client.cookie('guildhall'), before)
    const old = app.visitor({ cookie: `guildhall=${before}` })
    t.equal(await whoIs(old), null, 'the old cookie is worth nothing')
  })

  t.test('signing out ends the session on the server, not only in the browser', async t => {
    const client = await signIn(app.visitor(), mia)
    const kept = client.cookie('guildhall')
    t.equal((await client.api('DELETE', '/session')).status, 204)
    t.equal(client.cookie('guildhall'), undefined)
    t.equal(await whoIs(app.visitor({ cookie: `guildhall=${kept}` })), null)
    t.equal((await app.visitor().api('DELETE', '/session')).status, 204, 'and who is not signed in may sign out')
  })

  t.test('a session in use is renewed past its half; one left alone for thirty days is over', async t => {
    const client = await signIn(app.visitor(), noor)
    later(10)
    t.equal((await client.api('GET', '/session')).headers['set-cookie'], undefined, 'not yet')
    later(6)
    t.match((await client.api('GET', '/session')).headers['set-cookie'], [/^guildhall=[a-z2-7]{40}; .*Max-Age=2592000/])
    later(29)
    t.equal(await whoIs(client), 'noor', 'it was renewed')
    later(31)
    const last = await client.api('GET', '/session')
    t.same(last.json(), { member: null })
    t.match(last.headers['set-cookie'], [/^guildhall=; .*Max-Age=0/])
    t.equal((await db.select().from(sessions).where(eq(sessions.memberId, noor.id))).length, 0, 'its row is gone')
  })

  t.test('even a session in daily use ends after half a year', async t => {
    const client = await signIn(app.visitor(), noor)
    for (let day = 0; day < 179; day += 10) {
      later(10)
      if (day < 170) t.equal(await whoIs(client), 'noor')
    }
    t.equal(await whoIs(client), null)
  })

  t.test('cookies of any shape sign nobody in and break nothing', async t => {
    const odd = [
      'guildhall=%',
      'guildhall',
      'guildhall=""',
      '%E0%A4%A=1; guildhall=x',
      `guildhall=${'a'.repeat(40)}`,
      '=;;=',
    ]
    for (const cookie of odd) t.equal(await whoIs(app.visitor({ cookie })), null, cookie)
  })

  t.test('a suspended member is signed out everywhere, and told so only with the right password (29)', async t => {
    const person = await app.make.member()
    const client = await signIn(app.visitor(), person)
    const suspend = (until: Date | null) =>
      db.update(members).set({ suspendedUntil: until }).where(eq(members.id, person.id))
    await suspend(new Date(now.getTime() + DAY_MS))
    t.equal(await whoIs(client), null)
    const login = { name: person.name, password: person.password }
    t.match((await app.visitor().api('POST', '/session', login)).json(), { status: 403, code: 'account.suspended' })
    const guess = await app.visitor().api('POST', '/session', { ...login, password: 'not the right one' })
    t.equal(guess.status, 401)
    await suspend(null)
    t.equal((await app.visitor().api('POST', '/session', login)).status, 200)
  })

  t.test('a new password ends every other session and replaces the one in use', async t => {
    const person = await app.make.member()
    const [here, there] = [await signIn(app.visitor(), person), await signIn(app.visitor(), person)]
    const before = here.cookie('guildhall')
    const ctx = await app.ctx(person)
    const [stored] = await db
      .select()
      .from(sessions)
      .where(eq(sessions.id, hashSecret(before ?? '')))
    const change = { current: person.password, password: 'a quite different secret', userAgent: '' }
    await t.rejects(auth.changePassword(ctx, { ...change, current: 'wrong', sessionId: stored?.id ?? null }), {
      name: 'Invalid',
    })
    const { cookie } = await auth.changePassword(ctx, { ...change, sessionId: stored?.id ?? null })
    t.equal(await whoIs(here), null, 'the old cookie of this browser is over')
    t.equal(await whoIs(there), null)
    t.equal(await whoIs(app.visitor({ cookie: cookie?.split(';')[0] })), person.name)
  })

  t.test('tokens', async t => {
    const make = async (scopes: string[], memberId = ada.id, expiresAt: Date | null = null) => {
      const secret = `gh_${hashSecret(`${scopes} ${memberId} ${expiresAt}`).slice(0, 40)}`
      await db.insert(apiTokens).values({ memberId, name: 'test', hash: hashSecret(secret), scopes, expiresAt })
      return app.visitor({ authorization: `Bearer ${secret}` })
    }

    t.test('an administrator acts as one only with the scope for it', async t => {
      const asAdmin = await make(['read', 'write', 'admin'])
      const asMember = await make(['read', 'write'])
      t.equal(await whoIs(asAdmin), 'ada')
      t.equal(await whoIs(asMember), 'ada')
      t.equal((await asAdmin.api('GET', '/groups')).status, 200)
      t.equal((await asMember.api('GET', '/groups')).status, 403)
    })

    t.test('a token that is over, unknown or malformed is refused, never ignored', async t => {
      const over = await make(['read'], mo.id, new Date(now.getTime() - 1))
      t.equal((await over.api('GET', '/session')).status, 401)
      for (const authorization of [
        'Bearer',
        'Bearer ',
        'Bearer x',
        'gh_abc',
        `Bearer gh_${'x'.repeat(40)}`,
        'Bearer gh_é',
      ]) {
        const answer = await app
          .visitor()
          .api('GET', '/session', undefined, { authorization: Buffer.from(authorization).toString('latin1') })
        t.equal(answer.status, 401, authorization)
        t.match(answer.headers['content-type'], /problem\+json/)
      }
      const page = await app.visitor().get('/', { headers: { authorization: 'nonsense' } })
      t.ok(page.status < 500, 'nor does it break a page')
    })

    t.test('the sign-in of a proxy in front of us is not ours to judge', async t => {
      const answer = await app.visitor().api('GET', '/session', undefined, { authorization: 'Basic dTpw' })
      t.equal(answer.status, 200)
    })
  })
})

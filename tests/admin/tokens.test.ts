/** API tokens: made and revoked by their owner, shown once, held to their scopes. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { apiTokens, auditEntries, domainEvents, groupMembers } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { changeSettings } from '../../server/core/settings.ts'
import * as tokens from '../../server/tokens/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { type Person, people } from '../support/people.ts'

type Token = { id: string; name: string; scopes: string[]; expiresAt: string | null; token?: string }
type Scopes = tokens.NewToken['scopes']

const bearer = (app: TestApp, token: string) => app.visitor({ authorization: `Bearer ${token}` })

/** A program with a person's token. */
async function program(app: TestApp, person: Person, scopes: Scopes) {
  const { token } = await tokens.create(await app.ctx(person), {
    name: `${scopes.join(' ')} of ${person.name}`,
    scopes,
  })
  return bearer(app, token)
}

t.test('tokens', async t => {
  let clock = Date.now()
  const app = await startApp(t, { now: () => new Date(clock) })
  const db = app.database.db
  const [asMia, asNoor] = await Promise.all([app.as(people.mia), app.as(people.noor)])

  t.test('a token is made on the page, shown once and kept as a hash', async t => {
    const page = await asMia.get('/settings/tokens')
    t.notOk(page.page.querySelector('[name=scopes][value=admin]'), 'staff rights are for staff')
    const answer = await page.submit('/settings/tokens', { name: 'My <script>', scopes: ['read', 'write'], days: '30' })
    t.equal(answer.status, 200)
    const secret = answer.page.querySelector('main input[readonly]')?.getAttribute('value') ?? ''
    t.match(secret, /^gh_[\w-]{43}$/)
    t.notOk(answer.page.querySelector('main script'))
    t.notMatch((await asMia.get('/settings/tokens')).text, secret)
    const rows = await db.select().from(apiTokens)
    t.notMatch(JSON.stringify(rows), secret)
    const log = JSON.stringify([await db.select().from(auditEntries), await db.select().from(domainEvents)])
    t.notMatch(log, secret)
    t.match((await bearer(app, secret).api('GET', '/session')).json(), { member: { name: 'mia' } })
  })

  t.test('a refused form keeps what was typed', async t => {
    const answer = await asMia.post('/settings/tokens', { name: 'No scopes', scopes: [], days: '365' })
    t.equal(answer.status, 422)
    t.equal(answer.page.querySelector('[name=name]')?.getAttribute('value'), 'No scopes')
    t.ok(answer.page.querySelector('option[value="365"]')?.hasAttribute('selected'))
    const forged = await asMia.post('/settings/tokens', { name: 'Staff', scopes: ['read', 'admin'], days: '0' })
    t.equal(forged.status, 422)
    t.ok(forged.page.querySelector('[name=scopes][value=read]')?.hasAttribute('checked'))
    t.equal((await asMia.post('/settings/tokens', { name: 'All', scopes: ['everything'], days: '0' })).status, 422)
    t.equal((await app.visitor().get('/settings/tokens')).status, 303)
    t.equal((await app.visitor().post('/settings/tokens', { name: 'x', scopes: 'read', days: '0' })).status, 401)
  })

  t.test('without write a token only reads, without read it only writes, on the API and on pages', async t => {
    const { id: threadId } = await app.make.thread()
    const reader = await program(app, people.mia, ['read'])
    const writer = await program(app, people.mia, ['write'])
    const reply = `/threads/${threadId}/posts`
    t.equal((await reader.api('GET', reply)).status, 200)
    const refused = await reader.api('POST', reply, { body: 'Not allowed' })
    t.equal(refused.status, 403)
    t.match(refused.json(), { code: 'token.scope' })
    t.equal((await reader.post(`/threads/${threadId}/posts`, { body: 'Not allowed' })).status, 403)
    t.equal((await writer.api('POST', reply, { body: 'Allowed' })).status, 201)
    t.match((await writer.api('GET', reply)).json(), { code: 'token.scope' })
    t.equal((await writer.get(`/t/${threadId}`)).status, 403)
  })

  t.test('an administrator’s token administers only with the scope for it', async t => {
    const plain = await program(app, people.ada, ['read', 'write'])
    const staff = await program(app, people.ada, ['read', 'write', 'admin'])
    t.equal((await plain.api('GET', '/settings')).status, 403)
    t.equal((await plain.get('/admin')).status, 403)
    t.equal((await staff.api('GET', '/settings')).status, 200)
    t.equal((await staff.api('PATCH', '/settings', { values: { 'site.tagline': 'By a program' } })).status, 200)
    const only = await program(app, people.ada, ['admin'])
    t.equal((await only.api('GET', '/settings')).status, 403, 'it says with which rights, not what may be done')
  })

  t.test('the API makes, lists and revokes; a repeated request never repeats the secret', async t => {
    const key = { 'idempotency-key': 'make-one' }
    const input = { name: 'Bot', scopes: ['read'], expiresAt: new Date(clock + 1e7).toISOString() }
    const made = await asNoor.api('POST', '/tokens', input, key)
    t.equal(made.status, 201)
    const { id, token = '' } = made.json<Token>()
    t.match(token, /^gh_/)
    const again = await asNoor.api('POST', '/tokens', input, key)
    t.equal(again.status, 201)
    t.match(again.json<Token>(), { id, name: 'Bot' })
    t.notOk('token' in again.json<Token>())
    t.notMatch(again.text, token)
    const list = await asNoor.api('GET', '/tokens')
    t.strictSame(
      list.json<{ items: Token[] }>().items.map(one => one.id),
      [id],
    )
    t.notMatch(list.text, token)

    t.equal((await (await app.as(people.mia)).api('DELETE', `/tokens/${id}`)).status, 404, 'nobody else’s')
    t.equal((await bearer(app, token).api('GET', '/tokens')).status, 200)
    t.equal((await asNoor.api('DELETE', `/tokens/${id}`)).status, 204)
    t.equal((await bearer(app, token).api('GET', '/tokens')).status, 401)
    t.equal((await asNoor.api('DELETE', `/tokens/${id}`)).status, 404)
    t.equal((await app.visitor().api('POST', '/tokens', input)).status, 401)
    const past = await asNoor.api('POST', '/tokens', { ...input, expiresAt: new Date(clock - 1).toISOString() })
    t.equal(past.status, 422)
    t.equal((await asNoor.api('POST', '/tokens', { ...input, scopes: [] })).status, 422)
    t.equal((await asNoor.api('POST', '/tokens', { ...input, memberId: 1 })).status, 422)
  })

  t.test('a token makes none that may more than itself', async t => {
    const writer = await program(app, people.ada, ['write'])
    for (const scopes of [['read'], ['read', 'write'], ['admin'], ['write', 'admin']]) {
      const answer = await writer.api('POST', '/tokens', { name: 'More', scopes })
      t.equal(answer.status, 403, scopes.join())
      t.match(answer.json(), { code: 'token.scope' })
    }
    t.equal((await writer.api('POST', '/tokens', { name: 'Same', scopes: ['write'] })).status, 201)
  })

  t.test('whoever is staff no more has no staff rights by an old token', async t => {
    const person = await app.make.member({ groups: ['moderators'] })
    const { id } = await app.make.category({ rights: { moderate: [GROUP.moderators] } })
    const client = await program(app, person, ['read', 'admin'])
    t.equal((await client.api('GET', `/categories/${id}`)).status, 200)
    await db.delete(groupMembers).where(eq(groupMembers.memberId, person.id))
    t.equal((await client.api('GET', `/categories/${id}`)).status, 404)
  })

  t.test('the command line makes them for anybody by name, staff rights only for staff', async t => {
    const ctx = await app.ctx()
    const { token } = await tokens.createForMember(ctx, { memberName: 'ADA', name: 'cli', scopes: ['read', 'admin'] })
    t.equal((await bearer(app, token).api('GET', '/settings')).status, 200)
    await t.rejects(tokens.createForMember(ctx, { memberName: 'nobody', name: 'cli', scopes: ['read'] }), {
      code: 'not-found',
    })
    const member = { memberName: 'mia', name: 'cli', scopes: ['read', 'admin'] } as const
    await t.rejects(tokens.createForMember(ctx, member), { code: 'invalid' })
  })

  t.test('there is an end to how many one account holds', async t => {
    const person = await app.make.member()
    const ctx = await app.ctx(person)
    for (let index = 0; index < 50; index++) await tokens.create(ctx, { name: `${index}`, scopes: ['read'] })
    await t.rejects(tokens.create(ctx, { name: 'more', scopes: ['read'] }), { code: 'token.too-many' })
  })

  t.test('it ends when it was said to', async t => {
    const expiresAt = new Date(clock + 60_000)
    const { token } = await tokens.create(await app.ctx(people.mia), { name: 'Short', scopes: ['read'], expiresAt })
    t.equal((await bearer(app, token).api('GET', '/session')).status, 200)
    clock += 60_000
    t.equal((await bearer(app, token).api('GET', '/session')).status, 401)
    t.match((await asMia.get('/settings/tokens')).text, /Expired/)
  })
})

t.test('each token keeps its own pace', async t => {
  let clock = Date.parse('2026-03-14T12:00:00Z')
  const app = await startApp(t, { now: () => new Date(clock), env: { GUILDHALL_LIMITS: 'on' } })
  await changeSettings(await app.ctx(people.ada), { 'tokens.perMinute': 10 })
  const [wild, calm] = [await program(app, people.mia, ['read']), await program(app, people.mia, ['write', 'read'])]
  for (let asked = 0; asked < 10; asked++) t.equal((await wild.api('GET', '/session')).status, 200)
  const refused = await wild.api('GET', '/session')
  t.equal(refused.status, 429)
  t.equal(refused.headers['retry-after'], '60')
  t.equal((await calm.api('GET', '/session')).status, 200, 'another of the same member goes on')
  t.equal((await (await app.as(people.mia)).get('/')).status, 200, 'and so does the member')
  clock += 60_000
  t.equal((await wild.api('GET', '/session')).status, 200)
})

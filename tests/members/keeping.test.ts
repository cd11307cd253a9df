/** What those who keep the members do with accounts: found, renamed, given another address, signed out; by pages and API. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { apiTokens, auditEntries, members, postMentions, posts, sessions } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { grant } from '../../server/core/permissions.ts'
import { edit } from '../../server/posts/edit.ts'
import * as tokens from '../../server/tokens/service.ts'
import { signIn, startApp } from '../support/app.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'

type List = { items: { id: string; name: string; email?: string }[]; nextCursor: string | null }

t.test('keeping the members', async t => {
  const app = await startApp(t)
  const [asAda, asMo, asMia] = await Promise.all([app.as(people.ada), app.as(people.mo), app.as(people.mia)])
  const { db } = app.database
  const found = async (query: string) =>
    (await asAda.api('GET', `/members?${query}`)).json<List>().items.map(({ name }) => name)
  const actsOn = (id: number) =>
    db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.targetType, 'member'), eq(auditEntries.targetId, String(id))))

  t.test('a member is found by name, display name, address and number, whatever the case', async t => {
    const zelda = await app.make.member()
    await db.update(members).set({ displayName: 'Zelda Quint' }).where(eq(members.id, zelda.id))
    t.strictSame(await found(`q=${zelda.name.toUpperCase()}&limit=1`), [zelda.name])
    t.strictSame(await found('q=zelda'), [zelda.name])
    t.strictSame(await found(`q=${zelda.email}`), [zelda.name])
    t.strictSame(await found(`q=${zelda.id}`), [zelda.name])
    t.strictSame(await found('q=%25'), [], 'a sign of patterns is a sign like others')
    const page = await asAda.get('/admin/members?q=zelda')
    t.match(page.seen('main .ledger'), /Zelda Quint/)
    t.match(page.seen('main .ledger'), zelda.email)
    t.match((await asAda.get('/admin/members?q=nobody-so')).seen('main'), /Nobody fits/)
  })

  t.test('lists are narrowed, and read on by key', async t => {
    const plain = await app.make.member()
    await db.update(members).set({ emailVerifiedAt: null }).where(eq(members.id, plain.id))
    const late = await app.make.member()
    await db
      .update(members)
      .set({ suspendedUntil: new Date('2100-01-01') })
      .where(eq(members.id, late.id))
    t.strictSame((await found('state=staff')).toSorted(), ['ada', 'mo'])
    t.strictSame(await found('state=suspended'), [late.name])
    t.strictSame(await found('state=unverified'), [plain.name])
    t.strictSame(await found(`state=staff&q=${late.name}`), [])
    const first = (await asAda.api('GET', '/members?state=all&limit=2')).json<List>()
    const next = (await asAda.api('GET', `/members?state=all&limit=2&cursor=${first.nextCursor}`)).json<List>()
    t.strictSame(
      first.items.map(one => one.name),
      [late.name, plain.name],
    )
    t.equal(next.items.length, 2)
    t.notOk(next.items.some(one => first.items.some(other => other.id === one.id)))
  })

  t.test('nobody else searches, and addresses stay unseen', async t => {
    for (const client of [asMo, asMia]) {
      t.equal((await client.api('GET', '/members?q=a')).status, 403)
      t.equal((await client.api('GET', '/members?state=staff')).status, 403)
      t.equal((await client.api('PATCH', '/members/noor', { name: 'noora' })).status, 403)
      t.equal((await client.api('DELETE', '/members/noor/sessions')).status, 403)
    }
    t.equal((await app.visitor().api('GET', '/members?q=a')).status, 401)
    t.notMatch((await asMo.api('GET', '/members')).text, /noor@people/)
  })

  t.test('whoever is granted it keeps members, but not staff', async t => {
    await grant(await app.ctx(), 'member.manage', [GROUP.moderators])
    const other = await app.make.member()
    t.equal((await asMo.api('PATCH', `/members/${other.name}`, { verified: false })).status, 200)
    t.equal((await asMo.api('PATCH', '/members/ada', { name: 'ada-2' })).status, 403)
    t.equal((await asMo.api('DELETE', '/members/ada/sessions')).status, 403)
    await grant(await app.ctx(), 'member.manage', [])
  })

  t.test('a renamed member is found by both names, and nobody takes the old one', async t => {
    const otto = await app.make.member()
    const thread = await app.make.thread({ by: people.mia, body: `Ask @${otto.name} about it` })
    const path = `/admin/members/${otto.id}`
    const answer = await (await asAda.get(path)).submit(`${path}/name`, { name: 'otto-the-great' })
    t.equal(answer.location, `${path}?notice=renamed`)
    t.match((await answer.follow()).seen('main'), `@${otto.name}`, 'the name before is told')
    for (const tab of ['', '/threads', '/posts']) {
      const old = await app.visitor().get(`/m/${otto.name}${tab}`)
      t.equal(old.status, 301)
      t.equal(new URL(old.location, app.url).pathname, `/m/otto-the-great${tab}`)
    }
    const joined = { name: otto.name, email: 'new@people.example', password: 'somebody keeps 1 long secret' }
    t.equal((await app.visitor().post('/join', joined)).status, 422)
    t.equal((await asAda.api('PATCH', '/members/noor', { name: otto.name.toUpperCase() })).status, 422)
    t.equal((await asAda.api('PATCH', '/members/noor', { name: 'MIA' })).status, 422, 'one that somebody has')
    t.equal((await asAda.api('PATCH', '/members/noor', { name: 'admin' })).status, 422)

    const [post] = await db.select().from(posts).where(eq(posts.threadId, thread.id))
    t.match(post?.html, `/m/${otto.name}`, 'what was cooked leads on')
    await edit(await app.ctx(people.mia), { id: post?.id ?? 0, body: `Do ask @${otto.name} about it` })
    const [again] = await db.select().from(posts).where(eq(posts.threadId, thread.id))
    t.match(again?.html, '/m/otto-the-great', 'what is cooked now has the new name')
    const [mention] = await db
      .select()
      .from(postMentions)
      .where(eq(postMentions.postId, post?.id ?? 0))
    t.equal(mention?.targetId, otto.id)

    const back = await asAda.api('PATCH', '/members/otto-the-great', { name: otto.name })
    t.match(back.json(), { name: otto.name })
    t.equal((await app.visitor().get('/m/otto-the-great')).status, 301)
    t.equal((await app.visitor().get(`/m/${otto.name}`)).status, 200)
    t.strictSame(
      (await actsOn(otto.id)).map(one => one.act),
      ['member.create', 'member.rename', 'member.rename'],
    )
  })

  t.test('a refused name is shown again with what is wrong', async t => {
    const path = `/admin/members/${people.noor.id}`
    const refused = await (await asAda.get(path)).submit(`${path}/name`, { name: 'a' })
    t.equal(refused.status, 422)
    t.ok(refused.page.querySelector('[name=name][aria-invalid=true][value=a]'))
  })

  t.test('another address waits for its answer unless it is known to be theirs', async t => {
    const other = await app.make.member()
    const path = `/admin/members/${other.id}`
    await (await asAda.get(path)).submit(`${path}/email`, { email: 'fresh@people.example', verified: [] })
    await app.settled()
    t.match((await asAda.api('GET', `/members/${other.name}`)).json(), {
      email: 'fresh@people.example',
      verified: false,
    })
    t.match((await asAda.api('GET', '/mails')).text, /fresh@people\.example/, 'a mail asks')
    t.match((await asAda.api('PATCH', `/members/${other.name}`, { verified: true })).json(), { verified: true })
    t.equal(
      (await asAda.api('PATCH', `/members/${other.name}`, { email: people.mia.email, verified: true })).status,
      409,
    )
    t.equal((await asAda.api('PATCH', `/members/${other.name}`, { email: 'no address' })).status, 422)
    t.notMatch(JSON.stringify(await actsOn(other.id)), /fresh@/, 'the log holds no address')
  })

  t.test('signing out everywhere ends sessions, sockets and tokens', async t => {
    const other = await app.make.member()
    const client = await signIn(app.visitor(), other)
    const { token } = await tokens.create(await app.ctx(other), { name: 'a program', scopes: ['read'] })
    const socket = await Listener.open(client)
    await socket.subscribe('me')
    const path = `/admin/members/${other.id}`
    t.match((await asAda.get(path)).seen('main'), /a program/)
    await (await asAda.get(path)).submit(`${path}/sessions/delete`)
    await socket.closed()
    t.match((await client.api('GET', '/session')).json(), { member: null })
    t.equal((await app.visitor({ authorization: `Bearer ${token}` }).api('GET', '/session')).status, 401)
    t.equal((await db.select().from(sessions).where(eq(sessions.memberId, other.id))).length, 0)
    t.equal((await db.select().from(apiTokens).where(eq(apiTokens.memberId, other.id))).length, 0)
    t.ok((await actsOn(other.id)).some(one => one.act === 'member.signOut'))
  })

  t.test('an account that is not there is not found', async t => {
    t.equal((await asAda.get('/admin/members/999999')).status, 404)
    t.equal((await asAda.post('/admin/members/999999/sessions/delete')).status, 404)
    t.equal((await asAda.api('PATCH', '/members/nobody-so', { name: 'nobody-else' })).status, 404)
  })
})

/** An account that is erased: who may ask, what goes, what stays, and what of others must not change. */
import { and, eq, sql } from 'drizzle-orm'
import t from 'tap'
import {
  auditEntries,
  bookmarks,
  drafts,
  erasures,
  follows,
  mails,
  members,
  postMentions,
  postRevisions,
  posts,
  savedSearches,
  sessions,
  threads,
  uploads,
} from '../../db/tables/index.ts'
import * as bookmarkService from '../../server/bookmarks/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import { transaction } from '../../server/core/transaction.ts'
import { communityFindings } from '../../server/doctor/community.ts'
import { eraseAccount } from '../../server/erasure/account.ts'
import { withoutNames } from '../../server/erasure/names.ts'
import * as erasure from '../../server/erasure/service.ts'
import * as groups from '../../server/groups/service.ts'
import { lockKept } from '../../server/members/manage.ts'
import { edit } from '../../server/posts/edit.ts'
import * as tokens from '../../server/tokens/service.ts'
import { signIn, startApp } from '../support/app.ts'
import { drawing, type UploadJson, upload } from '../support/files.ts'
import { type Person, people } from '../support/people.ts'
import { until } from '../support/until.ts'

const DAY_MS = 24 * 60 * 60 * 1000

t.test('a text loses a name, and nobody else does', async t => {
  const without = (text: string) =>
    withoutNames(text, { names: ['Mia', 'old.mia'], by: 'former-3', others: new Set(['mia.lee', 'miabella']) })
  t.equal(without('@mia, @MIA. and (@old.mia)'), '@former-3, @former-3. and (@former-3)')
  t.equal(without('> [@mia](/t/1/-/2):\n> words'), '> [@former-3](/t/1/-/2):\n> words')
  t.equal(
    without('@mia.lee @miabella @mias mia a@mia.example @mia/pkg'),
    '@mia.lee @miabella @mias mia a@mia.example @mia/pkg',
  )
  t.equal(without('@mia.And then'), '@former-3.And then', 'a sentence without a space after it')
})

t.test('erasing an account', async t => {
  let now = new Date()
  const app = await startApp(t, { now: () => now })
  const { db } = app.database
  const asAda = await app.as(people.ada)
  const memberOf = async (id: number) => (await db.select().from(members).where(eq(members.id, id)))[0]
  const postsOf = (threadId: number) =>
    db.select().from(posts).where(eq(posts.threadId, threadId)).orderBy(posts.number)
  const counters = async () => {
    await app.settled()
    for await (const { check, result, says } of communityFindings(await app.ctx())) {
      if (check === 'counters' || check === 'uploads') t.equal(result, 'ok', `${check}: ${says}`)
    }
  }
  const setDays = async (days: number) => asAda.api('PATCH', '/settings', { values: { 'erasure.days': days } })

  /** Stands in all that is theirs. */
  const keyOf = ({ id }: Person) => `zq-${id}-words`

  /** Somebody with something of everything. */
  async function settler(): Promise<{ person: Person; threadId: number; alone: number; uploadUrl: string }> {
    const person = await app.make.member()
    const key = keyOf(person)
    const client = await app.as(person)
    const sent = await upload(client, { bytes: await drawing(60, 40).png().toBuffer(), name: 'a.png' })
    const shown = sent.json<UploadJson>()
    await upload(client, { bytes: await drawing(70, 40).png().toBuffer(), name: 'b.png' })
    const thread = await app.make.thread({ by: person, body: `My own words ${key} ${shown.markdown}` })
    const alone = await app.make.thread({ by: person, body: `Nobody answers ${key}` })
    await app.make.post({ threadId: thread.id, by: people.mia, body: `Dear @${person.name}, and @noor` })
    const reply = await app.make.post({ threadId: thread.id, by: person, body: `My second words ${key}` })
    await edit(await app.ctx(person), { id: reply.id, body: `My later words ${key}`, reason: key })
    await app.make.post({
      threadId: thread.id,
      by: people.noor,
      body: `> [@${person.name}](/t/${thread.id}/-/1):\n> @${person.name} said so\n\nYes.`,
    })
    await bookmarkService.save(await app.ctx(person), { postId: reply.id, note: key })
    await client.api('PUT', '/drafts/thread', { body: key, fields: {} })
    await client.api('POST', '/members/me/searches', { query: { q: key } })
    const other = await app.as(people.mia)
    await other.api('POST', '/members/me/searches', { query: { q: 'words', by: person.name } })
    await tokens.create(await app.ctx(person), { name: key, scopes: ['read'] })
    await app.settled()
    return { person, threadId: thread.id, alone: alone.id, uploadUrl: shown.url }
  }

  t.test('it asks for the password, and says what becomes of what', async t => {
    const person = await app.make.member()
    const client = await app.as(person)
    t.match((await client.get('/settings/data')).page.querySelector('a[href="/settings/erase"]')?.textContent, /Erase/)
    const page = await client.get('/settings/erase')
    t.match(page.seen('main'), /7 days/)
    t.equal((await page.submit('/settings/erase', { password: 'not mine' })).status, 422)
    t.equal((await client.api('POST', '/members/me/erasure', { password: 'not mine' })).status, 422)
    t.equal((await app.visitor().get('/settings/erase')).status, 303)
    t.equal((await app.visitor().api('POST', '/members/me/erasure', { password: 'x' })).status, 401)
    t.equal((await db.select().from(erasures)).length, 0)
  })

  t.test('until it is due, signing in calls it off', async t => {
    const person = await app.make.member()
    const client = await signIn(app.visitor(), person)
    const answer = await (await client.get('/settings/erase')).submit('/settings/erase', { password: person.password })
    t.equal(answer.status, 200)
    t.match(answer.seen('main'), /Good-bye/)
    await app.settled()
    t.match((await client.api('GET', '/session')).json(), { member: null }, 'all sessions have ended')
    t.equal((await db.select().from(mails).where(eq(mails.recipient, person.email))).length, 1, 'a letter says so')
    t.equal((await db.select().from(erasures)).length, 1)
    now = new Date(now.getTime() + 1000)
    await signIn(app.visitor(), person)
    await app.settled()
    t.equal((await db.select().from(erasures)).length, 0)
    t.equal((await memberOf(person.id))?.erasedAt, null)
  })

  t.test('when the days are over it is done, with posts that stay', async t => {
    const { person, threadId, uploadUrl } = await settler()
    const client = await app.as(person)
    t.equal((await client.api('POST', '/members/me/erasure', { password: person.password, posts: 'keep' })).status, 201)
    await app.settled()
    t.equal((await memberOf(person.id))?.erasedAt, null, 'not yet')
    now = new Date(now.getTime() + 7 * DAY_MS + 1000)
    await app.ctx().then(ctx => ctx.db.execute(sql`select graphile_worker.add_job('erasure.run')`))
    await app.settled()
    const row = await memberOf(person.id)
    t.match(row, { name: `former-${person.id}`, passwordHash: null, about: '', avatarKey: null, trustLevel: 0 })
    t.ok(row?.erasedAt)
    t.equal((await db.select().from(erasures)).length, 0)
    const [opening, mention, reply, quote] = await postsOf(threadId)
    t.match(opening?.body, 'My own words')
    t.match(reply?.body, 'My later words')
    t.equal(mention?.body, `Dear @former-${person.id}, and @noor`)
    t.notMatch(mention?.html, new RegExp(`/m/(${person.name}|former)`), 'a former member is linked nowhere')
    t.match(mention?.html, '/m/noor', 'others are still')
    t.match(quote?.body, `> [@former-${person.id}](/t/${threadId}/-/1):\n> @former-${person.id} said so`)
    const mentioned = await db
      .select()
      .from(postMentions)
      .where(eq(postMentions.postId, mention?.id ?? 0))
    t.strictSame(
      mentioned.map(one => one.targetId),
      [people.noor.id],
    )
    t.equal((await app.visitor().get(uploadUrl)).status, 200, 'what a post shows stays')
    t.equal((await db.select().from(uploads).where(eq(uploads.memberId, person.id))).length, 1, 'the rest goes')
    const page = await app
      .visitor()
      .get(`/t/${threadId}`)
      .then(one => one.follow())
    t.match(page.text, /Former member/)
    t.notMatch(page.text, person.name)
    for (const path of [`/m/${person.name}`, `/api/v1/members/${person.name}`])
      t.equal((await app.visitor().get(path)).status, 404)
    t.match((await app.visitor().get(`/m/former-${person.id}`)).seen('main'), /Former member/)
    t.notMatch((await asAda.api('GET', '/members?limit=100')).text, `former-${person.id}`)
    await counters()
  })

  t.test('nothing of the person is left anywhere in the database', async t => {
    await setDays(0)
    const { person } = await settler()
    await asAda.api('PATCH', `/members/${person.name}`, { name: `${person.name}-zq` })
    await app.visitor().post('/forgot', { email: person.email })
    await app.settled()
    const client = await signIn(app.visitor(), { ...person, name: `${person.name}-zq` })
    t.equal(
      (await client.api('POST', '/members/me/erasure', { password: person.password, posts: 'remove' })).status,
      201,
    )
    await app.settled()
    const tables = await db.execute<{ name: string }>(sql`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'`)
    const words = [person.name, person.email, keyOf(person)]
    for (const { name } of tables) {
      const rows = await db.execute<{ row: string }>(
        sql`select to_jsonb(x)::text as row from ${sql.identifier(name)} x`,
      )
      const found = rows.filter(({ row }) => words.some(word => new RegExp(`${word}(?!\\d)`, 'i').test(row)))
      t.strictSame(
        found.map(({ row }) => row),
        [],
        name,
      )
    }
    for (const table of [bookmarks, drafts, follows, savedSearches, sessions])
      t.equal((await db.select().from(table).where(eq(table.memberId, person.id))).length, 0)
    await setDays(7)
  })

  t.test('posts that go leave no words, and the threads of others whole', async t => {
    const { person, threadId, alone, uploadUrl } = await settler()
    const other = await app.make.thread({ by: people.mia })
    await app.make.post({ threadId: other.id, by: person, body: 'In a thread of others' })
    const wiki = await app.make.post({ threadId: other.id, by: person, body: 'Everybody wrote this' })
    await db.update(posts).set({ wiki: true }).where(eq(posts.id, wiki.id))
    t.equal((await asAda.api('POST', `/members/${person.name}/erasure`, { posts: 'remove' })).status, 201)
    await app.settled()
    const [opening, mention, reply] = await postsOf(threadId)
    t.match(opening, { deletedAt: null, body: /has left/ })
    t.match(mention, { deletedAt: null })
    t.match(reply, { body: '', html: '', excerpt: '' })
    t.ok(reply?.deletedAt)
    t.equal(
      (
        await db
          .select()
          .from(postRevisions)
          .where(eq(postRevisions.postId, reply?.id ?? 0))
      ).length,
      0,
    )
    const [kept] = await db.select().from(threads).where(eq(threads.id, threadId))
    t.match(kept, { deletedAt: null, replyCount: 2 })
    const [gone] = await db.select().from(threads).where(eq(threads.id, alone))
    t.ok(gone?.deletedAt)
    t.equal(gone?.title, '…')
    t.match((await db.select().from(threads).where(eq(threads.id, other.id)))[0], { replyCount: 1 })
    t.match((await postsOf(other.id))[2], { body: 'Everybody wrote this', deletedAt: null })
    t.equal((await app.visitor().get(uploadUrl)).status, 404)
    t.notMatch((await app.visitor().get(`/t/${threadId}/feed.json`)).text, /My own words/)
    await counters()
  })

  t.test('what was broken off goes on, and what is done twice is as done once', async t => {
    const { person, threadId } = await settler()
    await erasure.askFor(await app.ctx(people.ada), { id: person.id, posts: 'keep' })
    const names = await eraseAccount(await app.ctx(), person.id)
    t.strictSame(await eraseAccount(await app.ctx(), person.id), names, 'the names are known still')
    await app.settled()
    const [, mention] = await postsOf(threadId)
    t.match(mention?.body, `@former-${person.id}`)
    t.equal((await db.select().from(erasures)).length, 0)
    await counters()
  })

  t.test('what the community has decided of posts holds', async t => {
    await asAda.api('PATCH', '/settings', { values: { 'erasure.posts': 'remove', 'erasure.days': 0 } })
    const { person, alone } = await settler()
    const client = await app.as(person)
    t.notOk((await client.get('/settings/erase')).page.querySelector('[name=posts]'))
    const answer = await client.api('POST', '/members/me/erasure', { password: person.password, posts: 'keep' })
    t.match(answer.json(), { posts: 'remove' })
    await app.settled()
    t.ok((await db.select().from(threads).where(eq(threads.id, alone)))[0]?.deletedAt)
    await asAda.api('PATCH', '/settings', { values: { 'erasure.posts': 'memberChooses', 'erasure.days': 7 } })
  })

  t.test('the last administrator stays, and administrators are erased by administrators', async t => {
    const answer = await asAda.api('POST', '/members/me/erasure', { password: people.ada.password })
    t.equal(answer.status, 409)
    t.equal((await asAda.api('POST', '/members/ada/erasure', {})).status, 409)
    t.equal((await (await app.as(people.mo)).api('POST', '/members/noor/erasure', {})).status, 403)
    t.equal((await (await app.as(people.mia)).api('POST', '/members/noor/erasure', {})).status, 403)
    t.equal((await app.visitor().api('POST', '/members/noor/erasure', {})).status, 401)
    const second = await app.make.member({ groups: ['administrators'] })
    t.equal((await asAda.api('POST', `/members/${second.name}/erasure`, {})).status, 201)
    await app.settled()
    t.ok((await memberOf(second.id))?.erasedAt)
    // Both mean to go: whoever is the last when their day comes stays.
    const third = await app.make.member({ groups: ['administrators'] })
    await (await app.as(third)).api('POST', '/members/me/erasure', { password: third.password })
    t.equal((await asAda.api('POST', '/members/me/erasure', { password: people.ada.password })).status, 409)
    await app.settled()
    await groups.removeMember(await app.ctx(), { groupId: GROUP.administrators, memberId: people.ada.id })
    await db.update(erasures).set({ dueAt: now })
    await app.ctx().then(ctx => ctx.db.execute(sql`select graphile_worker.add_job('erasure.run')`))
    await app.settled()
    t.equal((await memberOf(third.id))?.erasedAt, null)
    t.equal((await db.select().from(erasures)).length, 0)
    await groups.addMember(await app.ctx(), { groupId: GROUP.administrators, memberId: people.ada.id })
    const left = await asAda.api('GET', `/groups/${GROUP.administrators}/members`)
    t.notMatch(left.text, second.name)
  })

  t.test('the page asks for the name before it goes, and the log keeps the number alone', async t => {
    const person = await app.make.member()
    const path = `/admin/members/${person.id}`
    t.ok((await asAda.get(path)).page.querySelector(`a[href="${path}/erase"]`))
    const page = await asAda.get(`${path}/erase`)
    t.equal((await page.submit(`${path}/erase`, { name: 'somebody' })).status, 422)
    const answer = await page.submit(`${path}/erase`, { name: person.name })
    t.equal(answer.location, '/admin/members?notice=erased')
    await app.settled()
    t.equal((await asAda.get(path)).status, 404)
    const entries = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.targetType, 'member'), eq(auditEntries.targetId, String(person.id))))
    t.strictSame(
      entries.map(({ act, data }) => ({ act, data })),
      [
        { act: 'member.create', data: {} },
        { act: 'member.erase', data: {} },
      ],
    )
  })

  t.test('nobody takes the name of a former member, and the way in is closed', async t => {
    const join = { name: 'former-77', email: 'f@people.example', password: 'former keeps 1 long secret' }
    t.equal((await app.visitor().post('/join', join)).status, 422)
    const answer = await app.visitor().api('POST', '/session', { name: 'former-5', password: '' })
    t.not(answer.status, 200)
  })

  t.test('asked for while it is being done, it waits, and neither stops the other', async t => {
    const { id } = await app.make.member()
    await db
      .insert(erasures)
      .values({ memberId: id, posts: 'keep', askedAt: now, dueAt: new Date(now.getTime() + DAY_MS) })
    let erasing: Promise<unknown> = Promise.resolve()
    await transaction(await app.ctx(people.ada), async ctx => {
      await lockKept(ctx, id)
      erasing = eraseAccount(await app.ctx(), id)
      erasing.catch(() => {})
      const waits = async () => (await db.execute(sql`select 1 from pg_locks where not granted`)).length > 0
      await until(waits, 'the job waits for the member')
      await erasure.askFor(ctx, { id })
    })
    await erasing
    t.ok((await memberOf(id))?.erasedAt)
    await app.settled()
  })
})

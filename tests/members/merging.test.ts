/** Two accounts become one: what becomes whose, without doubles, and who may. */
import { and, eq, sql } from 'drizzle-orm'
import t from 'tap'
import {
  bookmarks,
  drafts,
  follows,
  groupMembers,
  members,
  notifications,
  postMentions,
  posts,
  reactions,
  savedSearches,
  sessions,
  threadReads,
  threads,
  uploads,
} from '../../db/tables/index.ts'
import * as bookmarkService from '../../server/bookmarks/service.ts'
import { communityFindings } from '../../server/doctor/community.ts'
import { startApp } from '../support/app.ts'
import { drawing, upload } from '../support/files.ts'
import { people } from '../support/people.ts'

t.test('merging two accounts', async t => {
  const app = await startApp(t)
  const { db } = app.database
  const asAda = await app.as(people.ada)

  t.test('all becomes the other’s, once', async t => {
    const group = await app.make.group()
    const from = await app.make.member({ groups: [group.slug] })
    const into = await app.make.member()
    const [asFrom, asInto] = await Promise.all([app.as(from), app.as(into)])
    const thread = await app.make.thread({ by: people.mia, body: `Dear @${from.name} and @${into.name}` })
    const own = await app.make.thread({ by: from, body: 'The first account began this' })
    const reply = await app.make.post({ threadId: thread.id, by: from, body: 'From the first' })
    const other = await app.make.post({ threadId: thread.id, by: into, body: 'From the second' })
    const [opening] = await db
      .select()
      .from(posts)
      .where(and(eq(posts.threadId, thread.id), eq(posts.number, 1)))
    const openingId = opening?.id ?? 0
    for (const client of [asFrom, asInto]) await client.api('PUT', `/posts/${openingId}/reactions/heart`)
    await asInto.api('PUT', `/posts/${reply.id}/reactions/heart`)
    for (const person of [from, into])
      await bookmarkService.save(await app.ctx(person), { postId: openingId, note: person.name })
    await bookmarkService.save(await app.ctx(from), { postId: other.id, note: 'only here' })
    await asFrom.api('PUT', '/drafts/thread', { body: 'one text', fields: {} })
    await asInto.api('PUT', '/drafts/thread', { body: 'another', fields: {} })
    await asFrom.api('PUT', `/drafts/reply-${thread.id}`, { body: 'a reply', fields: {} })
    for (const client of [asFrom, asInto]) await client.api('POST', '/members/me/searches', { query: { q: 'both' } })
    await asFrom.api('POST', '/members/me/searches', { query: { q: 'one' } })
    await upload(asFrom, { bytes: await drawing(50, 40).png().toBuffer(), name: 'a.png' })
    await app.make.post({ threadId: own.id, by: people.noor, body: 'Answered' })
    await db
      .update(members)
      .set({ fields: { 'perks.size': 'S', 'perks.team': 'red' } })
      .where(eq(members.id, from.id))
    await db
      .update(members)
      .set({ fields: { 'perks.size': 'L' } })
      .where(eq(members.id, into.id))
    await app.settled()
    const count = async (id: number) => (await db.select().from(members).where(eq(members.id, id)))[0]?.postCount
    t.equal(await count(from.id), 2)

    const path = `/admin/members/${from.id}/merge`
    const page = await asAda.get(path)
    t.match(page.seen('main'), /2 posts, 1 thread, 1 file/)
    t.equal((await page.submit(path, { into: into.name, name: 'somebody' })).status, 422)
    t.equal((await page.submit(path, { into: 'nobody-so', name: from.name })).status, 422)
    const answer = await page.submit(path, { into: into.name, name: from.name })
    t.equal(answer.location, `/admin/members/${into.id}?notice=merged`)
    // What the job does is told by the log in turn.
    for (let round = 0; round < 2; round++) await app.settled()

    const gone = (await db.select().from(members).where(eq(members.id, from.id)))[0]
    t.match(gone, { name: `former-${from.id}`, passwordHash: null, postCount: 0 })
    t.ok(gone?.erasedAt)
    t.equal(await count(into.id), 3)
    const [stays] = await db.select({ fields: members.fields }).from(members).where(eq(members.id, into.id))
    t.strictSame(stays?.fields, { 'perks.size': 'L', 'perks.team': 'red' })
    for (const [table, column] of [
      [posts, posts.authorId],
      [threads, threads.authorId],
      [threads, threads.lastPosterId],
      [uploads, uploads.memberId],
      [reactions, reactions.memberId],
      [bookmarks, bookmarks.memberId],
      [drafts, drafts.memberId],
      [savedSearches, savedSearches.memberId],
      [follows, follows.memberId],
      [notifications, notifications.memberId],
      [threadReads, threadReads.memberId],
      [groupMembers, groupMembers.memberId],
      [sessions, sessions.memberId],
    ] as const)
      t.equal((await db.select({ one: sql`1` }).from(table).where(eq(column, from.id))).length, 0)
    t.equal((await db.select().from(uploads).where(eq(uploads.memberId, into.id))).length, 1)
    t.equal((await db.select().from(reactions).where(eq(reactions.postId, openingId))).length, 1, 'no double')
    t.equal((await db.select().from(reactions).where(eq(reactions.postId, reply.id))).length, 0, 'none to oneself')
    const kept = await db.select().from(bookmarks).where(eq(bookmarks.memberId, into.id))
    t.strictSame(kept.map(({ note }) => note).toSorted(), [into.name, 'only here'].toSorted())
    const searches = await db.select().from(savedSearches).where(eq(savedSearches.memberId, into.id))
    t.strictSame(searches.map(({ name }) => name).toSorted(), ['both', 'one'])
    const written = await db.select().from(drafts).where(eq(drafts.memberId, into.id))
    t.strictSame(written.map(({ body }) => body).toSorted(), ['a reply', 'another\n\none text'])
    const mentioned = await db.select().from(postMentions).where(eq(postMentions.postId, openingId))
    t.strictSame(
      mentioned.map(({ targetId }) => targetId),
      [into.id],
    )
    t.match((await asInto.api('GET', '/session')).text, group.slug)
    const led = await app.visitor().get(`/m/${from.name}`)
    t.equal(led.status, 301)
    t.equal(new URL(led.location, app.url).pathname, `/m/${into.name}`)
    t.match((await asFrom.api('GET', '/session')).json(), { member: null })
    await app.make.post({ threadId: own.id, by: into })
    await app.settled()
    t.equal(await count(into.id), 4)
    for await (const { check, result, says } of communityFindings(await app.ctx()))
      if (check === 'counters' || check === 'uploads') t.equal(result, 'ok', `${check}: ${says}`)
  })

  t.test('only an administrator may, and not their own account', async t => {
    const [one, two] = [await app.make.member(), await app.make.member()]
    for (const person of [people.mo, people.mia])
      t.equal((await (await app.as(person)).api('POST', `/members/${one.name}/merges`, { into: two.name })).status, 403)
    t.equal((await app.visitor().api('POST', `/members/${one.name}/merges`, { into: two.name })).status, 401)
    t.equal((await asAda.api('POST', '/members/ada/merges', { into: two.name })).status, 409)
    t.equal((await asAda.api('POST', `/members/${one.name}/merges`, { into: one.name })).status, 422)
    t.equal((await asAda.api('POST', `/members/${one.name}/merges`, { into: 'nobody-so' })).status, 404)
    t.equal((await asAda.api('POST', `/members/${one.name}/merges`, { into: two.name })).status, 204)
    await app.settled()
    t.equal((await asAda.api('POST', `/members/former-${one.id}/merges`, { into: two.name })).status, 404, 'it is done')
  })
})

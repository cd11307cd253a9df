/** Edits: which are marked, who may make them and for how long, and who opens a post to others. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, domainEvents, members } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { formOf, linksOf } from '../support/html.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { codeOf, HOUR_MS, historyOf, MINUTE_MS, openingOf, postOf, startEditing } from './edits.ts'

t.test('editing', async t => {
  const { app, make, db, mia, noor, mo, set, change, later } = await startEditing(t)

  t.test('a slip that is put right at once leaves no mark, but is another version', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Teh glue' })
    t.equal((await change(noor, id, { body: 'The glue' })).status, 200)
    t.match(await postOf(mia, id), { version: 2, editedAt: null, editor: null })
    t.strictSame(
      (await historyOf(mia, id)).map(one => one.body),
      ['The glue'],
    )
    await app.settled()
    const [event] = (await db.select().from(domainEvents).where(eq(domainEvents.type, 'post.edited'))).filter(
      one => Object(one.data).postId === id,
    )
    t.match(event?.data, { editorId: people.noor.id, kept: false, authorId: people.noor.id, threadId: thread.id })
  })

  t.test('an edit is marked once the time is over, once somebody has written, or when a reason is given', async t => {
    const marked = async (id: number) => (await postOf(mia, id)).editedAt !== null
    const fresh = async () => {
      const thread = await make.thread()
      return { thread, ...(await make.post({ by: people.noor, threadId: thread.id, body: 'Before' })) }
    }
    const late = await fresh()
    later(5 * MINUTE_MS)
    await change(noor, late.id, { body: 'After' })
    t.ok(await marked(late.id), 'late')
    const answered = await fresh()
    await make.post({ by: people.mia, threadId: answered.thread.id })
    await change(noor, answered.id, { body: 'After' })
    t.ok(await marked(answered.id), 'answered')
    const explained = await fresh()
    await change(noor, explained.id, { body: 'After', reason: 'A slip' })
    t.ok(await marked(explained.id), 'explained')
    await set({ 'posts.editGrace': 0 })
    const strict = await fresh()
    await change(noor, strict.id, { body: 'After' })
    t.ok(await marked(strict.id), 'no grace at all')
    await set({ 'posts.editGrace': 5 })
  })

  t.test('slips after a marked edit add to it, and end where the grace of that edit ends', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'One' })
    later(HOUR_MS)
    await change(noor, id, { body: 'Two' })
    later(3 * MINUTE_MS)
    await change(noor, id, { body: 'Three' })
    later(3 * MINUTE_MS)
    await change(noor, id, { body: 'Four' })
    t.strictSame(
      (await historyOf(mia, id)).map(one => [one.version, one.body]),
      [
        [4, 'Four'],
        [3, 'Three'],
        [1, 'One'],
      ],
    )
  })

  t.test('whoever edits the words of somebody else says why, and it is in the log', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Hello' })
    const silent = await change(mo, id, { body: 'Hello you' })
    t.equal(silent.status, 422)
    t.strictSame(
      silent.json<{ errors: { path: string }[] }>().errors.map(one => one.path),
      ['reason'],
    )
    t.equal((await change(mo, id, { body: 'Hello you', reason: ' ' })).status, 422)
    t.equal((await change(mo, id, { body: 'Hello you', reason: 'x'.repeat(201) })).status, 422)
    t.equal((await change(mo, id, { body: 'Hello you', reason: 'Manners' })).status, 200)
    const [entry] = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.act, 'post.edit'), eq(auditEntries.targetId, String(id))))
    t.match(entry, { actorId: people.mo.id, reason: 'Manners' })
    const form = await mo.get(`/posts/${id}/edit`)
    t.ok(form.page.querySelector('[name=reason][required]'))
    t.ok((await noor.get(`/posts/${id}/edit`)).page.querySelector('[name=reason]:not([required])'))
    const refused = await form.submit(`/posts/${id}`, { body: 'Hello everybody', reason: '' })
    t.equal(refused.status, 422)
    t.match(formOf(refused.page, `/posts/${id}`).values.body, ['Hello everybody'])
  })

  t.test('an author may edit for as long as their trust level allows, a moderator always', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Before' })
    const regular = await make.post({ by: people.mia, threadId: thread.id, body: 'Before' })
    later(23 * HOUR_MS)
    t.equal((await change(noor, id, { body: 'Within the day' })).status, 200)
    later(2 * HOUR_MS)
    const refused = await change(noor, id, { body: 'After the day' })
    t.strictSame([refused.status, codeOf(refused)], [403, 'post.editWindow'])
    t.match(refused.text, /for one day/)
    const page = await noor.get(`/posts/${id}/edit`)
    t.equal(page.status, 403)
    t.match(page.seen('main'), /for one day.*ask a moderator/)
    t.ok(
      linksOf(page.page).some(link => link.includes(`replyTo=${id}`)),
      'and says where to turn',
    )
    const typed = await noor.post(`/posts/${id}`, { body: 'My careful words', version: '2' })
    t.equal(typed.status, 403)
    t.match(typed.seen('textarea'), /My careful words/, 'what was typed is given back')
    t.equal((await change(mia, regular.id, { body: 'A regular has longer' })).status, 200)
    t.equal((await change(mo, id, { body: 'A moderator', reason: 'They asked' })).status, 200)
    await set({ 'posts.editWindow0': 0 })
    t.equal((await change(noor, id, { body: 'No limit' })).status, 200)
    await set({ 'posts.editWindow0': 90 })
    t.match((await change(noor, id, { body: 'Too late' })).text, /for 90 minutes/)
    await set({ 'posts.editWindow0': 1440 })
  })

  t.test('what an author may not do any more is not offered to them', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id })
    const only = async () => {
      // Another version of the page: it is made anew.
      await make.post({ by: people.mia, threadId: thread.id })
      const page = await noor.get(`/t/${thread.id}/${thread.slug}`)
      return page.page
        .querySelector(`#post-${id} a[href="/posts/${id}/edit"]`)
        ?.parentElement?.getAttribute('data-only')
    }
    t.equal(await only(), 'author moderate')
    later(25 * HOUR_MS)
    t.equal(await only(), 'moderate')
  })

  t.test('nobody else edits, by page or API, and no field but those that are named', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Mine' })
    for (const [client, status] of [
      [mia, 403],
      [app.visitor(), 401],
    ] as const) {
      t.equal((await change(client, id, { body: 'Yours', reason: 'Please' })).status, status)
    }
    t.equal((await mia.get(`/posts/${id}/edit`)).status, 403)
    t.equal((await mia.post(`/posts/${id}`, { body: 'Yours', version: '1' })).status, 403)
    for (const extra of [{ authorId: '3' }, { wiki: true }, { version: 9 }, { editorId: '3' }]) {
      t.equal((await change(noor, id, { body: 'Mine', ...extra })).status, 422, JSON.stringify(extra))
    }
    t.equal((await noor.post(`/posts/${id}`, { body: 'Mine', version: '1', wiki: 'on' })).status, 422)
  })

  t.test('a wiki is open to all who may reply, and says who edited', async t => {
    const category = await make.category({
      rights: { see: [GROUP.everyone], reply: [GROUP.trust0 + 1], create: [GROUP.members] },
    })
    const neighbour = await make.member()
    await db.update(members).set({ trustLevel: 1 }).where(eq(members.id, neighbour.id))
    const thread = await make.thread({ by: people.mia, categoryId: category.id, body: 'A list' })
    const id = await openingOf(app, thread.id)
    const theirs = await app.as(neighbour)
    t.equal((await change(theirs, id, { body: 'A longer list' })).status, 403)
    t.equal((await mia.post(`/posts/${id}/wiki`)).status, 303)
    t.match((await postOf(noor, id)).wiki, true)
    const page = await theirs.get(`/t/${thread.id}/${thread.slug}`)
    t.match(page.seen(`#post-${id} header`), /Wiki/)
    t.ok(page.page.querySelector(`#post-${id}-controls > a[href="/posts/${id}/edit"]`), 'the way to edit is in sight')
    const form = await theirs.get(`/posts/${id}/edit`)
    t.notOk(form.page.querySelector('[name=title]'), 'the title stays its author’s')
    t.equal((await form.submit(`/posts/${id}`, { body: 'A longer list' })).status, 303)
    t.equal((await change(theirs, id, { body: 'A list', title: 'My title' })).status, 403)
    t.match(await postOf(noor, id), { editor: { name: neighbour.name } })
    t.equal((await change(noor, id, { body: 'By who may not reply' })).status, 403)
    await set({ 'posts.editWindow2': 60 })
    later(2 * HOUR_MS)
    t.equal((await change(theirs, id, { body: 'Long after' })).status, 200, 'a wiki has no end')
    t.equal((await change(mia, id, { body: 'Long after, too' })).status, 200, 'for its author neither')
    await set({ 'posts.editWindow2': 43_200 })
    t.equal((await mia.api('DELETE', `/posts/${id}/wiki`)).status, 204)
    t.equal((await change(theirs, id, { body: 'Not any more' })).status, 403)
  })

  t.test('authors of trust level 2 and moderators make wikis, nobody else', async t => {
    const thread = await make.thread({ by: people.mia })
    const newcomers = await make.post({ by: people.noor, threadId: thread.id })
    const regulars = await make.post({ by: people.mia, threadId: thread.id })
    const wiki = async (client: Client, id: number) => (await client.api('PUT', `/posts/${id}/wiki`)).status
    t.equal(await wiki(noor, newcomers.id), 403)
    t.equal(await wiki(noor, regulars.id), 403)
    t.equal(await wiki(app.visitor(), regulars.id), 401)
    t.equal(await wiki(mia, newcomers.id), 403)
    t.equal(await wiki(mia, regulars.id), 204)
    t.equal(await wiki(mia, regulars.id), 204, 'again')
    t.equal(await wiki(mo, newcomers.id), 204)
    t.equal((await noor.post(`/posts/${newcomers.id}/wiki/delete`)).status, 403)
    t.equal((await mo.post(`/posts/${newcomers.id}/wiki/delete`)).status, 303)
    await app.settled()
    const told = (await db.select().from(domainEvents).where(eq(domainEvents.type, 'post.wikiChanged'))).filter(
      one => Object(one.data).postId === regulars.id,
    )
    t.strictSame(
      told.map(one => Object(one.data).wiki),
      [true],
    )
  })
})

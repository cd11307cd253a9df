/** Threads as a whole: another title, another place, and who reads them there. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, categories, domainEvents, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { startApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'

type ThreadJson = { title: string; slug: string; categoryId: string; version: number }

/** Whoever asks by its address knows that already. */
const MOVED = /zqmoved (title|words|reply)/

const HOUR_MS = 60 * 60 * 1000

const pathOf = ({ id, slug }: { id: number; slug: string }): string => `/t/${id}/${slug}`
/** Ids of the categories that a form offers. */
const offered = ({ page }: Answer): string[] =>
  [...page.querySelectorAll('[name=categoryId] option')].map(one => one.getAttribute('value') ?? '')

t.test('editing threads', async t => {
  let now = Date.now()
  const app = await startApp(t, { now: () => new Date(now) })
  const { make, database } = app
  const { db } = database
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const mo = await app.as(people.mo)
  const change = (client: Client, id: number, json: Record<string, unknown>, headers = {}) =>
    client.api('PATCH', `/threads/${id}`, json, headers)

  t.test('an author gives their thread another title, and its old address leads there', async t => {
    const thread = await make.thread({ by: people.mia, title: 'Which glue' })
    const form = await mia.get(`/threads/${thread.id}/edit`)
    const saved = await form.submit(`/threads/${thread.id}`, { title: '  Which glue, and why? ' })
    t.equal(saved.location, `/t/${thread.id}/which-glue-and-why`)
    const old = await noor.get(pathOf(thread))
    t.strictSame([old.status, old.location], [301, saved.location])
    t.match((await change(noor, thread.id, { title: 'Mine now' })).status, 403)
    t.equal((await noor.get(`/threads/${thread.id}/edit`)).status, 403)
    t.equal((await app.visitor().get(`/threads/${thread.id}/edit`)).status, 303)
    t.equal((await form.submit(`/threads/${thread.id}`, { title: ' ' })).status, 422)
    t.equal(
      (await form.submit(`/threads/${thread.id}`, { title: 'Which glue, and why?' })).status,
      303,
      'twice is once',
    )
  })

  t.test('the history of the opening post has the titles', async t => {
    const thread = await make.thread({ by: people.mia, title: 'First title' })
    now += HOUR_MS
    t.equal((await change(mia, thread.id, { title: 'Second title' })).status, 200)
    const list = (await mia.api('GET', `/threads/${thread.id}/posts`)).json<{ items: { id: string }[] }>()
    const id = list.items[0]?.id
    const history = (await noor.api('GET', `/posts/${id}/history`)).json<{ items: { title: string }[] }>()
    t.strictSame(
      history.items.map(one => one.title),
      ['Second title', 'First title'],
    )
    const page = await noor.get(`/posts/${id}/history`)
    t.match(page.seen('.diff ins'), /Second/)
    t.match(page.seen('.diff del'), /First/)
    t.match((await noor.get(pathOf(thread)).then(answer => answer.follow())).seen(`#post-${id} header`), /edited/)
  })

  t.test('a moderator says why a thread has another title', async t => {
    const thread = await make.thread({ by: people.mia })
    t.equal((await change(mo, thread.id, { title: 'A clearer one' })).status, 422)
    t.equal((await change(mo, thread.id, { title: 'A clearer one', reason: 'Clearer' })).status, 200)
    t.equal((await change(mo, thread.id, {})).status, 422)
    t.equal((await change(mo, thread.id, { title: 'A', locked: true })).status, 422)
  })

  t.test('an edit names the version it is based on', async t => {
    const thread = await make.thread({ by: people.mia })
    const { etag } = (await mia.api('GET', `/threads/${thread.id}`)).headers
    t.equal((await change(mia, thread.id, { title: 'One' }, { 'if-match': etag })).status, 200)
    t.equal((await change(mia, thread.id, { title: 'Two' }, { 'if-match': etag })).status, 412)
    const form = await mia.get(`/threads/${thread.id}/edit`)
    await make.post({ threadId: thread.id })
    t.equal((await form.submit(`/threads/${thread.id}`, { title: 'Three' })).status, 303, 'a reply is no conflict')
    const stale = await form.submit(`/threads/${thread.id}`, { title: 'Four' })
    t.equal(stale.status, 412)
    t.match(stale.seen('main form'), /became “Three”/)
    t.equal((await stale.submit(`/threads/${thread.id}`)).status, 303)
    t.equal((await mia.api('GET', `/threads/${thread.id}`)).json<ThreadJson>().title, 'Four')
  })

  t.test('an author renames and moves for as long as they may edit', async t => {
    const [here, there] = [await make.category(), await make.category()]
    const thread = await make.thread({ by: people.noor, categoryId: here.id })
    now += 25 * HOUR_MS
    t.equal((await change(noor, thread.id, { title: 'Too late' })).json<{ code: string }>().code, 'post.editWindow')
    t.equal((await change(noor, thread.id, { categoryId: String(there.id) })).status, 403)
    t.equal((await change(mo, thread.id, { categoryId: String(there.id) })).status, 200)
    const locked = await make.thread({ by: people.mia, categoryId: here.id })
    await db
      .update(threads)
      .set({ lockedAt: new Date(now) })
      .where(eq(threads.id, locked.id))
    t.equal((await change(mia, locked.id, { categoryId: String(there.id) })).status, 403)
    t.equal((await change(mo, locked.id, { categoryId: String(there.id) })).status, 200)
  })

  t.test('a thread moves with its counts, and the log says from where to where', async t => {
    const [from, to] = [await make.category(), await make.category()]
    const thread = await make.thread({ by: people.mia, categoryId: from.id })
    await make.post({ threadId: thread.id })
    const form = await mo.get(`/threads/${thread.id}/edit`)
    t.equal(
      (await form.submit(`/threads/${thread.id}`, { categoryId: String(to.id), reason: 'It is about care' })).status,
      303,
    )
    await app.settled()
    const counts = async (id: number) => {
      const [row] = await db.select().from(categories).where(eq(categories.id, id))
      return row && [row.threadCount, row.postCount]
    }
    t.strictSame(
      [await counts(from.id), await counts(to.id)],
      [
        [0, 0],
        [1, 2],
      ],
    )
    t.notMatch((await noor.get(`/c/${from.slug}`)).seen('main'), new RegExp(thread.title))
    t.match((await noor.get(`/c/${to.slug}`)).seen('main'), new RegExp(thread.title))
    t.equal((await noor.get(pathOf(thread))).seen('.crumbs li:last-child'), to.name)
    const [event] = (await db.select().from(domainEvents).where(eq(domainEvents.type, 'thread.moved'))).filter(
      one => Object(one.data).threadId === thread.id,
    )
    t.match(event?.data, { from: from.id, to: to.id, postCount: 2 })
    const [entry] = await db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.act, 'thread.move'))
      .orderBy(auditEntries.id)
    t.ok(entry)
  })

  t.test('an author moves only to where they may begin a thread, a moderator between what they moderate', async t => {
    const keepers = await make.group()
    const keeper = await make.member({ groups: [keepers.slug] })
    const rights = { see: [GROUP.everyone], reply: [GROUP.members], create: [GROUP.members], moderate: [keepers.id] }
    const [own, other] = [await make.category({ rights }), await make.category({ rights })]
    const staff = await make.category({ rights: { ...rights, create: [GROUP.staff], moderate: [] } })
    const hidden = await make.category({ rights: { see: [GROUP.staff], create: [GROUP.staff] } })
    const thread = await make.thread({ by: people.mia, categoryId: own.id })
    const move = async (client: Client, to: { id: number }) =>
      (await change(client, thread.id, { categoryId: String(to.id) })).status
    t.strictSame(offered(await mia.get(`/threads/${thread.id}/edit`)).includes(String(staff.id)), false)
    t.equal(await move(mia, staff), 403)
    t.equal(await move(mia, hidden), 422, 'what is out of sight is as if it did not exist')
    t.equal(await move(mia, { id: 999_999 }), 422)
    t.equal(await move(noor, other), 403)
    const kept = await app.as(keeper)
    t.equal(await move(kept, staff), 403)
    t.equal(await move(kept, other), 200)
    t.equal(await move(mia, own), 200)
  })

  t.test('once others have answered, an author moves it neither to more readers nor to fewer', async t => {
    const everyone = { see: [GROUP.everyone], reply: [GROUP.members], create: [GROUP.members] }
    const open = await make.category({ rights: everyone })
    const alike = await make.category({ rights: { ...everyone, see: [GROUP.everyone, GROUP.members] } })
    const inside = await make.category({ rights: { ...everyone, see: [GROUP.members] } })
    const fresh = await make.thread({ by: people.mia, categoryId: inside.id })
    const answered = await make.thread({ by: people.mia, categoryId: inside.id })
    const public_ = await make.thread({ by: people.mia, categoryId: open.id })
    for (const { id } of [answered, public_]) await make.post({ threadId: id })
    const move = async (client: Client, { id }: { id: number }, to: { id: number }) =>
      (await change(client, id, { categoryId: String(to.id) })).status
    t.equal(await move(mia, fresh, open), 200)
    t.equal(await move(mia, answered, open), 403)
    t.equal(await move(mia, public_, inside), 403)
    t.equal(await move(mia, public_, alike), 200)
    const ada = await app.as(people.ada)
    t.equal(await move(ada, answered, open), 200)
  })

  t.test('what moved to a private place is read by nobody outside, on any page, from that moment', async t => {
    const open = await make.category()
    const inside = await make.category({
      rights: { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff], moderate: [GROUP.moderators] },
    })
    const thread = await make.thread({
      by: people.mia,
      categoryId: open.id,
      title: 'zqmoved title',
      body: 'zqmoved words',
    })
    const post = await make.post({ threadId: thread.id, body: 'zqmoved reply' })
    const places = [
      pathOf(thread),
      `/t/${thread.id}`,
      `/t/${thread.id}/-/2`,
      '/',
      '/latest',
      `/c/${open.slug}`,
      `/posts/${post.id}/history`,
    ]
    const clients = [app.visitor(), app.visitor(), mia, noor]
    for (const client of clients) for (const place of places) await client.get(place)
    await change(mo, thread.id, { categoryId: String(inside.id) })
    // Members at once; visitors as soon as this process has read the log.
    for (const place of places) t.notMatch((await mia.get(place)).text, MOVED, `${place} to its author`)
    await app.settled()
    for (const client of clients) {
      for (const place of places) {
        const { text, headers } = await client.get(place)
        t.notMatch(`${text} ${JSON.stringify(headers)}`, MOVED, place)
      }
      t.equal((await client.api('GET', `/threads/${thread.id}`)).status, 404)
      t.equal((await client.api('GET', `/posts/${post.id}`)).status, 404)
    }
    t.match((await mo.get(pathOf(thread))).text, /zqmoved reply/)
  })

  t.test('a deleted reply is gone from visitors’ pages as soon as the log is read', async t => {
    const thread = await make.thread()
    const post = await make.post({ by: people.noor, threadId: thread.id, body: 'zqgone' })
    await app.settled()
    const visitor = app.visitor()
    t.match((await visitor.get(pathOf(thread))).text, /zqgone/)
    await noor.api('DELETE', `/posts/${post.id}`)
    await app.settled()
    t.notMatch((await visitor.get(pathOf(thread))).text, /zqgone/)
  })
})

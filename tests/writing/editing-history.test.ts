/** The history of a post: what is kept of each edit, how it is read, and by whom. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { posts } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { edit } from '../../server/posts/edit.ts'
import { linksOf } from '../support/html.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { changesOn, HOUR_MS, historyOf, MINUTE_MS, openingOf, postOf, startEditing, type VersionJson } from './edits.ts'

t.test('the history of edits', async t => {
  const { app, make, db, mia, noor, mo, set, change, later, clock } = await startEditing(t)

  t.test('each version is kept, with who made it, when and why', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Use glue' })
    later(10 * MINUTE_MS)
    await change(noor, id, { body: 'Use good glue' })
    later(10 * MINUTE_MS)
    t.equal((await change(mo, id, { body: 'Use the right glue', reason: 'The workshop says so' })).status, 200)
    t.match(await historyOf(mia, id), [
      { version: 3, body: 'Use the right glue', reason: 'The workshop says so', editor: { name: 'mo' } },
      { version: 2, body: 'Use good glue', reason: '', editor: { name: 'noor' } },
      { version: 1, body: 'Use glue', reason: '', editor: { name: 'noor' } },
    ])
    t.match(await postOf(mia, id), { version: 3, editor: { name: 'mo' }, editReason: 'The workshop says so' })
    const page = await mia.get(`/t/${thread.id}/${thread.slug}`)
    t.match(page.seen(`#post-${id} .edit-note`), /Edited by mo.*Reason: The workshop says so/)
    t.ok(linksOf(page.page).includes(`/posts/${id}/history`))
  })

  t.test('the history shows what changed between neighbours, and between any two', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Sand <b>both</b> faces' })
    for (const body of ['Sand one face', 'Wash one face']) {
      later(10 * MINUTE_MS)
      await change(noor, id, { body })
    }
    const newest = await app.visitor().get(`/posts/${id}/history`)
    t.strictSame(changesOn(newest), { removed: ['Sand'], added: ['Wash'] })
    const first = await newest.page.querySelector('a.t[href*="to=2"]')
    t.ok(first, 'each version has a link to what it changed')
    const older = await app.visitor().get(first?.getAttribute('href') ?? '')
    t.strictSame(changesOn(older), { removed: ['<b>both</b> faces'], added: ['one face'] })
    t.notMatch(older.text, /<b>both/)
    const both = await app.visitor().get(`/posts/${id}/history?from=3&to=1`)
    t.strictSame(
      changesOn(both),
      { removed: ['Sand <b>both</b> faces'], added: ['Wash one face'] },
      'in whichever order',
    )
    t.equal((await app.visitor().get(`/posts/${id}/history?from=1&to=99`)).status, 404)
    t.equal((await app.visitor().get(`/posts/${id}/history?to=99`)).status, 404)
    const never = await make.post({ by: people.noor, threadId: thread.id, body: 'Only this' })
    t.match((await mia.get(`/posts/${never.id}/history`)).seen('main'), /The only version.*Only this/)
  })

  t.test('a long history goes on by page and by cursor, and misses no version', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Words 0' })
    const ctx = await app.ctx(people.noor)
    for (let turn = 1; turn <= 60; turn++) await edit(ctx, { id, body: `Words ${turn}`, reason: 'Again' })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = `?limit=7${cursor ? `&cursor=${cursor}` : ''}`
      const list: { items: VersionJson[]; nextCursor: string | null } = (
        await mia.api('GET', `/posts/${id}/history${query}`)
      ).json()
      seen.push(...list.items.map(one => one.body))
      cursor = list.nextCursor
    } while (cursor)
    t.strictSame(
      seen,
      Array.from({ length: 61 }, (_, index) => `Words ${60 - index}`),
    )

    const links = new Set<string>()
    let page = await mia.get(`/posts/${id}/history`)
    for (;;) {
      for (const link of linksOf(page.page, '.versions a.t')) links.add(link)
      const next = linksOf(page.page, 'a[href*="until="]')[0]
      if (!next) break
      page = await mia.get(next)
      t.match(changesOn(page).removed, [/\d+/], 'the first of a page says what it changed')
    }
    t.equal(links.size, 61)
  })

  t.test('who may read the history is a setting', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Before' })
    await change(noor, id, { body: 'After', reason: 'Better' })
    const path = `/t/${thread.id}/${thread.slug}`
    const asked = async () => [
      (await app.visitor().api('GET', `/posts/${id}/history`)).status,
      (await mia.api('GET', `/posts/${id}/history`)).status,
      (await noor.api('GET', `/posts/${id}/history`)).status,
      (await mo.api('GET', `/posts/${id}/history`)).status,
    ]
    const offered = async (client: Client) =>
      [
        ...(await client.get(path)).page.querySelectorAll(
          `#post-${id} .edit-note a, #post-${id} .menu li:not([data-only]) a`,
        ),
      ].some(one => one.getAttribute('href') === `/posts/${id}/history`)
    t.strictSame(await asked(), [200, 200, 200, 200])
    t.strictSame([await offered(app.visitor()), await offered(mia)], [true, true])
    await set({ 'posts.history': 'members' })
    t.strictSame(await asked(), [401, 200, 200, 200])
    t.equal((await app.visitor().get(`/posts/${id}/history`)).status, 303, 'a visitor is asked to sign in')
    t.strictSame([await offered(app.visitor()), await offered(mia)], [false, true])
    await set({ 'posts.history': 'authors' })
    t.strictSame(await asked(), [401, 403, 200, 200])
    t.strictSame([await offered(app.visitor()), await offered(mia), await offered(mo)], [false, false, true])
    await set({ 'posts.history': 'everyone' })
  })

  t.test('the history of what is hidden, deleted or elsewhere is out of sight with it', async t => {
    const inner = await make.group()
    const insider = await make.member({ groups: [inner.slug] })
    const closed = await make.category({
      rights: { see: [inner.id], reply: [inner.id], create: [inner.id], moderate: [GROUP.moderators] },
    })
    const secret = await make.thread({ by: insider, categoryId: closed.id, body: 'zqsecret one' })
    const open = await make.thread()
    const [hidden, deleted] = [
      await make.post({ by: insider, threadId: open.id, body: 'zqhidden one' }),
      await make.post({ by: insider, threadId: open.id, body: 'zqdeleted one' }),
    ]
    const secretId = await openingOf(app, secret.id)
    const author = await app.as(insider)
    for (const id of [secretId, hidden.id, deleted.id]) await change(author, id, { body: 'Two', reason: 'Another' })
    await db.update(posts).set({ hiddenAt: clock() }).where(eq(posts.id, hidden.id))
    await author.api('DELETE', `/posts/${deleted.id}`)
    const clients = { author, mo, mia, visitor: app.visitor() }
    const answers = async (id: number) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(clients).map(async ([name, client]) => {
            const [json, page] = [
              await client.api('GET', `/posts/${id}/history`),
              await client.get(`/posts/${id}/history`),
            ]
            if (json.status !== 200) t.notMatch(json.text + page.text, /zq/)
            return [name, [json.status, page.status]]
          }),
        ),
      )
    t.strictSame(await answers(secretId), { author: [200, 200], mo: [200, 200], mia: [404, 404], visitor: [404, 404] })
    t.strictSame(await answers(hidden.id), { author: [200, 200], mo: [200, 200], mia: [404, 404], visitor: [404, 404] })
    t.strictSame(await answers(deleted.id), {
      author: [410, 410],
      mo: [410, 410],
      mia: [404, 404],
      visitor: [404, 404],
    })
    t.equal((await mia.api('GET', '/posts/999999999/history')).status, 404)
  })

  t.test('a title and a text are one edit, and the history has both', async t => {
    const thread = await make.thread({ by: people.mia, title: 'Which glue', body: 'For soles' })
    const id = await openingOf(app, thread.id)
    later(HOUR_MS)
    const form = await mia.get(`/posts/${id}/edit`)
    t.equal(
      (await form.submit(`/posts/${id}`, { title: 'Which glue, and why', body: 'For soles and uppers' })).status,
      303,
    )
    t.match(await historyOf(noor, id), [
      { version: 2, title: 'Which glue, and why', body: 'For soles and uppers' },
      { version: 1, title: 'Which glue', body: 'For soles' },
    ])
    const stale = await form.submit(`/posts/${id}`, { title: 'Another title', body: 'Another text' })
    t.equal(stale.status, 412)
    t.equal(
      (await noor.api('GET', `/threads/${thread.id}`)).json<{ title: string }>().title,
      'Which glue, and why',
      'neither is changed',
    )
    const reply = await make.post({ by: people.mia, threadId: thread.id })
    t.equal((await change(mia, reply.id, { body: 'Words', title: 'A title' })).status, 422, 'a reply has no title')
  })
})

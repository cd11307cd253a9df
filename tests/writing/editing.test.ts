/** Edits: what is kept of them, who may make them and for how long, and that two editors lose nothing. */
import { and, asc, eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, domainEvents, members, postRevisions, posts } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { edit } from '../../server/posts/edit.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { formOf, linksOf } from '../support/html.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'

type VersionJson = { version: number; body: string; title: string | null; reason: string; editor: { name: string } }
type PostJson = {
  version: number
  editedAt: string | null
  editor: { name: string } | null
  editReason: string
  wiki: boolean
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const historyOf = async (client: Client, id: number, query = ''): Promise<VersionJson[]> =>
  (await client.api('GET', `/posts/${id}/history${query}`)).json<{ items: VersionJson[] }>().items

const postOf = async (client: Client, id: number): Promise<PostJson> => (await client.api('GET', `/posts/${id}`)).json()

const codeOf = (answer: Answer): string => answer.json<{ code: string }>().code

/** What a reader sees struck and underlined on a page. */
const changesOn = ({ page }: Answer) => ({
  removed: [...page.querySelectorAll('.diff del')].map(one => one.textContent?.replace(/^Removed: | \(end\)$/g, '')),
  added: [...page.querySelectorAll('.diff ins')].map(one => one.textContent?.replace(/^Added: | \(end\)$/g, '')),
})

const openingOf = async (app: TestApp, threadId: number): Promise<number> => {
  const [row] = await app.database.db
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.threadId, threadId), eq(posts.number, 1)))
  if (!row) throw new Error(`thread ${threadId} has no opening post`)
  return row.id
}

t.test('editing', async t => {
  let now = Date.now()
  const later = (ms: number) => {
    now += ms
  }
  const app = await startApp(t, { now: () => new Date(now) })
  const { make, database } = app
  const { db } = database
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const mo = await app.as(people.mo)
  const set = async (values: Record<string, unknown>) => changeSettings(await app.ctx(people.ada), values)
  const change = (client: Client, id: number, json: Record<string, unknown>) =>
    client.api('PATCH', `/posts/${id}`, json)

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
    await db
      .update(posts)
      .set({ hiddenAt: new Date(now) })
      .where(eq(posts.id, hidden.id))
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

  t.test('whoever was slower sees both texts, and loses neither', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Bend the boot by hand' })
    const form = await noor.get(`/posts/${id}/edit`)
    await change(mo, id, { body: 'Bend the boot in a vice', reason: 'Stronger' })
    const conflict = await form.submit(`/posts/${id}`, { body: 'Bend the boot twice', reason: 'Why not' })
    t.equal(conflict.status, 412)
    t.match(conflict.seen('#meanwhile'), /mo edited this/)
    t.match(conflict.page.querySelector('#theirs')?.textContent, /Bend the boot in a vice/)
    t.strictSame(changesOn(conflict), { removed: ['in a vice'], added: ['twice'] })
    const { values } = formOf(conflict.page, `/posts/${id}`)
    t.match(values, { body: ['Bend the boot twice'], reason: ['Why not'] })
    await change(mo, id, { body: 'Bend the boot in two vices', reason: 'Even stronger' })
    const again = await conflict.submit(`/posts/${id}`)
    t.equal(again.status, 412, 'a third text is a conflict of its own')
    const saved = await again.submit(`/posts/${id}`)
    t.equal(saved.status, 303, 'who has seen it wins')
    t.strictSame(
      (await historyOf(mia, id)).map(one => one.body),
      ['Bend the boot twice', 'Bend the boot in two vices', 'Bend the boot in a vice', 'Bend the boot by hand'],
    )
    t.equal(
      (await form.submit(`/posts/${id}`, { body: 'Bend the boot twice' })).status,
      303,
      'what is there already was not lost',
    )
  })

  t.test('editors at the same moment: one is first, the others are told, every text is kept or given back', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Zero' })
    await mo.api('PUT', `/posts/${id}/wiki`)
    const [one, two, three] = [
      await mia.get(`/posts/${id}/edit`),
      await noor.get(`/posts/${id}/edit`),
      await mo.get(`/posts/${id}/edit`),
    ]
    const sent = await Promise.all(
      [one, two, three].map((form, index) => form.submit(`/posts/${id}`, { body: `By editor ${index}` })),
    )
    t.strictSame(sent.map(answer => answer.status).sort(), [303, 412, 412])
    const kept = (await historyOf(mia, id)).map(one => one.body)
    for (const [index, answer] of sent.entries()) {
      const text = `By editor ${index}`
      const there =
        answer.status === 303 ? kept.includes(text) : formOf(answer.page, `/posts/${id}`).values.body?.[0] === text
      t.ok(there, text)
    }
  })

  t.test('edits that name no version queue, and each of them is a version', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Zero' })
    const ctx = await app.ctx(people.noor)
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => edit(ctx, { id, body: `Turn ${index}`, reason: 'At once' })),
    )
    const rows = await db
      .select()
      .from(postRevisions)
      .where(eq(postRevisions.postId, id))
      .orderBy(asc(postRevisions.version))
    t.strictSame(
      rows.map(row => row.version),
      [1, 2, 3, 4, 5, 6, 7, 8],
    )
    t.equal(new Set((await historyOf(mia, id)).map(one => one.body)).size, 9)
  })

  t.test('a draft of an edit knows from which version it began', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'First' })
    const form = await noor.get(`/posts/${id}/edit`)
    await form.submit(`/posts/${id}`, { body: 'Begun', reason: 'Because', intent: 'draft' })
    await change(mo, id, { body: 'Meanwhile', reason: 'Faster' })
    const resumed = await noor.get(`/posts/${id}/edit`)
    t.match(resumed.seen('#meanwhile'), /mo edited this/)
    t.match(formOf(resumed.page, `/posts/${id}`).values, { body: ['Begun'], reason: ['Because'] })
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

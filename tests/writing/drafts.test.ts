/** Drafts: kept, gone on with, never written over unseen, and nobody's business but their writer's. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { drafts, posts, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { forgetOldDrafts, save } from '../../server/drafts/service.ts'
import { startApp } from '../support/app.ts'
import { formOf, linksOf } from '../support/html.ts'
import { people } from '../support/people.ts'

type Draft = { body: string; version: number; fields: Record<string, string>; subject: { title: string } | null }

t.test('drafts', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)

  t.test('a reply is kept by its button, offered on the thread and gone on with', async t => {
    const thread = await make.thread()
    const path = `/t/${thread.id}/${thread.slug}`
    const action = `/threads/${thread.id}/posts`
    const kept = await (await noor.get(path)).submit(action, { body: 'So far\nso good', intent: 'draft' })
    t.equal(kept.location, `${path}?draft=1#reply`)
    t.ok(linksOf((await noor.get(path)).page).includes(`${path}?draft=1#reply`), 'the thread says so to its writer')
    t.notOk(linksOf((await mia.get(path)).page).includes(`${path}?draft=1#reply`), 'and to nobody else')
    const resumed = await noor.get(`${path}?draft=1`)
    t.match(formOf(resumed.page, action).values, { body: ['So far\nso good'], draftVersion: ['1'] })
    await resumed.submit(action, { body: 'So far, so good, and more', intent: 'draft' })
    t.match((await noor.api('GET', `/drafts/reply-${thread.id}`)).json(), { version: 2, body: /and more/ })
    await resumed.submit(action, { body: 'The whole of it', intent: 'post' })
    t.equal((await noor.api('GET', `/drafts/reply-${thread.id}`)).status, 404)
    t.notOk(linksOf((await noor.get(path)).page).includes(`${path}?draft=1#reply`))
  })

  t.test('a new thread and an edit open with what was begun', async t => {
    const category = await make.category()
    const fields = { categoryId: String(category.id), title: 'Half a title', body: '', intent: 'draft' }
    await (await mia.get('/threads/new')).submit('/threads', fields)
    t.match(formOf((await mia.get('/threads/new')).page, '/threads').values, {
      title: ['Half a title'],
      categoryId: [String(category.id)],
    })
    const thread = await make.thread({ by: people.mia })
    const [opening] = await database.db.select().from(posts).where(eq(posts.threadId, thread.id))
    const edit = `/posts/${opening?.id}`
    await (await mia.get(`${edit}/edit`)).submit(edit, { body: 'Half an edit', intent: 'draft' })
    t.match(formOf((await mia.get(`${edit}/edit`)).page, edit).values, { body: ['Half an edit'] })
    await (await mia.get(`${edit}/edit`)).submit(edit, { body: 'A whole edit', intent: 'post' })
    t.equal((await mia.api('GET', `/drafts/edit-${opening?.id}`)).status, 404)
  })

  t.test('two devices do not write over each other unseen, and both texts can be had', async t => {
    const put = (body: string, headers: Record<string, string>) =>
      noor.api('PUT', '/drafts/reply-77', { body, fields: { replyTo: '5' } }, headers)
    const first = await put('On the phone', { 'if-none-match': '*' })
    t.equal(first.headers.etag, '"v1"')
    t.equal((await put('On the desk', { 'if-none-match': '*' })).status, 412)
    t.equal((await put('On the phone, later', { 'if-match': '"v1"' })).status, 200)
    t.equal((await put('On the desk', { 'if-match': '"v1"' })).status, 412)
    t.match((await noor.api('GET', '/drafts/reply-77')).json(), {
      body: 'On the phone, later',
      fields: { replyTo: '5' },
    })
    t.equal((await put('Whatever there is', {})).headers.etag, '"v3"')
    t.equal((await noor.api('DELETE', '/drafts/reply-77')).status, 204)
    t.equal((await put('On the desk', { 'if-match': '"v3"' })).status, 412, 'it was sent or thrown away meanwhile')
  })

  t.test('without scripts, the form shows the other text before it is replaced', async t => {
    const thread = await make.thread()
    const action = `/threads/${thread.id}/posts`
    const page = await noor.get(`/t/${thread.id}/${thread.slug}`)
    await noor.api('PUT', `/drafts/reply-${thread.id}`, { body: 'Written elsewhere' })
    const refused = await page.submit(action, { body: 'Written here', intent: 'draft' })
    t.equal(refused.status, 412)
    t.match(refused.text, /Written elsewhere/)
    t.equal(formOf(refused.page, action).values.body?.[0], 'Written here')
    t.equal((await refused.submit(action, { intent: 'draft' })).status, 303)
    t.equal((await noor.api('GET', `/drafts/reply-${thread.id}`)).json<Draft>().body, 'Written here')
  })

  t.test('a draft is only its writer’s', async t => {
    await mia.api('PUT', '/drafts/reply-78', { body: 'My own words' })
    t.equal((await noor.api('GET', '/drafts/reply-78')).status, 404)
    t.notMatch((await noor.api('GET', '/drafts')).text, /My own words/)
    t.equal((await noor.api('DELETE', '/drafts/reply-78')).status, 204, 'there is nothing of theirs to delete')
    t.equal((await mia.api('GET', '/drafts/reply-78')).status, 200)
    t.equal((await app.visitor().api('GET', '/drafts')).status, 401)
    t.equal((await app.visitor().get('/drafts')).status, 303, 'the page asks to sign in')
  })

  t.test('what a draft was for is not named once it is out of sight, and the text can still be had', async t => {
    const category = await make.category({
      rights: { see: [GROUP.members], reply: [GROUP.members], create: [GROUP.members] },
    })
    const thread = await make.thread({ categoryId: category.id, by: people.mia, title: 'A title to forget' })
    await noor.api('PUT', `/drafts/reply-${thread.id}`, { body: 'Words to keep' })
    t.match((await noor.get('/drafts')).text, /A title to forget/)
    await database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, thread.id))
    const page = await noor.get('/drafts')
    t.notMatch(page.text, /A title to forget/)
    t.match(page.text, /Words to keep/)
    t.equal((await noor.api('GET', `/drafts/reply-${thread.id}`)).json<Draft>().subject, null)
    await page.submit(`/drafts/reply-${thread.id}/delete`)
    t.notMatch((await noor.get('/drafts')).text, /Words to keep/)
  })

  t.test('bad keys, foreign fields and texts without end are refused', async t => {
    const put = (key: string, body: object) => mia.api('PUT', `/drafts/${key}`, body)
    for (const key of ['other', 'reply-0', 'reply-x', 'edit-99999999999999999', 'thread-1', '__proto__']) {
      t.equal((await put(key, { body: '' })).status, 404, key)
    }
    t.equal((await put('reply-79', { body: 'x'.repeat(64_001) })).status, 422)
    t.equal((await put('reply-79', { body: '', fields: { authorId: '1' } })).status, 422)
    t.equal((await put('reply-79', { body: '', memberId: '1' })).status, 422)
    t.equal((await put('reply-79', JSON.parse('{"body":"","__proto__":{"body":"x"}}'))).status, 400)
  })

  t.test('nobody keeps drafts without number, or for ever', async t => {
    const member = await make.member()
    const ctx = await app.ctx(member)
    for (let id = 1; id <= 200; id++) await save(ctx, { key: `reply-${id}`, body: 'x' })
    const client = await app.as(member)
    t.match((await client.api('PUT', '/drafts/reply-201', { body: 'x' })).json(), { status: 409, code: 'drafts.full' })
    t.equal(
      (await client.api('PUT', '/drafts/reply-200', { body: 'y' })).status,
      200,
      'what is kept can be gone on with',
    )
    const old = new Date(Date.now() - 91 * 24 * 3600_000)
    await database.db.update(drafts).set({ updatedAt: old }).where(eq(drafts.key, 'reply-1'))
    await forgetOldDrafts(await app.ctx())
    t.equal((await client.api('GET', '/drafts/reply-1')).status, 404)
    t.equal((await client.api('GET', '/drafts/reply-2')).status, 200)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const path: string = `/drafts?limit=90${cursor ? `&cursor=${cursor}` : ''}`
      const page: { items: { key: string }[]; nextCursor: string | null } = (await client.api('GET', path)).json()
      seen.push(...page.items.map(one => one.key))
      cursor = page.nextCursor
    } while (cursor)
    t.equal(new Set(seen).size, 199, 'the list gives each once')
  })

  t.test('a text names the uploads that are kept for it', async t => {
    const body = '![A](/uploads/abcdefgh12345678/a.png) ![A](/uploads/abcdefgh12345678/a.png) /uploads/../x/'
    await mia.api('PUT', '/drafts/reply-4242', { body })
    const [row] = await database.db.select().from(drafts).where(eq(drafts.key, 'reply-4242'))
    t.strictSame(row?.uploads, ['abcdefgh12345678'])
  })
})

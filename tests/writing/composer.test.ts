/** The composer without scripts: previews, one post for one intention, and a text that always comes back. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { drafts, posts, threads } from '../../db/tables/index.ts'
import * as removal from '../../server/posts/removal.ts'
import { startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import { formOf } from '../support/html.ts'
import { people } from '../support/people.ts'

t.test('the composer', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const repliesTo = async (threadId: number) => (await database.db.$count(posts, eq(posts.threadId, threadId))) - 1

  t.test('a preview shows the text as it would be posted, keeps what was typed and posts nothing', async t => {
    const thread = await make.thread()
    const page = await noor.get(`/t/${thread.id}/${thread.slug}`)
    const body = 'Use **oil**, and\n\n- a stone\n- patience'
    const shown = await page.submit(`/threads/${thread.id}/posts`, { body, intent: 'preview' })
    t.equal(shown.status, 200)
    t.equal(shown.seen('[data-preview] strong'), 'oil')
    t.equal(formOf(shown.page, `/threads/${thread.id}/posts`).values.body?.[0], body)
    t.equal(await repliesTo(thread.id), 0)
    const posted = await (await shown.submit(`/threads/${thread.id}/posts`, { intent: 'post' })).follow()
    const [stored] = await database.db
      .select()
      .from(posts)
      .where(and(eq(posts.threadId, thread.id), eq(posts.number, 2)))
    t.equal(posted.status, 200)
    t.ok(stored && shown.text.includes(stored.html), 'the preview was the stored HTML to the letter')
  })

  t.test('the longest text in any script is posted, and a longer one comes back whole', async t => {
    const thread = await make.thread()
    const action = `/threads/${thread.id}/posts`
    const page = await noor.get(`/t/${thread.id}/${thread.slug}`)
    const tooLong = '漢字かな'.repeat(50_000)
    const shown = await page.submit(action, { body: tooLong })
    t.equal(shown.status, 422)
    t.equal(formOf(shown.page, action).values.body?.[0], tooLong)
    t.equal((await shown.submit(action, { body: tooLong.slice(0, 32_000) })).status, 303)
    t.equal(await repliesTo(thread.id), 1)
  })

  t.test('a preview of a new thread and of an edit keeps every field', async t => {
    const category = await make.category()
    const fresh = await mia.get('/threads/new')
    const fields = { categoryId: String(category.id), title: 'A title', body: '*Softly*' }
    const shown = await fresh.submit('/threads', { ...fields, intent: 'preview' })
    t.equal(shown.seen('[data-preview] em'), 'Softly')
    t.match(formOf(shown.page, '/threads').values, { categoryId: [fields.categoryId], title: ['A title'] })
    const thread = await make.thread({ by: people.mia })
    const [opening] = await database.db.select().from(posts).where(eq(posts.threadId, thread.id))
    const edit = await mia.get(`/posts/${opening?.id}/edit`)
    const edited = await edit.submit(`/posts/${opening?.id}`, { body: '~~Gone~~', title: 'Another', intent: 'preview' })
    t.equal(edited.seen('[data-preview] s'), 'Gone')
    t.match(formOf(edited.page, `/posts/${opening?.id}`).values, { title: ['Another'], version: ['1'] })
    t.equal((await mia.get(`/t/${thread.id}/${thread.slug}`)).seen('h1'), thread.title, 'nothing was saved')
  })

  t.test('pressing twice, reloading the answer, and two windows with the same words make one post', async t => {
    const thread = await make.thread()
    const page = await noor.get(`/t/${thread.id}/${thread.slug}`)
    const action = `/threads/${thread.id}/posts`
    const send = () => page.submit(action, { body: 'Only once', intent: 'post' })
    const [first, second] = await Promise.all([send(), send()])
    t.equal(first.status, 303)
    t.equal(second.location, first.location, 'the second press leads to the post that the first one made')
    t.equal((await send()).location, first.location, 'so does a reload')
    const other = await noor.get(`/t/${thread.id}/${thread.slug}`)
    t.not(
      formOf(other.page, action).values.key?.[0],
      formOf(page.page, action).values.key?.[0],
      'each window has a key of its own',
    )
    t.equal((await other.submit(action, { body: 'Only once' })).location, first.location)
    t.equal(await repliesTo(thread.id), 1)
  })

  t.test('who writes something else, or writes elsewhere, or is somebody else posts again', async t => {
    const thread = await make.thread()
    const other = await make.thread()
    const page = await noor.get(`/t/${thread.id}/${thread.slug}`)
    const action = `/threads/${thread.id}/posts`
    await page.submit(action, { body: 'Me too' })
    await page.submit(action, { body: 'Me too, and more' })
    await mia.post(action, { body: 'Me too' })
    await noor.post(`/threads/${other.id}/posts`, { body: 'Me too' })
    t.strictSame([await repliesTo(thread.id), await repliesTo(other.id)], [3, 1])
  })

  t.test('the same words count again later, and once what they made is deleted', async t => {
    let now = new Date('2026-03-01T12:00:00Z')
    const timed = await startApp(t, { now: () => now })
    const thread = await timed.make.thread()
    const client = await timed.as(people.noor)
    const action = `/threads/${thread.id}/posts`
    const first = await client.post(action, { body: 'Bump' })
    now = new Date(now.getTime() + 9 * 60_000)
    t.equal((await client.post(action, { body: 'Bump' })).location, first.location)
    now = new Date(now.getTime() + 2 * 60_000)
    const later = await client.post(action, { body: 'Bump' })
    t.not(later.location, first.location)
    await removal.remove(await timed.ctx(people.noor), { id: Number(later.location.split('#post-')[1]) })
    const again = await client.post(action, { body: 'Bump' })
    t.equal(again.status, 303)
    t.not(again.location, later.location)
  })

  t.test('a form that is sent again after hours leads to the post that it made', async t => {
    let now = new Date('2026-03-01T12:00:00Z')
    const timed = await startApp(t, { now: () => now })
    const thread = await timed.make.thread()
    const client = await timed.as(people.noor)
    const page = await client.get(`/t/${thread.id}/${thread.slug}`)
    const action = `/threads/${thread.id}/posts`
    const first = await page.submit(action, { body: 'From the train' })
    now = new Date(now.getTime() + 5 * 3600_000)
    t.equal((await page.submit(action, { body: 'From the train' })).location, first.location)
  })

  t.test('a thread is begun once, too', async t => {
    const category = await make.category()
    const page = await mia.get('/threads/new')
    const fields = { categoryId: String(category.id), title: 'Once upon a time', body: 'There was one thread' }
    const answers = await Promise.all([page.submit('/threads', fields), page.submit('/threads', fields)])
    t.equal(answers[0]?.location, answers[1]?.location)
    t.equal(await database.db.$count(threads, eq(threads.title, fields.title)), 1)
  })

  t.test('a script is told where its form leads, or what is wrong with it', async t => {
    const thread = await make.thread()
    const ask = (fields: Record<string, string>, path = `/threads/${thread.id}/posts`) =>
      noor.post(path, fields, { accept: 'application/json' })
    const made = await ask({ body: 'By script' })
    t.equal(made.status, 200)
    t.match(made.json<{ location: string }>().location, /^\/t\/\d+\/[\w-]+\/2#post-\d+$/)
    const empty = await ask({ body: '  ' })
    t.equal(empty.status, 422)
    t.match(empty.headers['content-type'], 'application/problem+json')
    t.match(empty.json(), { errors: [{ path: 'body' }] })
    t.equal((await ask({ body: 'Nowhere' }, '/threads/999999999/posts')).status, 404)
    const visitor = await app
      .visitor()
      .post(`/threads/${thread.id}/posts`, { body: 'Me' }, { accept: 'application/json' })
    t.match(visitor.json(), { status: 401, code: 'not-signed-in' })
  })

  t.test('a post is quoted by a link, with its author and its place, and without what it quoted itself', async t => {
    const thread = await make.thread({ by: people.mia, body: '> Said before\n\nSharp **steel**\n\n```\n> code\n```' })
    const [opening] = await database.db.select().from(posts).where(eq(posts.threadId, thread.id))
    const page = await noor.get(`/t/${thread.id}/${thread.slug}?quote=${opening?.id}`)
    t.equal(
      formOf(page.page, `/threads/${thread.id}/posts`).values.body?.[0],
      `> [@mia](/t/${thread.id}/${thread.slug}/1):\n> Sharp **steel**\n>\n> \`\`\`\n> > code\n> \`\`\`\n\n`,
    )
  })

  t.test('nothing is quoted that is deleted, or stands in another thread', async t => {
    const thread = await make.thread()
    const elsewhere = await make.thread({ body: 'Private words' })
    const gone = await make.post({ threadId: thread.id, body: 'Regretted words' })
    await removal.remove(await app.ctx(people.noor), { id: gone.id })
    const [foreign] = await database.db.select().from(posts).where(eq(posts.threadId, elsewhere.id))
    for (const id of [gone.id, foreign?.id]) {
      const page = await (await app.as(people.mo)).get(`/t/${thread.id}/${thread.slug}?quote=${id}`)
      t.equal(formOf(page.page, `/threads/${thread.id}/posts`).values.body?.[0], '')
    }
  })

  t.test('what has begun goes with the post, in the same transaction', async t => {
    const thread = await make.thread()
    const key = `reply-${thread.id}`
    const stored = () => database.db.$count(drafts, and(eq(drafts.memberId, people.noor.id), eq(drafts.key, key)))
    await noor.api('PUT', `/drafts/${key}`, { body: 'Nearly' })
    t.equal((await noor.post(`/threads/${thread.id}/posts`, { body: ' ' })).status, 422)
    t.equal(await stored(), 1, 'a refused post keeps it')
    await noor.post(`/threads/${thread.id}/posts`, { body: 'Nearly there' })
    t.equal(await stored(), 0)
  })

  t.test('without scripts, every refusal gives the text back', async t => {
    const body = 'Words that took an hour'
    const back = (answer: { page: Document }) =>
      [...answer.page.querySelectorAll('textarea')].some(one => one.textContent?.includes(body))
    const thread = await make.thread()
    const action = `/threads/${thread.id}/posts`
    const signedOut = await app.visitor().post(action, { body })
    t.strictSame([signedOut.status, back(signedOut)], [401, true], 'the session is over')
    const title = 'A title of its own'
    const begun = await app.visitor().post('/threads', { categoryId: '1', title, body })
    t.match(begun.page.querySelector('textarea')?.textContent, title, 'and a title with it')
    const missing = await noor.post('/threads/999999999/posts', { body })
    t.strictSame([missing.status, back(missing)], [404, true], 'the thread is gone')
    await database.db.update(threads).set({ lockedAt: new Date() }).where(eq(threads.id, thread.id))
    const locked = await noor.post(action, { body })
    t.strictSame([locked.status, back(locked)], [403, true], 'it is locked')
    const limited = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
    const open = await limited.make.thread()
    const client = await limited.as(people.noor)
    let answer = await client.post(`/threads/${open.id}/posts`, { body })
    for (let index = 0; index < 25 && answer.status !== 429; index++) {
      answer = await client.post(`/threads/${open.id}/posts`, { body: `${body} ${index}` })
    }
    t.strictSame([answer.status, back(answer)], [429, true], 'too many at once')
    t.ok(answer.headers['retry-after'])
  })
})

/** The JSON API: what programs rely on. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { posts } from '../../db/tables/index.ts'
import { startApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

type ThreadJson = { id: string; slug: string; version: number; post: { id: string; number: number; html: string } }
type PostsJson = { items: { number: number }[]; hasBefore: boolean; hasAfter: boolean }

const numbers = (answer: Answer) => answer.json<PostsJson>().items.map(one => one.number)

t.test('the API', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const mia = await app.as(people.mia)

  t.test('whoever asks learns who they are taken for', async t => {
    t.strictSame((await app.visitor().api('GET', '/session')).json(), { member: null })
    t.match((await mia.api('GET', '/session')).json(), { member: { id: String(people.mia.id), name: 'mia' } })
  })

  t.test('a thread is made with its first post and answered bare', async t => {
    const category = await make.category()
    const answer = await mia.api('POST', '/threads', {
      categoryId: String(category.id),
      title: 'By a program',
      body: 'With *care*',
    })
    t.equal(answer.status, 201)
    const thread = answer.json<ThreadJson>()
    t.match(thread, { slug: 'by-a-program', categoryId: String(category.id), post: { number: 1, body: 'With *care*' } })
    t.match(thread.post.html, /<em>care<\/em>/)
    t.match((await app.visitor().api('GET', `/threads/${thread.id}`)).json(), { title: 'By a program' })
  })

  t.test('posts are read forwards, backwards and around a number', async t => {
    const thread = await make.thread()
    for (let index = 0; index < 29; index++) await make.post({ threadId: thread.id })
    const list = (query: string) => app.visitor().api('GET', `/threads/${thread.id}/posts${query}`)
    t.strictSame(numbers(await list('?limit=3')), [1, 2, 3])
    t.strictSame(numbers(await list('?after=10&limit=2')), [11, 12])
    t.strictSame(numbers(await list('?before=10&limit=2')), [8, 9])
    t.ok(numbers(await list('?around=25')).includes(25))
    t.match((await list('?after=28')).json(), { hasBefore: true, hasAfter: false })
    t.equal((await list('?after=1&before=9')).status, 422)
  })

  t.test('a key makes a repeated write one write', async t => {
    const thread = await make.thread()
    const send = (body: string, key: string) =>
      mia.api('POST', `/threads/${thread.id}/posts`, { body }, { 'idempotency-key': key })
    const first = await send('Only once', 'key-1')
    const again = await send('Only once', 'key-1')
    t.strictSame([first.status, again.status], [201, 201])
    t.strictSame(again.json(), first.json())
    t.equal((await send('Something else', 'key-1')).status, 422, 'a key is for one request')
    const both = await Promise.all([send('At the same time', 'key-2'), send('At the same time', 'key-2')])
    t.strictSame(both[0]?.json(), both[1]?.json())
    t.equal(await database.db.$count(posts, eq(posts.threadId, thread.id)), 3)
    const noor = await app.as(people.noor)
    const theirs = await noor.api(
      'POST',
      `/threads/${thread.id}/posts`,
      { body: 'Only once' },
      { 'idempotency-key': 'key-1' },
    )
    t.not(theirs.json<{ id: string }>().id, first.json<{ id: string }>().id, "another member's key is another key")
  })

  t.test('an edit names the version it is based on, and a lost update is refused', async t => {
    const thread = await make.thread({ by: people.mia })
    const list = (await mia.api('GET', `/threads/${thread.id}/posts`)).json<{ items: { id: string }[] }>()
    const path = `/posts/${list.items[0]?.id}`
    const { etag } = (await mia.api('GET', path)).headers
    const edit = (body: string, match: string | undefined) =>
      mia.api('PATCH', path, { body }, match === undefined ? {} : { 'if-match': match })
    t.equal((await edit('The second version', etag)).status, 200)
    t.equal((await edit('From the first version', etag)).status, 412)
    t.equal((await edit('From nowhere', '"something"')).status, 412)
    t.equal((await edit('Whatever is there', '*')).status, 200)
  })

  t.test('the status says what is the matter', async t => {
    const thread = await make.thread({ by: people.mia })
    const noor = await app.as(people.noor)
    const visitor = app.visitor()
    const body = { body: 'Some words' }
    const cases: readonly [number, Promise<Answer>][] = [
      [401, visitor.api('POST', `/threads/${thread.id}/posts`, body)],
      [403, noor.api('PATCH', `/threads/${thread.id}`, { title: 'Not mine to name' })],
      [404, noor.api('GET', '/threads/999999999')],
      [404, noor.api('GET', '/threads/not-a-number')],
      [404, noor.api('GET', '/nothing')],
      [
        415,
        noor.send('POST', `/api/v1/threads/${thread.id}/posts`, {
          headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'text/csv' },
          body: 'a,b',
        }),
      ],
      [422, noor.api('POST', `/threads/${thread.id}/posts`, {})],
      [
        401,
        visitor.get('/api/v1/session', {
          headers: { authorization: 'Bearer gh_0123456789012345678901234567890123456789012' },
        }),
      ],
    ]
    for (const [status, answer] of cases) t.equal((await answer).status, status, (await answer).url.pathname)
  })

  t.test('problems are told in the language of who asks', async t => {
    const french = await app.visitor({ 'accept-language': 'fr' }).api('GET', '/threads/999999999')
    const english = await app.visitor({ 'accept-language': 'en' }).api('GET', '/threads/999999999')
    t.not(french.json<{ title: string }>().title, english.json<{ title: string }>().title)
    t.equal(french.json<{ code: string }>().code, english.json<{ code: string }>().code)
  })
})

/** Threads, posts and categories as people use them: pages and forms, over HTTP, without scripts. */
import { asc, eq } from 'drizzle-orm'
import t from 'tap'
import { domainEvents, posts, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { startApp } from '../support/app.ts'
import { formOf, linksOf } from '../support/html.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

/** The numbers of the posts on a page, in order, as a reader sees them. */
const postsOn = ({ page }: Answer): number[] =>
  [...page.querySelectorAll('.thread a.num')].map(one => Number(one.textContent))

t.test('threads', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const mo = await app.as(people.mo)

  t.test('a member opens a thread, another replies, and a visitor reads both', async t => {
    const category = await make.category()
    const form = await mia.get(`/threads/new?category=${category.id}`)
    const opened = await form.submit('/threads', {
      categoryId: String(category.id),
      title: 'Which plane for oak?',
      body: 'The *long* one, or the short?',
    })
    t.equal(opened.status, 303)
    t.match(opened.location, /^\/t\/\d+\/which-plane-for-oak/)
    const thread = await noor.get(opened.location)
    const id = /^\/t\/(\d+)/.exec(opened.location)?.[1]
    const replied = await thread.submit(`/threads/${id}/posts`, { body: 'The **short** one, and patience.' })
    t.equal(replied.status, 303)
    const anchor = /#(post-\d+)$/.exec(replied.location)?.[1]
    t.ok(anchor && (await noor.get(replied.location)).page.getElementById(anchor), 'it leads to the reply itself')

    await app.settled()
    const read = await app.visitor().get(opened.location)
    t.equal(read.status, 200)
    t.equal(read.seen('h1'), 'Which plane for oak?')
    t.strictSame(postsOn(read), [1, 2])
    t.match(read.text, /The <em>long<\/em> one/)
    t.match(read.text, /The <strong>short<\/strong> one/)
    const list = await app.visitor().get(`/c/${category.slug}`)
    t.match(list.seen('main'), /Which plane for oak\?/)
    t.match((await app.visitor().get('/')).seen('main'), /Which plane for oak\?/)
  })

  t.test('a visitor is asked to sign in before they write', async t => {
    const thread = await make.thread()
    const page = await app.visitor().get(`/t/${thread.id}/${thread.slug}`)
    t.notOk(page.page.querySelector('textarea'))
    const sent = await app.visitor().post(`/threads/${thread.id}/posts`, { body: 'Let me in' })
    t.ok([401, 303].includes(sent.status), String(sent.status))
    t.equal(await database.db.$count(posts, eq(posts.threadId, thread.id)), 1)
  })

  t.test('a form that is refused keeps every word and says what is wrong', async t => {
    const category = await make.category()
    const sent = await mia.post('/threads', {
      categoryId: String(category.id),
      title: '',
      body: 'Long <b>and</b> "careful" words',
    })
    t.equal(sent.status, 422)
    t.equal(formOf(sent.page, '/threads').values.body?.[0], 'Long <b>and</b> "careful" words')
    t.ok(sent.page.querySelector('[name=title][aria-invalid=true]'))
    t.equal(sent.page.querySelector(`option[value="${category.id}"]`)?.hasAttribute('selected'), true)
    const thread = await make.thread()
    t.equal((await noor.post(`/threads/${thread.id}/posts`, { body: ' \n ' })).status, 422)
  })

  t.test('a locked thread takes no reply from a member, and one from a moderator', async t => {
    const thread = await make.thread()
    // Locking is moderation's verb, which comes later; its rule is here already.
    await database.db.update(threads).set({ lockedAt: new Date() }).where(eq(threads.id, thread.id))
    const refused = await noor.post(`/threads/${thread.id}/posts`, { body: 'One more thing' })
    t.equal(refused.status, 403)
    t.equal(
      (await noor.api('POST', `/threads/${thread.id}/posts`, { body: 'One more thing' })).json<{ code: string }>().code,
      'thread.locked',
    )
    t.equal((await mo.post(`/threads/${thread.id}/posts`, { body: 'Closed, with thanks' })).status, 303)
  })

  t.test('a wrong slug leads to the right one, an address without one too', async t => {
    const thread = await make.thread()
    const right = `/t/${thread.id}/${thread.slug}`
    for (const wrong of [`/t/${thread.id}`, `/t/${thread.id}/something-else`, `/t/${thread.id}/-`]) {
      const { status, location } = await app.visitor().get(wrong)
      t.ok([301, 303].includes(status), wrong)
      t.equal(location, right)
    }
    t.equal((await app.visitor().get('/t/999999999/x')).status, 404)
  })

  t.test('a title in any letters has an address', async t => {
    for (const title of [
      '日本語の題名です',
      'Élan & ñandú: déjà vu?',
      '«Привет», мир',
      '👋👋👋 hello',
      '../../etc/passwd',
      '<script>alert(1)</script>',
    ]) {
      const thread = await make.thread({ title })
      const page = await app.visitor().get(`/t/${thread.id}/${thread.slug || '-'}`)
      t.equal(page.status, 200, title)
      t.equal(page.seen('h1'), title)
      t.notMatch(page.text, /<script>alert/)
    }
  })

  t.test('pages of a long thread hold the posts of their numbers, whichever number leads there', async t => {
    const thread = await make.thread()
    for (let number = 2; number <= 45; number++)
      await make.post({ threadId: thread.id, by: number % 2 ? people.mia : people.noor })
    await app.settled()
    const path = `/t/${thread.id}/${thread.slug}`
    const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
    t.strictSame(postsOn(await app.visitor().get(path)), ids(1, 20))
    t.strictSame(postsOn(await app.visitor().get(`${path}/21`)), ids(21, 40))
    t.strictSame(postsOn(await app.visitor().get(`${path}/33`)), ids(21, 40))
    t.strictSame(postsOn(await app.visitor().get(`${path}/45`)), ids(41, 45))
    const beyond = await (await app.visitor().get(`${path}/4000`)).follow()
    t.strictSame(postsOn(beyond), ids(41, 45), 'a number that is not there yet leads to the end')
    const first = await app.visitor().get(path)
    t.ok(linksOf(first.page).includes(`${path}/21`), 'the next page is a link')
  })

  t.test('a reply to a post names it, and is refused in another thread', async t => {
    const thread = await make.thread()
    const post = await make.post({ threadId: thread.id, by: people.mia })
    const form = await noor.get(`/t/${thread.id}/${thread.slug}?replyTo=${post.id}`)
    const sent = await form.submit(`/threads/${thread.id}/posts`, { body: 'To you in particular' })
    t.equal(sent.status, 303)
    const elsewhere = await make.thread()
    t.equal((await noor.post(`/threads/${elsewhere.id}/posts`, { body: 'Lost', replyTo: String(post.id) })).status, 422)
  })

  t.test('an author edits their words, others do not, and two edits at once are noticed', async t => {
    const thread = await make.thread({ by: people.mia, body: 'First words' })
    const [opening] = await database.db.select().from(posts).where(eq(posts.threadId, thread.id))
    const id = opening?.id ?? 0
    t.equal((await noor.get(`/posts/${id}/edit`)).status, 403)
    const [one, other] = [await mia.get(`/posts/${id}/edit`), await mia.get(`/posts/${id}/edit`)]
    const saved = await one.submit(`/posts/${id}`, { title: 'A better title', body: 'Better words' })
    t.equal(saved.status, 303)
    t.match(saved.location, /\/a-better-title/)
    const late = await other.submit(`/posts/${id}`, { body: 'Words from an old page' })
    t.equal(late.status, 412)
    t.match(late.text, /Words from an old page/, 'what was typed is not lost')
    await app.settled()
    const page = await (await app.visitor().get(`/t/${thread.id}`)).follow()
    t.match(page.text, /Better words/)
    t.equal(page.seen('h1'), 'A better title')
  })

  t.test('a deleted reply is gone for members and its number stays its own', async t => {
    const thread = await make.thread()
    const post = await make.post({ by: people.noor, threadId: thread.id, body: 'I regret this' })
    await make.post({ by: people.mia, threadId: thread.id })
    const asked = await noor.get(`/posts/${post.id}/delete`)
    t.match(asked.text, /I regret this/)
    t.equal((await mia.post(`/posts/${post.id}/delete`)).status, 403)
    t.equal((await asked.submit(`/posts/${post.id}/delete`)).status, 303)
    await app.settled()
    const page = await mia.get(`/t/${thread.id}/${thread.slug}`)
    t.notMatch(page.text, /I regret this/)
    t.ok(postsOn(page).includes(3))
    t.equal((await mia.api('GET', `/posts/${post.id}`)).status, 404)
    t.equal((await mo.api('GET', `/posts/${post.id}`)).status, 410, 'who still sees the tombstone is told')
    const next = await make.post({ threadId: thread.id })
    t.equal(next.number, 4)
  })

  t.test('a thread with no answer may be taken back, one with answers only by moderators', async t => {
    const lonely = await make.thread({ by: people.mia })
    t.equal((await mia.post(`/threads/${lonely.id}/delete`)).status, 303)
    t.equal((await noor.get(`/t/${lonely.id}/${lonely.slug}`)).status, 404)
    const answered = await make.thread({ by: people.mia })
    await make.post({ by: people.noor, threadId: answered.id })
    t.equal((await mia.post(`/threads/${answered.id}/delete`)).status, 403)
    t.equal((await mo.post(`/threads/${answered.id}/delete`)).status, 303)
  })

  t.test('a member always reads their own write, and a visitor soon', async t => {
    const thread = await make.thread()
    const path = `/t/${thread.id}/${thread.slug}`
    await app.visitor().get(path)
    for (let turn = 1; turn <= 5; turn++) {
      await noor.post(`/threads/${thread.id}/posts`, { body: `Turn number ${turn}` })
      t.match((await noor.get(path)).text, new RegExp(`Turn number ${turn}`))
    }
  })

  t.test('an answer for visitors is one for all, and is not sent again to who has it', async t => {
    const thread = await make.thread()
    const path = `/t/${thread.id}/${thread.slug}`
    const first = await app.visitor().get(path)
    const { etag } = first.headers
    t.ok(etag)
    t.notOk(first.headers['set-cookie'])
    const again = await app.visitor().get(path, { headers: { 'if-none-match': String(etag) } })
    t.equal(again.status, 304)
    t.equal(again.bytes.length, 0)
  })

  t.test('two who reply at once both get a number of their own', async t => {
    const thread = await make.thread()
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? mia : noor).api('POST', `/threads/${thread.id}/posts`, { body: `At once, ${index}` }),
      ),
    )
    t.strictSame(new Set(sent.map(one => one.status)), new Set([201]))
    const numbers = sent.map(one => one.json<{ number: number }>().number).sort((a, b) => a - b)
    t.strictSame(numbers, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    const [row] = await database.db.select().from(threads).where(eq(threads.id, thread.id))
    t.match(row, { lastNumber: 11, replyCount: 10 })
  })

  t.test('counts of a category follow what is written and deleted', async t => {
    const category = await make.category()
    const thread = await make.thread({ categoryId: category.id })
    const post = await make.post({ by: people.noor, threadId: thread.id })
    await app.settled()
    const counts = async () =>
      (await app.visitor().api('GET', `/categories/${category.id}`)).json<{ threadCount: number; postCount: number }>()
    t.match(await counts(), { threadCount: 1, postCount: 2 })
    await noor.post(`/posts/${post.id}/delete`)
    await app.settled()
    t.match(await counts(), { threadCount: 1, postCount: 1 })
  })

  t.test('each act is in the log once, said by who did it', async t => {
    const thread = await make.thread({ by: people.mia })
    await make.post({ by: people.noor, threadId: thread.id })
    await app.settled()
    const log = await database.db.select().from(domainEvents).orderBy(asc(domainEvents.position))
    const events = log.filter(one => Object(one.data).threadId === thread.id && one.position !== null)
    t.strictSame(
      events.map(one => [one.type, one.actorId]),
      [
        ['thread.created', people.mia.id],
        ['post.created', people.mia.id],
        ['post.created', people.noor.id],
      ],
    )
  })
})

t.test('categories', async t => {
  const app = await startApp(t)
  const { make } = app
  const mia = await app.as(people.mia)

  t.test('a category shows its threads, newest activity first, and its children', async t => {
    const parent = await make.category()
    const child = await make.category({ parentId: parent.id })
    const older = await make.thread({ categoryId: parent.id, title: 'The older of the two' })
    const newer = await make.thread({ categoryId: parent.id, title: 'The newer of the two' })
    const order = async () => {
      await app.settled()
      // A member reads what is so now; a visitor's page may be a second old.
      const text = (await mia.get(`/c/${parent.slug}`)).seen('main') ?? ''
      return text.indexOf(older.title) < text.indexOf(newer.title) ? 'older first' : 'newer first'
    }
    t.equal(await order(), 'newer first')
    await make.post({ threadId: older.id })
    t.equal(await order(), 'older first')
    t.ok(linksOf((await app.visitor().get(`/c/${parent.slug}`)).page).includes(`/c/${child.slug}`))
    t.ok(linksOf((await app.visitor().get(`/c/${child.slug}`)).page).includes(`/c/${parent.slug}`), 'the way back')
  })

  t.test('long lists go on by a cursor and show each thread once while others write', async t => {
    const category = await make.category()
    const made: number[] = []
    for (let index = 0; index < 35; index++) made.push((await make.thread({ categoryId: category.id })).id)
    await app.settled()
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const path: string = `/categories/${category.id}/threads?limit=10${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
      const list: { items: { id: string }[]; nextCursor: string | null } = (await app.visitor().api('GET', path)).json()
      seen.push(...list.items.map(one => one.id))
      cursor = list.nextCursor
      await make.thread({ categoryId: category.id })
    } while (cursor)
    t.strictSame(seen, made.map(String).reverse())
    const page = await app.visitor().get(`/c/${category.slug}`)
    const next = linksOf(page.page).find(link => link.includes('cursor='))
    t.ok(next)
    t.equal((await app.visitor().get(next ?? '/')).status, 200)
  })

  t.test('who may read but not write sees no button for it, and is refused', async t => {
    const category = await make.category({
      rights: { see: [GROUP.everyone], reply: [GROUP.staff], create: [GROUP.staff] },
    })
    const thread = await make.thread({ by: people.mo, categoryId: category.id })
    const page = await mia.get(`/t/${thread.id}/${thread.slug}`)
    t.equal(page.status, 200)
    t.notOk(page.page.querySelector('textarea'))
    t.equal((await mia.post(`/threads/${thread.id}/posts`, { body: 'May I?' })).status, 403)
    t.equal(
      (await mia.post('/threads', { categoryId: String(category.id), title: 'May I begin?', body: 'Please' })).status,
      403,
    )
    const form = await mia.get('/threads/new')
    t.notOk(form.page.querySelector(`option[value="${category.id}"]`))
  })

  t.test('a right that is taken away ends at once, on every process', async t => {
    const group = await make.group()
    const insider = await make.member({ groups: [group.slug] })
    const category = await make.category({ rights: { see: [group.id], reply: [group.id], create: [group.id] } })
    const thread = await make.thread({ by: insider, categoryId: category.id })
    const other = await startApp(t, { target: app.target })
    const [here, there] = [await app.as(insider), await other.as(insider)]
    const path = `/t/${thread.id}/${thread.slug}`
    t.strictSame([(await here.get(path)).status, (await there.get(path)).status], [200, 200])
    const ada = await app.as(people.ada)
    const ended = await ada.api('DELETE', `/groups/${group.id}/members/${insider.id}`)
    t.ok(ended.status < 300, String(ended.status))
    t.strictSame([(await here.get(path)).status, (await there.get(path)).status], [404, 404])
  })
})

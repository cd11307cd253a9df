/** The sitemap and what robots are told: all that a visitor may find, and made anew only where something changed. */
import { sql } from 'drizzle-orm'
import { DOMParser } from 'linkedom'
import t from 'tap'
import { posts } from '../../db/tables/index.ts'
import { reserveIds, writeContents } from '../../server/bulk/write.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import type { QueryReport } from '../../server/core/http/budget.ts'
import { transaction } from '../../server/core/transaction.ts'
import * as members from '../../server/members/service.ts'
import { edit } from '../../server/posts/edit.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import * as removal from '../../server/threads/removal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

type Entry = { readonly path: string; readonly changed: string | null }

/** The entries of a sitemap or an index, by their path. */
async function entries(app: TestApp, path: string): Promise<Entry[]> {
  const answer = await app.visitor().get(path)
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  const parsed = new DOMParser().parseFromString(answer.text, 'text/xml')
  return [...parsed.querySelectorAll('url, sitemap')].map(one => ({
    path: (one.querySelector('loc')?.textContent ?? '').replace(app.url, ''),
    changed: one.querySelector('lastmod')?.textContent ?? null,
  }))
}

const pathsOf = async (app: TestApp, path: string) => (await entries(app, path)).map(one => one.path)

/** Waits until the entry of a sitemap has another date. */
const changes = (app: TestApp, { list, path, from }: { list: string; path: string; from: string | null }) =>
  until(
    async () => (await entries(app, list)).some(one => one.path === path && one.changed !== from),
    `${path} has another date in ${list}`,
  )

const SECOND_PART = 5001

t.test('the sitemap', async t => {
  const reports: QueryReport[] = []
  const app = await startApp(t, { queries: report => reports.push(report) })
  const { make, database } = app
  const square = await make.category({ name: 'Square' })
  const closed = await make.category({
    name: 'Closed',
    rights: { see: [GROUP.members], reply: [GROUP.members], create: [GROUP.members] },
  })
  const first = await make.thread({ categoryId: square.id, title: 'First of all', tags: ['found'] })
  const secret = await make.thread({ categoryId: closed.id, title: 'Between us', tags: ['hushed'] })
  await database.db.execute(sql`alter table threads alter column id restart with ${sql.raw(String(SECOND_PART))}`)
  const second = await make.thread({ categoryId: square.id, title: 'Far away' })
  await app.settled()
  const pathOf = ({ id, slug }: { id: number; slug: string }) => `/t/${id}/${slug}`

  t.test('lists what a visitor finds, and nothing else', async t => {
    t.strictSame(await pathsOf(app, '/sitemap.xml'), [
      '/sitemap/places.xml',
      '/sitemap/threads-0.xml',
      '/sitemap/threads-1.xml',
      '/sitemap/members-0.xml',
    ])
    t.strictSame(await pathsOf(app, '/sitemap/places.xml'), [
      '/',
      '/categories',
      '/tags',
      `/c/${square.slug}`,
      '/tags/found',
    ])
    t.strictSame(await pathsOf(app, '/sitemap/threads-0.xml'), [pathOf(first)])
    t.strictSame(await pathsOf(app, '/sitemap/threads-1.xml'), [pathOf(second)])
    t.strictSame(await pathsOf(app, '/sitemap/members-0.xml'), ['/m/mia'])
    for (const missing of ['/sitemap/threads-2.xml', '/sitemap/members-1.xml', '/sitemap/threads-x.xml']) {
      t.equal((await app.visitor().get(missing)).status, 404)
    }
    const mia = await app.as(people.mia)
    t.notMatch((await mia.get('/sitemap/threads-0.xml')).text, secret.slug, 'whoever asks')
  })

  t.test('every address that it lists is a page for search engines under that very address', async t => {
    const parts = (await pathsOf(app, '/sitemap.xml')).map(part => pathsOf(app, part))
    for (const path of (await Promise.all(parts)).flat()) {
      const { status, page } = await app.visitor().get(path)
      t.equal(status, 200, path)
      t.equal(page.querySelector('meta[name=robots]'), null, path)
      t.equal(page.querySelector('link[rel=canonical]')?.getAttribute('href'), app.url + path)
    }
  })

  t.test('a change makes its own part anew, and no other', async t => {
    const parts = ['/sitemap/threads-0.xml', '/sitemap/threads-1.xml']
    const visitor = app.visitor()
    const copies = new Map<string, string>()
    for (const part of parts) copies.set(part, String((await visitor.get(part)).headers.etag))
    /** Which parts were read from the threads, of those that are asked for again by who has them. */
    const madeAnew = async () => {
      reports.length = 0
      for (const part of parts) await visitor.get(part, { headers: { 'if-none-match': copies.get(part) } })
      return parts.filter((_part, at) => reports[at]?.statements.some(one => /from "threads"/.test(one)))
    }
    t.strictSame(await madeAnew(), [], 'nothing has changed')
    t.strictSame(
      reports.map(({ status }) => status),
      [304, 304],
    )

    const [before] = await entries(app, '/sitemap/threads-1.xml')
    await make.post({ threadId: second.id })
    await app.settled()
    t.strictSame(await madeAnew(), ['/sitemap/threads-1.xml'])
    await changes(app, { list: '/sitemap.xml', path: '/sitemap/threads-1.xml', from: before?.changed ?? '' })
    const [after] = await entries(app, '/sitemap/threads-1.xml')
    t.ok(String(after?.changed) > String(before?.changed), 'the thread has the date of its newest post')

    for (const part of parts) copies.set(part, String((await visitor.get(part)).headers.etag))
    await make.post({ threadId: secret.id })
    await app.settled()
    t.strictSame(await madeAnew(), [], 'nobody is told that something happens where they may not look')
  })

  t.test('who asks by the date is answered by it', async t => {
    const visitor = app.visitor()
    const path = '/sitemap/threads-0.xml'
    let dated = await visitor.get(path)
    await until(async () => {
      dated = await visitor.get(path)
      return dated.headers['last-modified'] !== undefined
    }, 'the date has come')
    const since = { 'if-modified-since': String(dated.headers['last-modified']) }
    t.equal((await visitor.get(path, { headers: since })).status, 304)
    await make.post({ threadId: first.id })
    await until(async () => (await visitor.get(path, { headers: since })).status === 200, 'a change is told')
  })

  t.test('an edit shows in the date of its thread', async t => {
    const [before] = await entries(app, '/sitemap/threads-0.xml')
    const [opening] = await database.db.select().from(posts).where(sql`thread_id = ${first.id} and number = 1`)
    await edit(await app.ctx(people.mia), {
      id: opening?.id ?? 0,
      body: 'Said better, and later than anything else here',
    })
    const [after] = await entries(app, '/sitemap/threads-0.xml')
    t.ok(String(after?.changed) > String(before?.changed))
  })

  t.test('what was written in bulk is in it', async t => {
    const ctx = await app.ctx()
    await transaction(ctx, async ctx => {
      const [threadId = 0] = await reserveIds(ctx, 'threads', 1)
      const [postId = 0] = await reserveIds(ctx, 'posts', 1)
      const createdAt = new Date('2020-02-02T02:02:02Z')
      const author = { authorId: people.noor.id, createdAt }
      const text = { body: 'Old', html: '<p>Old</p>', excerpt: 'Old', cookedVersion: 2 }
      await writeContents(ctx, {
        threads: [{ id: threadId, categoryId: square.id, title: 'Long ago', ...author }],
        posts: [{ id: postId, threadId, number: 1, replyToId: null, ...text, ...author }],
      })
    })
    await app.settled()
    const found = (await entries(app, '/sitemap/threads-1.xml')).find(({ path }) => path.endsWith('/long-ago'))
    t.equal(found?.changed, '2020-02-02T02:02:02.000Z')
  })

  t.test('a deleted thread leaves it, and an empty part with it', async t => {
    await database.db.execute(sql`alter table threads alter column id restart with 10001`)
    const alone = await make.thread({ categoryId: square.id, title: 'Alone in its part' })
    await app.settled()
    t.strictSame(await pathsOf(app, '/sitemap/threads-2.xml'), [pathOf(alone)])
    await removal.remove(await app.ctx(people.ada), { id: alone.id })
    await app.settled()
    t.equal((await app.visitor().get('/sitemap/threads-2.xml')).status, 404)
    await until(
      async () => !(await pathsOf(app, '/sitemap.xml')).includes('/sitemap/threads-2.xml'),
      'it left the index',
    )
    await removal.restore(await app.ctx(people.ada), { id: alone.id })
    await app.settled()
    t.strictSame(await pathsOf(app, '/sitemap/threads-2.xml'), [pathOf(alone)])
  })

  t.test('a thread that moves out of sight leaves it', async t => {
    const thread = await make.thread({ categoryId: square.id, title: 'On its way' })
    const mo = await app.as(people.ada)
    const form = await mo.get(`/threads/${thread.id}/edit`)
    t.equal((await form.submit(`/threads/${thread.id}`, { categoryId: String(closed.id) })).status, 303)
    t.notMatch((await app.visitor().get('/sitemap/threads-2.xml')).text, 'on-its-way')
  })

  t.test('a thread may come from a category that is gone when the log tells of it', async t => {
    const ada = await app.ctx(people.ada)
    const brief = await make.category()
    const thread = await make.thread({ categoryId: brief.id, title: 'Homeless for a moment' })
    await app.settled()
    await editThread(ada, { id: thread.id, categoryId: square.id })
    await categories.remove(ada, { id: brief.id })
    await app.settled()
    t.ok((await pathsOf(app, '/sitemap/threads-2.xml')).includes(pathOf(thread)))
  })

  t.test('members who keep to themselves are not in it', async t => {
    const noor = await app.ctx(people.noor)
    await until(async () => (await pathsOf(app, '/sitemap/members-0.xml')).includes('/m/noor'), 'she is in it')
    await members.updatePrivacy(noor, { profileIndexed: false })
    await app.settled()
    t.strictSame(await pathsOf(app, '/sitemap/members-0.xml'), ['/m/mia'])
    await members.updatePrivacy(noor, { profileIndexed: true, activityAudience: 'members' })
    await app.settled()
    t.strictSame(await pathsOf(app, '/sitemap/members-0.xml'), ['/m/mia'])
  })

  t.test('robots are told where it is, and what is no page to find', async t => {
    const { text } = await app.visitor().get('/robots.txt')
    t.match(text, `Sitemap: ${app.url}/sitemap.xml`)
    for (const path of ['/admin', '/api/', '/settings', '/threads/', '/posts/', '/search'])
      t.match(text, `Disallow: ${path}\n`)
    t.notMatch(text, 'Disallow: /\n')
  })

  t.test(
    'a category that closes takes its threads out at once, and robots are kept out of a closed community',
    async t => {
      const rights = { see: [GROUP.members], reply: [], create: [], moderate: [] }
      await categories.change(await app.ctx(people.ada), { id: square.id, rights })
      t.equal((await app.visitor().get('/sitemap/threads-0.xml')).status, 404)
      t.strictSame(await pathsOf(app, '/sitemap.xml'), ['/sitemap/places.xml'])
      t.strictSame(await pathsOf(app, '/sitemap/places.xml'), ['/', '/categories'])
      t.equal((await app.visitor().get('/robots.txt')).text, 'User-agent: *\nDisallow: /\n')
      t.equal((await app.visitor().get('/feed.json')).json<{ items: unknown[] }>().items.length, 0)
    },
  )
})

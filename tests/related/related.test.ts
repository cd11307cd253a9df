/** What is like a thread: how it is found, how it is explained, and to whom it is told. */
import { count, eq, sql } from 'drizzle-orm'
import t from 'tap'
import { relatedDue, relatedThreads, threads } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import * as follows from '../../server/follows/service.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import { jobs, makeNext } from '../../server/related/make.ts'
import { seed } from '../../server/seed/service.ts'
import * as removal from '../../server/threads/removal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import type { Thread } from '../support/make.ts'
import { type Person, people } from '../support/people.ts'

const say = translator('en')
const dire = translator('fr')

type Item = { readonly title: string; readonly why: string; readonly words: readonly string[] }

const relatedTo = async (client: Client, { id }: Pick<Thread, 'id'>): Promise<readonly Item[]> =>
  (await client.api('GET', `/threads/${id}/related`)).json<{ items: Item[] }>().items

const titlesOf = (items: readonly Item[]): string[] => items.map(({ title }) => title)

async function read({ database: { db } }: TestApp, reader: Person, { id }: Thread): Promise<void> {
  await db.execute(sql`
    insert into thread_reads (member_id, thread_id, last_number) values (${reader.id}, ${id}, 1) on conflict do nothing`)
}

async function workOut(app: TestApp, { id: threadId }: Pick<Thread, 'id'>): Promise<void> {
  await app.database.db.insert(relatedDue).values({ threadId, spreads: false }).onConflictDoNothing()
  const ctx = await app.ctx()
  while (await makeNext(ctx));
}

t.test('what is like a thread', async t => {
  const app = await startApp(t)
  const { make } = app
  const open = await make.category()
  const mia = await app.as(people.mia)
  const written = (title: string, body: string, more: { tags?: readonly string[]; categoryId?: number } = {}) =>
    make.thread({ by: people.mo, categoryId: open.id, title, body, ...more })

  const resole = await written('Resoling the Skarn', 'Which adhesive holds a vibram sole on the Skarn?')
  const glue = await written('Vibram came off', 'The adhesive of my resoled Skarn gave way in the rain.')
  await written('A walk in the rain', 'We went along the river and had soup.')
  await app.settled()

  t.test('are others that begin with the same rare words, and it says which', async t => {
    const items = await relatedTo(mia, glue)
    t.strictSame(titlesOf(items), ['Resoling the Skarn'])
    t.equal(items[0]?.why, 'words')
    t.ok(
      items[0]?.words.every(word => ['vibram', 'adhesive', 'skarn', 'resoled'].includes(word)),
      `${items[0]?.words}`,
    )
  })

  t.test('what was there before learns of what is new', async t => {
    t.strictSame(titlesOf(await relatedTo(mia, resole)), ['Vibram came off'])
  })

  t.test('one word alone is chance, and what every text has is none', async t => {
    const soup = await written('Soup', 'This is what we would have had after it: lentils.')
    await app.settled()
    t.strictSame(await relatedTo(mia, soup), [])
  })

  t.test('the same tags', async t => {
    const one = await written('Bottle', 'Blue.', { tags: ['thermos', 'winter'] })
    await written('Flask', 'Green.', { tags: ['thermos'] })
    await written('Cup', 'Red.', { tags: ['thermos', 'winter'] })
    await app.settled()
    await workOut(app, one)
    const items = await relatedTo(mia, one)
    t.strictSame(titlesOf(items), ['Cup', 'Flask'], 'two say more than one')
    t.strictSame(
      items.map(({ why }) => why),
      ['tags', 'tags'],
    )
  })

  t.test('what its readers read as well, when they are so many that it tells of nobody', async t => {
    const [hut, map, kite] = [await written('Hut', 'A.'), await written('Map', 'B.'), await written('Kite', 'C.')]
    for (let nth = 0; nth < 5; nth++) {
      const reader = await make.member()
      await read(app, reader, hut)
      await read(app, reader, map)
      if (nth < 3) await read(app, reader, kite)
    }
    await workOut(app, hut)
    const items = await relatedTo(mia, hut)
    t.match(items, [{ title: 'Map', why: 'readers', words: [] }])
    t.equal(items.length, 1, 'of four, with who wrote it, it is not told')
  })

  t.test('another title is another subject', async t => {
    const other = await written('Pancakes', 'Batter and blueberries on a cast griddle.')
    const griddle = await written('Seasoning a griddle', 'Mine is cast and smells of blueberries.')
    await app.settled()
    t.strictSame(titlesOf(await relatedTo(mia, griddle)), ['Pancakes'])
    await editThread(await app.ctx(people.mo), {
      id: griddle.id,
      title: 'Vibram adhesive',
      categoryId: open.id,
      tags: [],
    })
    await app.settled()
    const titles = titlesOf(await relatedTo(mia, griddle))
    t.ok(titles.includes('Vibram came off') && titles.includes('Resoling the Skarn'), `${titles}`)
    t.ok(titles.includes(other.title))
  })

  t.test('is told to who may see it, as of now', async t => {
    const staff = await make.category({ rights: { see: [GROUP.moderators], create: [GROUP.moderators] } })
    await written('Vibram backroom', 'Adhesive for the Skarn, from the boss.', { categoryId: staff.id })
    const passing = await make.category()
    const soon = await written('Skarn vibram swap', 'Adhesive and all.', { categoryId: passing.id })
    await app.settled()
    const mo = await app.as(people.mo)
    await workOut(app, resole)
    t.ok(titlesOf(await relatedTo(mo, resole)).includes('Vibram backroom'))
    t.notOk(titlesOf(await relatedTo(mia, resole)).includes('Vibram backroom'))
    t.ok(titlesOf(await relatedTo(mia, resole)).includes(soon.title))
    const path = `/t/${resole.id}/${resole.slug}/related`
    t.match((await mia.get(path)).text, soon.title)
    t.match((await app.visitor().get(path)).text, soon.title)
    await categories.change(await app.ctx(people.ada), {
      id: passing.id,
      rights: { see: [GROUP.moderators], reply: [], create: [], moderate: [] },
    })
    await app.settled()
    for (const client of [mia, app.visitor()])
      t.notMatch((await client.get(path)).text, soon.title, 'a closed category')
    t.notOk(titlesOf(await relatedTo(mia, resole)).includes(soon.title))
    t.match((await mo.get(path)).text, soon.title)
  })

  t.test('nor what is deleted, hidden or muted', async t => {
    const path = `/t/${resole.id}/${resole.slug}/related`
    const shown = async (client = mia) => (await client.get(path)).text.includes(glue.title)
    t.ok(await shown())
    await follows.set(await app.ctx(people.noor), { kind: 'thread', id: glue.id }, 'mute')
    t.notOk(await shown(await app.as(people.noor)))
    await app.database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, glue.id))
    t.notOk(await shown())
    t.notOk(await shown(await app.as(people.mo)), 'not even to its author')
    await app.database.db.update(threads).set({ hiddenAt: null }).where(eq(threads.id, glue.id))
    t.ok(await shown())
    await removal.remove(await app.ctx(people.ada), { id: glue.id })
    t.notOk(await shown())
    await app.settled()
    const rows = await app.database.db.select().from(relatedThreads).where(eq(relatedThreads.threadId, glue.id))
    t.strictSame(rows, [], 'nothing is kept of what is deleted')
  })
})

t.test('the list under a thread', async t => {
  const app = await startApp(t)
  const { make } = app
  const { id: categoryId } = await make.category()
  const thread = await make.thread({ categoryId, title: 'Vibram adhesive', body: 'For the Skarn.' })
  const other = await make.thread({ categoryId, title: 'Skarn adhesive', body: 'And vibram.' })
  for (let nth = 0; nth < 24; nth++) await make.post({ threadId: thread.id })
  await app.settled()
  const path = `/t/${thread.id}/${thread.slug}`

  t.test('is a link on the last page of the thread, for everybody', async t => {
    for (const client of [app.visitor(), await app.as(people.mia)]) {
      t.equal((await client.get(path)).page.querySelector('#related'), null, 'more follows there')
      const link = (await client.get(`${path}/21`)).page.querySelector('#related a')
      t.equal(link?.getAttribute('href'), `${path}/related`)
    }
  })

  t.test('leads to a page of its own, which says why', async t => {
    const answer = await app.visitor().get(`${path}/related`)
    t.equal(answer.status, 200)
    const row = answer.page.querySelector('#related li')
    t.equal(row?.querySelector('a')?.getAttribute('href'), `/t/${other.id}/${other.slug}`)
    t.match(row?.textContent, /Same words: (vibram|skarn|adhesive)/)
    t.equal(answer.page.querySelector('meta[name=robots]')?.getAttribute('content'), 'noindex')
    const french = await app.visitor({ 'accept-language': 'fr' }).get(`${path}/related`)
    t.match(french.seen('main'), dire('related.title'))
    t.match(french.seen('main'), /Mêmes mots/)
  })

  t.test('a wrong address leads to the right one, a thread that is not there to none', async t => {
    t.equal((await app.visitor().get(`/t/${thread.id}/wrong/related`)).location, `${path}/related`)
    t.equal((await app.visitor().get('/t/999999999/-/related')).status, 404)
    t.equal((await app.visitor().api('GET', '/threads/999999999/related')).status, 404)
  })

  t.test('where nothing is like it, it says so', async t => {
    const alone = await make.thread({ categoryId, title: 'Kite', body: 'Wind.' })
    await app.settled()
    t.match((await app.visitor().get(`/t/${alone.id}/${alone.slug}/related`)).seen('main'), say('related.none'))
  })
})

t.test('what comes in by the thousand is noted, and worked off one by one', async t => {
  const app = await startApp(t)
  const system = await app.ctx()
  await seed(system, { posts: 60, threads: 30, members: 10, categories: 1 })
  await app.settled()
  const due = async () => (await app.database.db.select().from(relatedDue)).length
  const before = await due()
  t.ok(before >= 30, `${before}`)
  await makeNext(system)
  t.equal(await due(), before - 1)
  while (await makeNext(system));
  t.equal(await due(), 0)
  t.ok((await app.database.db.select().from(relatedThreads)).length > 0)
})

t.test('many are worked out some at a time, with a rest in between', async t => {
  const app = await startApp(t)
  const system = await app.ctx()
  await seed(system, { posts: 210, threads: 210, members: 10, categories: 1 })
  await app.settled()
  const { db } = app.database
  await db.delete(relatedDue)
  await db
    .insert(relatedDue)
    .select(db.select({ threadId: threads.id, spreads: sql<boolean>`false`.as('spreads') }).from(threads))
  const [before] = await db.select({ due: count() }).from(relatedDue)
  await jobs['related.make']?.(system, null, AbortSignal.timeout(60_000))
  const [after] = await db.select({ due: count() }).from(relatedDue)
  t.equal(after?.due, (before?.due ?? 0) - 100)
  const [next] = await db.execute<{ resting: boolean }>(sql`
    select run_at > now() + interval '30 seconds' as resting from graphile_worker.jobs where key = 'related.make'`)
  t.strictSame(next?.resting, true)
})

t.test('who writes in a thread is not waited for: it is worked out later', async t => {
  const app = await startApp(t)
  const system = await app.ctx()
  const thread = await app.make.thread()
  await app.settled()
  const { db } = app.database
  await db.delete(relatedDue)
  await db.insert(relatedDue).values({ threadId: thread.id, spreads: false })
  const due = async () => (await db.select().from(relatedDue)).length
  await db.transaction(async writer => {
    await writer.execute(sql`select from threads where id = ${thread.id}::bigint for update`)
    await jobs['related.make']?.(system, null, AbortSignal.timeout(1000))
    t.equal(await due(), 1, 'it has given way, and says nothing of it')
  })
  await jobs['related.make']?.(system, null, AbortSignal.timeout(60_000))
  t.equal(await due(), 0)
})

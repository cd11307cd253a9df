/** What moved most people in a period: how it is worked out, and who is shown it. */
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { posts, threads, topPeriods, topThreads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import * as follows from '../../server/follows/service.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import * as reactions from '../../server/reactions/service.ts'
import { seed } from '../../server/seed/service.ts'
import type { Period } from '../../server/threads/periods.ts'
import * as removal from '../../server/threads/removal.ts'
import { jobs, make } from '../../server/top/make.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'

const say = translator('en')
const dire = translator('fr')
const never = new AbortController().signal

const titles = ({ page }: Answer): string[] =>
  [...page.querySelectorAll('.ledger a.t')].map(one => one.textContent ?? '')

async function scores({ database, ctx }: TestApp, period: Period): Promise<Record<number, number>> {
  await make(await ctx(), period, never)
  const rows = await database.db.select().from(topThreads).where(eq(topThreads.period, period))
  return Object.fromEntries(rows.map(({ threadId, score }) => [threadId, score]))
}

async function react(app: TestApp, by: Person, threadId: number, number = 1, key = 'heart'): Promise<void> {
  const [post] = await app.database.db
    .select()
    .from(posts)
    .where(sql`${posts.threadId} = ${threadId} and ${posts.number} = ${number}`)
  if (post) await reactions.add(await app.ctx(by), { postId: post.id, key })
}

/** As if all of it had happened so many days ago. */
async function ago({ database: { db } }: TestApp, threadId: number, days: number): Promise<void> {
  const then = sql`now() - ${days} * interval '1 day'`
  await db.execute(sql`update posts set created_at = ${then} where thread_id = ${threadId}`)
  await db.execute(sql`update threads set created_at = ${then}, bumped_at = ${then} where id = ${threadId}`)
  await db.execute(sql`
    update reactions set at = ${then} where post_id in (select id from posts where thread_id = ${threadId})`)
}

t.test('what a thread is worth', async t => {
  const app = await startApp(t)
  const { make: made } = app
  const { id: categoryId } = await made.category()
  const thread = () => made.thread({ by: people.mo, categoryId })

  t.test('are the people whom it moved, each once; whoever opened it is none of them', async t => {
    const talk = await thread()
    for (let nth = 0; nth < 4; nth++) await made.post({ threadId: talk.id, by: people.mia })
    await made.post({ threadId: talk.id, by: people.noor })
    await made.post({ threadId: talk.id, by: people.mo })
    await react(app, people.noor, talk.id, 1)
    await react(app, people.noor, talk.id, 2, 'smile')
    const liked = await thread()
    await react(app, people.mia, liked.id)
    await react(app, people.noor, liked.id)
    const own = await thread()
    await made.post({ threadId: own.id, by: people.mo })
    t.match(await scores(app, 'week'), { [talk.id]: 7, [liked.id]: 2 })
    t.notOk((await scores(app, 'week'))[own.id])
  })

  t.test('by what happened in the period, also where nothing was written in it', async t => {
    const old = await thread()
    await made.post({ threadId: old.id, by: people.mia })
    await react(app, people.noor, old.id)
    await ago(app, old.id, 40)
    t.notOk((await scores(app, 'month'))[old.id])
    t.match(await scores(app, 'quarter'), { [old.id]: 4 })
    await react(app, people.mia, old.id)
    t.match(await scores(app, 'day'), { [old.id]: 1 })
    t.match(await scores(app, 'all'), { [old.id]: 5 })
  })

  t.test('without what is deleted or hidden', async t => {
    const talk = await thread()
    const gone = await made.post({ threadId: talk.id, by: people.mia })
    await made.post({ threadId: talk.id, by: people.noor })
    t.match(await scores(app, 'day'), { [talk.id]: 6 })
    await postRemoval.remove(await app.ctx(people.ada), { id: gone.id })
    t.match(await scores(app, 'day'), { [talk.id]: 3 })
    await app.database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, talk.id))
    t.notOk((await scores(app, 'day'))[talk.id])
  })
})

t.test('however many there are, none is passed over between two parts', async t => {
  const app = await startApp(t)
  const system = await app.ctx()
  await seed(system, { posts: 900, threads: 450, members: 20, categories: 2 })
  const inParts = await scores(app, 'all')
  const rows = await system.db.execute<{ id: number; score: number }>(sql`
    with stands as (select * from posts where deleted_at is null and hidden_at is null)
    select t.id::float8 as id, (
      3 * (select count(distinct p.author_id) from stands p where p.thread_id = t.id and p.number > 1 and p.author_id <> t.author_id) +
      (select count(distinct r.member_id) from stands p join reactions r on r.post_id = p.id
        where p.thread_id = t.id and r.member_id <> p.author_id))::int as score
    from threads t where t.deleted_at is null and t.hidden_at is null`)
  const whole = Object.fromEntries(rows.filter(({ score }) => score > 0).map(({ id, score }) => [id, score]))
  t.strictSame(inParts, whole)
  t.ok(Object.keys(whole).length > 200, 'more than one part')
  const stopped = new AbortController()
  stopped.abort()
  t.equal(await make(system, 'day', stopped.signal), false, 'a stop is heeded')
})

t.test('the job makes what is due, and nothing else', async t => {
  let now = new Date('2026-03-02T12:00:00Z')
  const app = await startApp(t, { now: () => now })
  const run = async () => {
    await jobs['top.make']?.(await app.ctx(), null, never)
    const rows = await app.database.db.select().from(topPeriods)
    return Object.fromEntries(rows.map(({ period, madeAt }) => [period, madeAt.toISOString().slice(11, 16)]))
  }
  const each = (at: string) => ({ day: at, week: at, month: at, quarter: at, year: at, all: at })
  const noon = '12:00'
  now = new Date('2026-03-02T11:50:00Z')
  t.strictSame(await run(), each('11:50'))
  now = new Date('2026-03-02T12:00:00Z')
  t.strictSame(await run(), each(noon), 'with next to nothing in them, all of them each time')
  await seed(await app.ctx(), { posts: 30, threads: 30, members: 10, categories: 1 })
  await app.database.db.execute(sql`
    insert into top_threads (period, thread_id, score) select p.period, t.id, 1 from top_periods p, threads t`)
  now = new Date('2026-03-02T12:10:00Z')
  t.match(await run(), { day: '12:10', week: noon, all: noon })
  now = new Date('2026-03-02T13:00:00Z')
  t.match(await run(), { day: '13:00', week: '13:00', month: noon, all: noon })
  now = new Date('2026-03-03T12:00:00Z')
  t.strictSame(await run(), each(noon))
  const [all] = await app.database.db.select().from(topPeriods).where(eq(topPeriods.period, 'all'))
  t.equal(all?.madeAt.toISOString(), now.toISOString())
})

t.test('the page of the top', async t => {
  const app = await startApp(t)
  const { make: made } = app
  const open = await made.category()
  const staff = await made.category({ rights: { see: [GROUP.moderators], create: [GROUP.moderators] } })
  const opened = async (title: string, categoryId: number, score: number) => {
    const thread = await made.thread({ by: people.mo, title, categoryId })
    await app.database.db.insert(topThreads).values({ period: 'week', threadId: thread.id, score })
    return thread
  }
  // Else the schedule may come and make it.
  await app.database.db.insert(topPeriods).values({ period: 'week', madeAt: new Date() })
  const [least, most] = [await opened('Least', open.id, 2), await opened('Most', open.id, 9)]
  const middle = await opened('Middle', open.id, 5)
  await opened('Backroom', staff.id, 7)
  await app.settled()
  const mia = await app.as(people.mia)

  t.test('lists them in order, to each what they see', async t => {
    t.strictSame(titles(await app.visitor().get('/top')), ['Most', 'Middle', 'Least'])
    t.strictSame(titles(await mia.get('/top')), ['Most', 'Middle', 'Least'])
    t.strictSame(titles(await (await app.as(people.mo)).get('/top')), ['Most', 'Backroom', 'Middle', 'Least'])
  })

  t.test('says what it is, and leads to other periods and other lists', async t => {
    const answer = await mia.get('/top')
    t.equal(answer.seen('h1'), say('top.of.week'))
    t.match(answer.text, say('top.note').slice(0, 30))
    const current = [...answer.page.querySelectorAll('main nav [aria-current=page]')].map(one =>
      one.getAttribute('href'),
    )
    t.strictSame(current, ['/top', '/top'])
    const links = [...answer.page.querySelectorAll('main nav a')].map(one => one.getAttribute('href'))
    for (const link of ['/latest', '/unanswered', '/unread', '/top?period=day', '/top?period=all'])
      t.ok(links.includes(link), link)
    const day = await mia.get('/top?period=day')
    t.equal(day.seen('h1'), say('top.of.day'))
    t.match(day.seen('main'), say('top.none'))
    t.equal((await mia.get('/top?period=century')).status, 422)
    const french = await app.visitor({ 'accept-language': 'fr' }).get('/top')
    t.equal(french.seen('h1'), dire('top.of.week'))
  })

  t.test('leaves out what somebody has muted, for them', async t => {
    await follows.set(await app.ctx(people.noor), { kind: 'thread', id: most.id }, 'mute')
    t.strictSame(titles(await (await app.as(people.noor)).get('/top')), ['Middle', 'Least'])
    t.strictSame(titles(await mia.get('/top')), ['Most', 'Middle', 'Least'])
  })

  t.test('the same in the API and in the feed', async t => {
    type Page = { items: { title: string }[]; nextCursor: string | null }
    const first = (await mia.api('GET', '/threads/top?limit=2')).json<Page>()
    t.strictSame(
      first.items.map(({ title }) => title),
      ['Most', 'Middle'],
    )
    const second = (await mia.api('GET', `/threads/top?limit=2&cursor=${first.nextCursor}`)).json<Page>()
    t.strictSame(
      second.items.map(({ title }) => title),
      ['Least'],
    )
    t.equal(second.nextCursor, null)
    t.equal((await mia.api('GET', '/threads/top?period=day')).json<Page>().items.length, 0)
    const feed: { items: { title: string }[] } = JSON.parse((await app.visitor().get('/top/feed.json')).text)
    t.strictSame(feed.items.map(({ title }) => title).sort(), ['Least', 'Middle', 'Most'])
  })

  t.test('what is deleted is gone from it at once, before it is made anew', async t => {
    await removal.remove(await app.ctx(people.mo), { id: least.id })
    t.notOk(titles(await mia.get('/top')).includes('Least'))
    await app.settled()
    t.notOk(titles(await app.visitor().get('/top')).includes('Least'))
    t.ok(titles(await app.visitor().get('/top')).includes(middle.title))
  })
})

t.test('the top pages on to its end and back, also where many are worth the same', async t => {
  const { ctx, visitor } = await startApp(t)
  const system = await ctx()
  await seed(system, { posts: 100, threads: 100, members: 10, categories: 1 })
  // Both at once: else the schedule may come between and make it.
  await system.db.execute(sql`
    with made as (insert into top_periods (period, made_at) values ('year', now()) on conflict (period) do update set made_at = now())
    insert into top_threads (period, thread_id, score) select 'year', id, 1 + id % 4 from threads
    on conflict (period, thread_id) do update set score = excluded.score`)
  const linkOn = ({ page }: Answer, rel: 'next' | 'prev') =>
    page.querySelector(`.pager a[rel="${rel}"]`)?.getAttribute('href') ?? null
  const rowsOn = ({ page }: Answer) => [...page.querySelectorAll('.ledger > li')].map(one => one.id)
  const pages: string[][] = []
  let here = await visitor().get('/top?period=year')
  for (let next: string | null = '/top?period=year'; next; next = linkOn(here, 'next')) {
    here = await visitor().get(next)
    pages.push(rowsOn(here))
  }
  t.equal(pages.flat().length, 100)
  t.equal(new Set(pages.flat()).size, 100)
  for (let nth = pages.length - 2; nth > 0; nth--) {
    here = await visitor().get(linkOn(here, 'prev') ?? '')
    t.strictSame(rowsOn(here), pages[nth], `page ${nth + 1} is the same on the way back`)
  }
  t.equal((await visitor().get(linkOn(here, 'prev') ?? '')).location, '/top?period=year')
})

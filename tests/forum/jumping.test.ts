/** To a post by its number or to a day, and the timeline of a long thread. */
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { posts, threads } from '../../db/tables/index.ts'
import { translator } from '../../server/core/i18n.ts'
import { stretchesOf } from '../../server/posts/ranges.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const say = translator('en')
const DAY_MS = 86_400_000
const BEGUN = Date.UTC(2024, 0, 1, 12)

t.test('stretches are whole pages from the first post to the last', async t => {
  t.strictSame(stretchesOf(20), [])
  t.strictSame(stretchesOf(21), [
    { from: 1, to: 20 },
    { from: 21, to: 21 },
  ])
  for (const last of [400, 401, 999, 100_000, 1_000_003]) {
    const all = stretchesOf(last)
    t.equal(all.length, 20, String(last))
    t.equal(all.at(-1)?.to, last)
    t.ok(all.every(({ from }, at) => from % 20 === 1 && from === (all[at - 1]?.to ?? 0) + 1))
  }
})

t.test('a long thread', async t => {
  const queries = new Map<string, number>()
  const app = await startApp(t, {
    queries: ({ route, statements }) => queries.set(route, Math.max(queries.get(route) ?? 0, statements.length)),
  })
  const mia = await app.as(people.mia)
  const mo = await app.as(people.mo)
  const visitor = app.visitor()
  const thread = await app.make.thread({ by: people.mia })
  // One post a day; of 90 numbers, 31 to 34 never were.
  const { db } = app.database
  await db.execute(sql`
    insert into posts (thread_id, number, author_id, body, html, cooked_version, created_at)
    select ${thread.id}, n, ${people.mia.id}, 'Day ' || n, '<p>Day ' || n || '</p>', 2,
      ${new Date(BEGUN).toISOString()}::timestamptz + (n - 1) * interval '1 day'
    from generate_series(2, 90) n where n not between 31 and 34`)
  await db
    .update(posts)
    .set({ createdAt: new Date(BEGUN) })
    .where(sql`thread_id = ${thread.id} and number = 1`)
  await db
    .update(threads)
    .set({ lastNumber: 90, replyCount: 85, version: 7, bumpedAt: new Date(BEGUN + 89 * DAY_MS) })
    .where(eq(threads.id, thread.id))
  const path = `/t/${thread.id}/${thread.slug}`
  const ids = new Map(
    (await db.select({ id: posts.id, number: posts.number }).from(posts).where(eq(posts.threadId, thread.id))).map(
      ({ id, number }) => [number, id],
    ),
  )
  const at = (number: number) => `${path}${number > 1 ? `/${number}` : ''}#post-${ids.get(number)}`
  const leads = async (query: string, who = visitor) => {
    const answer = await who.get(`${path}?${query}`)
    t.equal(answer.status, 303, query)
    return answer.location
  }

  t.test('a number leads to its post, or to the nearest there is', async t => {
    t.equal(await leads('number=57'), at(57))
    t.equal(await leads('number=1'), at(1))
    t.equal(await leads('number=31'), at(35), 'numbers may be missing')
    t.equal(await leads('number=5000'), at(90))
    t.equal(await leads('number=-4'), at(1))
    t.equal(await leads('number=57', mia), at(57))
  })

  t.test('a day leads to its first post, or to the next one after it', async t => {
    t.equal(await leads('date=2024-01-10'), at(10))
    t.equal(await leads('date=2024-01-31'), at(35), 'nobody wrote on that day')
    t.equal(await leads('date=2001-01-01'), at(1))
    t.equal(await leads('date=2099-12-31'), at(90))
  })

  t.test('what is out of sight is passed over by those who do not see it', async t => {
    await mo.api('DELETE', `/posts/${ids.get(57)}`)
    await mo.api('DELETE', `/posts/${ids.get(90)}`)
    t.equal(await leads('number=57'), at(58))
    t.equal(await leads('number=90'), at(89))
    t.equal(await leads('date=2024-02-26'), at(58), 'the day of post 57')
    t.equal(await leads('number=57', mo), at(57), 'a moderator sees it')
  })

  t.test('nonsense is answered with the form and what is wrong', async t => {
    for (const [query, name] of [
      ['number=many', 'number'],
      ['number=', 'number'],
      ['number=1e3', 'number'],
      ['date=tomorrow', 'date'],
      ['date=2024-02-31', 'date'],
    ] as const) {
      const answer = await visitor.get(`${path}?${query}`)
      t.equal(answer.status, 422, query)
      t.equal(answer.page.querySelector(`[name=${name}]`)?.getAttribute('aria-invalid'), 'true', query)
      const wrong = name === 'number' ? say('jump.notNumber', { last: 90 }) : say('jump.notDate')
      t.equal(answer.seen(`#f-go-${name}-error`), wrong)
    }
  })

  t.test('a thread that is out of sight leads nowhere', async t => {
    const hidden = await app.make.thread({ by: people.mia })
    await db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, hidden.id))
    t.equal((await visitor.get(`/t/${hidden.id}/${hidden.slug}?number=1`)).status, 404)
    t.equal((await visitor.get(`/t/${hidden.id}/x?date=2024-01-01`)).status, 404)
  })

  t.test('the timeline leads to each stretch and marks where one is', async t => {
    const { page } = await visitor.get(`${path}/45`)
    const links = [...page.querySelectorAll('.timeline a')]
    t.strictSame(
      links.map(link => link.getAttribute('href')),
      [path, `${path}/21`, `${path}/41`, `${path}/61`, `${path}/81`],
    )
    t.strictSame(
      links.map(link => link.getAttribute('aria-current')),
      [null, null, 'location', null, null],
    )
    const [first] = links
    t.match(first?.querySelector('.vh')?.textContent, /^1\s?–\s?21 January 2024, posts 1 to 20$/)
    t.equal(page.querySelectorAll('.timeline rect').length, 5)
    const ends = [...page.querySelectorAll('nav:has(.timeline) time')].map(time => time.getAttribute('datetime'))
    t.strictSame(ends, [new Date(BEGUN).toISOString(), new Date(BEGUN + 88 * DAY_MS).toISOString()], 'post 90 is gone')
    const french = await app.visitor({ 'accept-language': 'fr' }).get(path)
    t.match(french.page.querySelector('.timeline .vh')?.textContent, /1\s?–\s?21 janvier 2024, messages 1 à 20/)
  })

  t.test('a short thread has neither timeline nor fields', async t => {
    const short = await app.make.thread({ by: people.mia })
    const { page } = await visitor.get(`/t/${short.id}/${short.slug}`)
    t.notOk(page.querySelector('.timeline, .jump, [href="#f-go-number"]'))
  })

  t.test('no page asks for more than its two queries', async t => {
    for (const route of ['/t/:id/:slug', '/t/:id/:slug/:number']) t.ok((queries.get(route) ?? 0) <= 2, route)
  })
})

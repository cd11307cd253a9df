/** What was found, counted: each number is what its link finds, and none tells of what is out of sight. */
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { members, posts, threads } from '../../db/tables/index.ts'
import { GROUP, VISITOR } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import { MOST_COUNTED } from '../../server/search/engine.ts'
import { among, type Facets } from '../../server/search/facets.ts'
import { reindex } from '../../server/search/fill.ts'
import { startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { EVERYTHING } from './engine-contract.ts'

const say = translator('en')
const dire = translator('fr')

type Told = {
  total: number
  capped: boolean
  categories: { slug: string; count: number }[]
  authors: { name: string; count: number }[]
  tags: { slug: string; count: number }[]
  kinds: { kind: string; status: string; count: number }[]
  periods: { name: string; from: string; count: number }[]
  own: { mine: number; unread: number; read: number } | null
}

type Shown = { label: string; count: number; href: string; chosen: boolean }

/** The links of a page's facets. */
const shownIn = ({ page }: Answer): Shown[] =>
  [...page.querySelectorAll('.facets a')].map(link => ({
    label: link.querySelector('.grow')?.textContent ?? '',
    count: Number(link.querySelector('.num')?.textContent?.replace(/\D/g, '')),
    href: link.getAttribute('href') ?? '',
    chosen: link.matches('.b'),
  }))

const labels = (answer: Answer): string[] => shownIn(answer).map(one => one.label)

t.test('facets', async t => {
  const app = await startApp(t, { bundled: true })
  const { make, database } = app
  const repairs = await make.category({ name: 'Repairs' })
  const soles = await make.category({ name: 'Soles', parentId: repairs.id })
  const care = await make.category({ name: 'Care' })
  const staff = await make.category({
    name: 'Backroom',
    rights: { see: [GROUP.moderators], create: [GROUP.moderators], moderate: [GROUP.moderators] },
  })
  const waxed = await make.thread({ categoryId: repairs.id, title: 'Wax or oil', tags: ['leather', 'oil'] })
  await make.post({ threadId: waxed.id, by: people.noor, body: 'Wax, and more wax' })
  await make.post({ threadId: waxed.id, by: people.noor, body: 'No wax on suede' })
  // Who may not make tags may use those that others have.
  await app.settled()
  const waxedSoles = await make.thread({
    by: people.noor,
    categoryId: soles.id,
    title: 'Waxed soles',
    tags: ['leather'],
  })
  await make.post({ threadId: waxedSoles.id, by: people.noor, body: 'Wax them twice' })
  await make.thread({ categoryId: care.id, title: 'How much wax', kind: 'question' })
  await make.thread({ categoryId: care.id, title: 'Wax in winter', kind: 'question', tags: ['snow'] })
  const old = await make.thread({ categoryId: care.id, title: 'Wax of old' })
  const monthsAgo = new Date(Date.now() - 100 * 24 * 60 * 60 * 1000)
  await database.db.update(posts).set({ createdAt: monthsAgo }).where(eq(posts.threadId, old.id))
  await make.thread({ by: people.mo, categoryId: staff.id, title: 'Wax of smugglers', tags: ['smuggled'] })
  await app.settled()

  const visitor = app.visitor()
  const search = (query: Record<string, string>, client = visitor) =>
    client.get(`/search?${new URLSearchParams(query)}`)
  const told = async (query: Record<string, string>, client = visitor) =>
    (await client.api('GET', `/search/facets?${new URLSearchParams(query)}`)).json<Told>()
  const totalAt = async (href: string, client: Client) => {
    const { total } = (await client.api('GET', `/search${new URL(href, app.url).search}`)).json<{ total: number }>()
    return total
  }

  t.test('they count threads, or posts where each is a result', async t => {
    const byThread = await told({ q: 'wax' })
    t.match(byThread, { total: 5, capped: false, own: null })
    t.strictSame(
      byThread.categories.map(({ slug, count }) => [slug, count]),
      [
        ['care', 3],
        ['repairs', 2],
        ['soles', 1],
      ],
      'a category with what is in it',
    )
    t.strictSame(
      byThread.authors.map(({ name, count }) => [name, count]),
      [
        ['mia', 4],
        ['noor', 2],
      ],
    )
    t.strictSame(
      byThread.tags.map(({ slug, count }) => [slug, count]),
      [
        ['leather', 2],
        ['oil', 1],
        ['snow', 1],
      ],
    )
    t.strictSame(byThread.kinds, [{ kind: 'question', status: 'open', count: 2 }], 'plain threads are of no kind')
    t.strictSame(
      byThread.periods.map(({ name, count }) => [name, count]),
      [
        ['day', 4],
        ['week', 4],
        ['month', 4],
        ['year', 5],
      ],
    )
    const byPost = await told({ q: 'wax', per: 'post' })
    t.equal(byPost.total, 8)
    t.match(byPost.authors, [
      { name: 'mia', count: 4 },
      { name: 'noor', count: 4 },
    ])
    t.match(await told({ q: 'waxx' }), { total: 5 }, 'of the words that were meant')
    t.match(await told({ q: 'nothing-like-it' }), { total: 0, categories: [], own: null })
    t.match(await told({ q: 'wax', in: 'nowhere' }), { total: 0 })
    t.match(await told({}), { total: 0 })
  })

  t.test('each number is what its link finds, whoever looks and however it is narrowed', async t => {
    const clients = [visitor, await app.as(people.mia), await app.as(people.mo)]
    const asked = [{ q: 'wax' }, { q: 'wax', in: 'care' }, { q: 'wax', by: 'noor' }, { q: 'wax', tag: 'leather' }]
    let links = 0
    for (const client of clients) {
      for (const query of asked.flatMap(one => [one, { ...one, per: 'post' }])) {
        for (const { label, count, href, chosen } of shownIn(await search(query, client))) {
          links++
          const total = await totalAt(href, client)
          if (chosen) t.ok(total >= count, `without ${label}`)
          else t.equal(total, count, `${JSON.stringify(query)} and ${label}`)
        }
      }
    }
    t.ok(links > 60, `${links} links`)
  })

  t.test('what is chosen is shown so, and can be taken off', async t => {
    const answer = await search({ q: 'wax', in: 'care' })
    const [chosen] = shownIn(answer).filter(one => one.chosen)
    t.match(chosen, { label: 'Care', count: 3, href: '/search?q=wax' })
    t.equal(answer.seen('.facets a.b .vh'), say('search.facet.remove'))
    const inner = await search({ q: 'wax', in: 'soles', per: 'post' })
    t.ok(labels(inner).includes('Soles'))
    t.notOk(labels(inner).includes('Repairs'), 'what would widen it is not offered')
    const tagged = await search({ q: 'wax', tag: 'leather' })
    t.match(
      shownIn(tagged).find(one => one.label === '#leather'),
      { chosen: true, href: '/search?q=wax' },
    )
    t.match(
      shownIn(tagged).find(one => one.label === '#oil'),
      { href: '/search?q=wax&tag=leather%2Coil' },
    )
    const kinds = shownIn(await search({ q: 'wax', kind: 'question' }))
    t.match(
      kinds.filter(one => one.label.startsWith('Question')),
      [
        { label: 'Question', chosen: true },
        { label: 'Question, Unanswered', href: '/search?q=wax&kind=question%3Aopen' },
      ],
    )
    const month = (await told({ q: 'wax' })).periods.find(one => one.name === 'month')
    const recent = shownIn(await search({ q: 'wax', from: month?.from ?? '' }))
    t.match(
      recent.find(one => one.label === say('search.facet.month')),
      { chosen: true, href: '/search?q=wax' },
    )
    t.notOk(recent.some(one => one.label === say('search.facet.year')))
  })

  t.test('only where they are of use', async t => {
    t.strictSame(labels(await search({ q: 'winter' })), [], 'one result is not narrowed')
    t.strictSame(labels(await search({ q: 'nothing-like-it' })), [])
    const fields = (answer: Answer) => answer.page.querySelector('.filters')?.hasAttribute('open')
    t.equal(fields(await search({ q: 'winter' })), true)
    t.equal(fields(await search({ q: 'wax' })), false, 'the form of filters waits behind them')
    t.notOk(labels(await search({ q: 'wax' })).includes(say('search.facet.week')), 'no more than the day has')
  })

  t.test('members are told what is their own', async t => {
    const mia = await app.as(people.mia)
    const own = (await told({ q: 'wax' }, mia)).own
    t.equal(own?.mine, 4)
    t.equal((own?.unread ?? 0) + (own?.read ?? 0), 5)
    t.ok(own?.unread)
    const seen = labels(await search({ q: 'wax' }, mia))
    for (const label of [say('search.help.mine'), say('search.unread.yes'), say('search.unread.no')])
      t.ok(seen.includes(label), label)
    t.notOk(labels(await search({ q: 'wax' })).includes(say('search.unread.yes')))
    t.match(
      shownIn(await search({ q: 'wax', by: 'me' }, mia)).find(one => one.label === say('search.help.mine')),
      {
        chosen: true,
        href: '/search?q=wax',
      },
    )
  })

  t.test('nothing out of sight is counted or named', async t => {
    const mo = await app.as(people.mo)
    t.match(await told({ q: 'wax' }, mo), { total: 6 })
    t.ok(labels(await search({ q: 'wax' }, mo)).includes('Backroom'))
    for (const client of [visitor, await app.as(people.mia)]) {
      const [facets, page] = [await told({ q: 'wax' }, client), await search({ q: 'wax' }, client)]
      t.equal(facets.total, 5)
      t.notMatch(JSON.stringify(facets), /backroom|smuggled|"mo"/i)
      t.notMatch(page.seen('.facets'), /backroom|smuggled/i)
    }
  })

  t.test('rights are asked again, whatever an engine says', async t => {
    const rows = await database.db.select({ id: posts.id }).from(posts)
    const ids = rows.map(({ id }) => id)
    const count = async (who: Parameters<typeof app.ctx>[0], per: 'thread' | 'post' = 'post'): Promise<Facets> =>
      among(await app.ctx(who), { ids, asked: EVERYTHING, per })
    const before = await count(VISITOR)
    t.notMatch(JSON.stringify(before), /backroom|smuggled/i)
    t.ok((await count(people.mo)).total > before.total)
    await database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, waxed.id))
    t.equal((await count(VISITOR)).total, before.total - 3)
    t.notMatch(JSON.stringify((await count(VISITOR)).tags), /oil/)
    t.match(JSON.stringify((await count(people.mia)).tags), /oil/, 'its author still sees it')
    await database.db.update(threads).set({ hiddenAt: null, deletedAt: new Date() }).where(eq(threads.id, waxed.id))
    t.equal((await count(people.mia)).total, before.total - 3, 'deleted: nobody')
    await database.db.update(threads).set({ deletedAt: null }).where(eq(threads.id, waxed.id))
  })

  t.test('who does not show in one list what they wrote is no facet', async t => {
    const set = (activityAudience: 'everyone' | 'members') =>
      database.db.update(members).set({ activityAudience }).where(eq(members.id, people.noor.id))
    await set('members')
    t.notMatch(JSON.stringify((await told({ q: 'wax' })).authors), /noor/)
    t.match(JSON.stringify((await told({ q: 'wax' }, await app.as(people.mia))).authors), /noor/)
    await set('everyone')
  })

  t.test('in French, and asked wrongly', async t => {
    const answer = await app.visitor({ 'accept-language': 'fr' }).get('/search?q=wax')
    t.match(answer.seen('.facets'), dire('search.facet.day').replace(/\s/g, ' '))
    t.notMatch(answer.seen('.facets'), /search\.\w/)
    for (const query of ['per=word', 'from=yesterday', 'page=2', 'limit=3', 'q=%00'])
      t.equal((await visitor.api('GET', `/search/facets?${query}`)).status, 422, query)
  })

  t.test('of more than are counted the numbers say that there may be more', async t => {
    const place = await make.category({ name: 'Archive' })
    const long = await make.thread({ categoryId: place.id, title: 'Carnauba at length' })
    await make.thread({ categoryId: place.id, title: 'Carnauba once' })
    // As an import brings them.
    await database.db.execute(sql`
      insert into posts (thread_id, number, author_id, body, html, cooked_version)
      select ${long.id}, number, ${people.noor.id}, 'Carnauba', '<p>Carnauba</p>', 1
      from generate_series(2, ${MOST_COUNTED + 1}) number`)
    await reindex(await app.ctx(), { all: false })
    t.match(await told({ q: 'carnauba', per: 'post' }), { total: MOST_COUNTED, capped: true })
    const answer = await search({ q: 'carnauba', per: 'post', sort: 'oldest' })
    t.equal(answer.seen('h1'), say('search.manyFor', { count: MOST_COUNTED, q: 'carnauba' }))
    t.match(answer.seen('.facets'), say('search.facet.capped', { most: MOST_COUNTED }))
    t.match(answer.seen('.facets'), 'noor 998+')
    const threads = await search({ q: 'carnauba', sort: 'oldest' })
    t.equal(threads.seen('h1'), say('search.manyFor', { count: 2, q: 'carnauba' }), 'nor are threads all there are')
  })
})

t.test('facets are counted as searches are', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
  const visitor = app.visitor()
  const asked = []
  for (let one = 0; one < 61; one++) asked.push((await visitor.api('GET', '/search/facets?q=wax')).status)
  t.strictSame([...new Set(asked.slice(0, 60))], [200])
  t.equal(asked[60], 429)
})

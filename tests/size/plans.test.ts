/** At the size of a million posts no page and no list of the API reads a large table from one end to the other. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { connect } from '../../server/core/db.ts'
import { makeNext } from '../../server/related/make.ts'
import { make as makeTop } from '../../server/top/make.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'
import { PROBES } from '../visibility/probes.ts'
import { LARGE, largeCommunity } from './community.ts'
import { type LargeWorld, largeWorld } from './large-world.ts'
import { type Executed, outlineOf, readPlan, readWhole, tellPlans } from './plans.ts'

t.test('plans at size', async t => {
  const target = await largeCommunity(t)
  await tellPlans(target)
  const executed: Executed[] = []
  const note = (notice: string) => {
    const plan = readPlan(notice)
    if (plan) executed.push(plan)
  }
  // One connection for pages: what is asked often is soon planned once for all values, as it is where much goes on.
  const app = await startApp(t, { target, connections: { max: 1, onNotice: note } })
  const world = await largeWorld(await app.ctx())

  /** What was read whole while somebody did something, and by which statement. */
  const during = async (what: string, act: () => Promise<unknown>): Promise<string[]> => {
    executed.length = 0
    await act()
    return executed.flatMap(one =>
      readWhole(one, LARGE).map(table => `${what}: all of ${table}, by\n${one.statement}\n${outlineOf(one)}`),
    )
  }

  t.test('nobody has one read whole by opening a page or asking for a list', async t => {
    const found = new Map<string, string>()
    let asked = 0
    for (const [name, client] of await viewersOf(app)) {
      for (const path of pathsIn(world)) {
        const wrong = await during(`${name} at ${path}`, async () => {
          const { status } = await client.get(path)
          if (status >= 500) t.fail(`${path} answers ${status}`)
        })
        asked += executed.length
        for (const one of wrong) found.set(one.slice(one.indexOf('\n')), one)
      }
    }
    t.strictSame([...found.values()], [])
    t.ok(asked > 1000, `${asked} plans were looked at`)
  })

  t.test('nor by coming back to a thread after more than is remembered', async t => {
    const [thread] = world.things.filter(({ kind }) => kind === 'thread')
    const wrong = await during('coming back', async () => {
      const listener = await Listener.open(await app.as(people.mia))
      for (const channel of [`thread:${thread?.id}`, 'latest', 'me']) await listener.subscribe(channel, { after: '1' })
      await listener.subscribe(`presence:${thread?.id}`)
      listener.socket.close()
    })
    t.strictSame(wrong, [])
  })

  t.test('nor by what is worked out in the background: the top of a period, and what is like a thread', async t => {
    const ctx = await app.ctx()
    const never = new AbortController().signal
    for (const period of ['day', 'year', 'all'] as const)
      t.strictSame(await during(`top of ${period}`, () => makeTop(ctx, period, never)), [])
    const [largest] = world.things.filter(({ kind }) => kind === 'thread')
    // The newest comes first, and all of them are due.
    await ctx.db.execute(sql`delete from related_due`)
    await ctx.db.execute(
      sql`insert into related_due (thread_id, spreads) values (${largest?.id ?? 0}, true) on conflict do nothing`,
    )
    t.strictSame(await during('related', () => makeNext(ctx)), [])
  })

  t.test('a missing index is noticed, with the page, the statement and its plan', async t => {
    const client = connect(target, { max: 1 })
    await client.unsafe('drop index posts_thread_number_key; drop index posts_author_idx')
    await client.end()
    const [thread] = world.things.filter(({ kind }) => kind === 'thread')
    const page = await during('a page', () => app.visitor().get(`/t/${thread?.id}/${thread?.slug}/401`))
    t.match(page[0], /^a page: all of posts, by\nselect .*Seq Scan posts/s)
    const list = await during('a list', () => app.visitor().get(`/api/v1/members/${people.noor.name}/posts`))
    t.match(list[0], /^a list: all of posts, by\nselect .*(Seq|Index) Scan posts/s)
  })
})

const viewersOf = async (app: TestApp) =>
  [
    ['a visitor', app.visitor()],
    ['a member', await app.as(people.mia)],
    ['a moderator', await app.as(people.mo)],
    ['an administrator', await app.as(people.ada)],
  ] as const

/** Every route that reads, at the largest and the smallest things that there are; and deep inside of every list of threads. */
const pathsIn = (world: LargeWorld): string[] => [
  ...Object.entries(PROBES)
    // A part of the sitemap names thousands of things: here it is all there are, and reading them all is right.
    .filter(([route]) => route !== '/live' && !route.startsWith('/sitemap/'))
    .flatMap(([, ask]) => ask(world).map(({ path }) => path)),
  ...world.deep,
]

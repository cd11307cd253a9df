import { sql } from 'drizzle-orm'
import t from 'tap'
import { cookMany } from '../../server/cooking/service.ts'
import type { Ctx } from '../../server/core/context.ts'
import { wrongCounters } from '../../server/counters/counters.ts'
import type { Wish } from '../../server/seed/plan.ts'
import { seed } from '../../server/seed/service.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const SMALL: Wish = { posts: 4000, threads: 300, members: 60, until: '2026-03-01T00:00:00.000Z' }

type Stored = {
  readonly id: number
  readonly body: string
  readonly html: string
  readonly excerpt: string
  readonly mentions: unknown
  readonly links: unknown
}

const stored = (ctx: Ctx) =>
  ctx.db.execute<Stored>(sql`
    select p.id::float8 as id, body, html, excerpt,
      (select coalesce(json_agg(json_build_object('kind', kind, 'id', target_id) order by target_id), '[]')
        from post_mentions where post_id = p.id) as mentions,
      (select coalesce(json_agg(json_build_object('kind', kind, 'url', url, 'threadId', thread_id, 'postNumber', post_number)
        order by place), '[]') from post_links where post_id = p.id) as links
    from posts p order by p.id`)

t.test('what a seeded post shows is what cooking its whole text gives', async t => {
  const { ctx, settled } = await startApp(t)
  const system = await ctx()
  await seed(system, SMALL)
  await settled()
  const posts = await stored(system)
  t.equal(posts.length, 4000)
  const counts = { mentions: 0, quotes: 0, lists: 0, code: 0 }
  const cooked = await cookMany(system, posts)
  for (const [place, { id, body, html, excerpt, mentions, links }] of posts.entries()) {
    const fresh = cooked[place]
    const same = { html: fresh?.html, excerpt: fresh?.excerpt, links: fresh?.links }
    const called = [...(fresh?.mentions ?? [])].sort((one, other) => one.id - other.id)
    if (JSON.stringify(same) !== JSON.stringify({ html, excerpt, links }))
      t.strictSame({ html, excerpt, links }, same, `post ${id}:\n${body}`)
    if (JSON.stringify(called) !== JSON.stringify(mentions)) t.strictSame(mentions, called, `post ${id} calls`)
    if (called.length > 0) counts.mentions++
    if (html.includes('class="quote"')) counts.quotes++
    if (/<[ou]l/.test(html)) counts.lists++
    if (html.includes('<pre')) counts.code++
  }
  for (const [what, count] of Object.entries(counts)) t.ok(count > 10, `${count} posts with ${what}`)
})

t.test('a seeded community counts right, is readable, and tells nobody anything', async t => {
  const { ctx, settled, visitor, as, make } = await startApp(t)
  const system = await ctx()
  await seed(system, SMALL)
  await settled()
  t.strictSame(await wrongCounters(system), [])
  const [told] = await system.db.execute<{ count: number }>(sql`select count(*)::int as count from notifications`)
  t.equal(told?.count, 0)
  const home = await visitor().get('/')
  t.match(home.text, /Trail talk/)
  const longest = await system.db.execute<{ id: number; slug: string; last: number }>(
    sql`select id::float8 as id, slug, last_number as last from threads order by last_number desc limit 1`,
  )
  t.equal(longest[0]?.last, 400, 'a tenth of all posts are in one thread')
  const mia = await as(people.mia)
  t.equal((await mia.get(`/t/${longest[0]?.id}/${longest[0]?.slug}/201`)).status, 200)
  const reply = await make.post({ threadId: longest[0]?.id ?? 0, by: people.mia })
  t.equal(reply.number, 401)
})

t.test('the same numbers make the same rows, whenever it is stopped', async t => {
  const one = await (await startApp(t)).ctx()
  const other = await (await startApp(t)).ctx()
  await seed(one, SMALL)
  const stop = new AbortController()
  const first = await seed(other, SMALL, { signal: stop.signal, onProgress: () => stop.abort() })
  t.ok(first.missing > 0 && first.written > 0, 'it was stopped on the way')
  t.strictSame(await wrongCounters(other), [], 'what is there counts right')
  const second = await seed(other, SMALL)
  t.equal(first.written + second.written, 4000)
  const all = (ctx: Ctx) =>
    ctx.db.execute(sql`
      select md5(string_agg(p::text, ' ' order by p.id)) as posts,
        (select md5(string_agg((m.name, m.display_name, m.created_at, m.post_count)::text, ' ' order by m.id)) from members m where m.email = '') as members,
        (select md5(string_agg((t.title, t.category_id, t.bumped_at, t.reply_count, t.pinned)::text, ' ' order by t.id)) from threads t) as threads,
        (select md5(string_agg(r::text, ' ' order by post_id, member_id)) from reactions r) as reactions,
        (select md5(string_agg((thread_id, tag_id)::text, ' ' order by thread_id, tag_id)) from thread_tags) as tags
      from posts p`)
  t.strictSame(await all(one), await all(other))
  const third = await seed(other, SMALL)
  t.strictSame([third.written, third.missing], [0, 0], 'run again, it changes nothing')
})

t.test('a community with posts of its own is left alone, and so is one of another seed', async t => {
  const { ctx, make } = await startApp(t)
  const system = await ctx()
  await make.thread()
  await t.rejects(seed(system, SMALL), /has posts of its own/)
  await seed(system, SMALL, { force: true })
  t.strictSame(await wrongCounters(system), [])
  await t.rejects(seed(system, { ...SMALL, seed: 2 }, { force: true }), /seeded with other numbers/)
})

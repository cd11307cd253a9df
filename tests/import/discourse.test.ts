import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import type { Ctx } from '../../server/core/context.ts'
import { wrongCounters } from '../../server/counters/counters.ts'
import { DiscourseAdapter } from '../../server/import/discourse/adapter.ts'
import { importAll, rehearse } from '../../server/import/importer.ts'
import type { PostRecord } from '../../server/import/records.ts'
import { startApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { people } from '../support/people.ts'
import { type Documents, FORUM, HOST, post, topic, writeDocuments } from './invented.ts'

const progress = () => {}
const adapterOn = (path: string) => new DiscourseAdapter({ path })
const forum = async (t: Test, documents: Documents = FORUM): Promise<string> =>
  writeDocuments(await temporaryFolder(t), documents)

/** Every row of what an import may write, as text. */
async function everything(ctx: Ctx): Promise<string> {
  const tables = [
    'members',
    'categories',
    'category_rights',
    'tags',
    'thread_tags',
    'tag_counts',
    'threads',
    'posts',
    'post_links',
    'post_mentions',
    'reaction_tallies',
    'member_post_counts',
    'imports',
    'notifications',
  ]
  const rows = await Promise.all(
    tables.map(table =>
      ctx.db.execute<{ all: string }>(sql`
        select coalesce(string_agg(to_jsonb(t)::text, E'\\n' order by to_jsonb(t)::text), '') as "all" from ${sql.raw(table)} t`),
    ),
  )
  return rows.map(([row], place) => `${tables[place]}\n${row?.all}`).join('\n\n')
}

t.test('a forum of Discourse comes in', async t => {
  const { ctx, settled, visitor, as } = await startApp(t)
  const system = await ctx()
  const path = await forum(t)
  const latest = await visitor().get('/latest')
  const report = await importAll(system, { adapter: adapterOn(path), progress })
  await settled()

  await t.test('with numbers, dates, answers and what became of threads', async t => {
    const mia = await as(people.mia)
    const page = await mia.get('/t/12/sharpening-a-drawknife')
    t.equal(page.status, 200, 'an empty community takes over the numbers')
    t.match(page.seen('h1'), 'Sharpening a drawknife 🪵')
    type Item = { number: number; body: string; createdAt: string; editedAt: string | null; replyTo: unknown }
    const { items } = (await mia.get('/api/v1/threads/12/posts')).json<{ items: Item[] }>()
    t.strictSame(
      items.map(({ number }) => number),
      [1, 2, 3],
      'notes of the server, hidden and deleted posts leave their numbers free',
    )
    t.match(items[0], { createdAt: '2015-03-01T10:12:00.000Z', editedAt: null })
    t.match(items[0]?.body, '**strop**')
    t.match(items[0]?.body, '(/t/13/planes/2)', 'a link between threads leads to the thread here')
    t.match(items[2], { editedAt: '2015-03-03T11:00:00.000Z' })
    t.match(page.page.querySelector('#post-12003 .answers')?.textContent, '2')
    t.match(page.page.querySelector('#post-12003 a.mention')?.getAttribute('href'), '/m/Wren')
    t.match(page.page.querySelector('#post-12003 .quote')?.textContent ?? page.text, 'Stone or strop?')
    t.match(page.page.querySelector('#post-12003')?.textContent, '😄')

    const [thread] = await system.db.execute<Record<string, unknown>>(sql`
      select pinned, locked_at is not null as locked, view_count::int as views, last_number, reply_count,
        (select extra from imports where kind = 'thread' and source_id = '12') as extra from threads where id = 12`)
    t.match(thread, { pinned: true, locked: true, views: 2114, last_number: 7, reply_count: 2 })
    t.match(thread?.extra, { acceptedAnswer: 3 }, 'the accepted answer is kept until there are questions')
    t.equal((await mia.post('/threads/12/posts', { body: 'Me too' })).status, 403, 'it is closed')
  })

  await t.test('with members, who get no rights and lose no names', async t => {
    const rows = await system.db.execute<{ name: string; groups: string[] }>(sql`
      select name, array(select g.slug from group_members y join groups g on g.id = y.group_id where y.member_id = m.id) as groups
      from members m where id > 4 order by name`)
    t.strictSame(
      [...rows].map(({ name, groups }) => [name, groups]),
      [
        ['Finch', []],
        ['Wren', []],
        ['member-admin', []],
      ],
    )
    t.match(report.notes.join(' '), 'admin')
    t.equal((await visitor().get('/m/Wren')).status, 200)
    const letter = await visitor().post('/sign-in', { login: 'Wren', password: '' })
    t.not(letter.status, 303, 'nobody signs in without a password')
  })

  await t.test('with categories in their order, those of staff for staff', async t => {
    t.equal((await visitor().get('/c/planes')).status, 200)
    t.equal((await visitor().get('/c/cellar')).status, 404)
    t.equal((await visitor().get('/t/14')).status, 404)
    t.equal((await (await as(people.mo)).get('/t/14')).status, 301)
    t.match((await visitor().get('/categories')).text, /Workbench[\s\S]*Planes/)
  })

  await t.test('with tags, likes and reactions', async t => {
    t.match((await visitor().get('/tags/edge-tools')).text, 'Sharpening a drawknife')
    const { items } = (await visitor().get('/api/v1/threads/12/posts')).json<{ items: { reactions: unknown }[] }>()
    t.match(items[1]?.reactions, [{ key: 'heart', count: 3, mine: false }])
    const saw = (await visitor().get('/api/v1/threads/20/posts')).json<{
      items: { reactions: unknown; body: string }[]
    }>()
    t.match(saw.items[1]?.reactions, [
      { key: 'heart', count: 2 },
      { key: 'party-popper', count: 1 },
    ])
  })

  await t.test('with the Markdown that was written where it is given', async t => {
    const { items } = (await visitor().get('/api/v1/threads/13/posts')).json<{ items: { body: string }[] }>()
    t.match(items[1]?.body, /^A \*\*jack\*\* plane, [*_]of course[*_]\.$/)
    const peg = (await visitor().get('/api/v1/threads/20/posts')).json<{ items: { html: string }[] }>()
    t.match(peg.items[0]?.html, '/m/Finch', 'who is called is found in any case')
  })

  await t.test('and says what was left out, and why', async t => {
    t.strictSame(Object.fromEntries(report.leftOut), {
      'no JSON': 1,
      'private messages': 1,
      'notes of the server (closed, split, pinned)': 1,
      'whispers of staff': 1,
      'files of another kind': 1,
      'archives in it: import each by itself': 1,
      ...Object.fromEntries([...report.leftOut].filter(([why]) => why.includes('must have'))),
    })
    t.strictSame(report.broken.map(({ name }) => name).sort(), [
      'broken/half.json',
      'broken/shape.json',
      'notes.txt',
      'older.tar.xz',
    ])
    t.match(Object.fromEntries(report.counts), {
      members: { found: 3, came: 3 },
      categories: { found: 3, came: 3 },
      threads: { found: 4, came: 4 },
      posts: { found: 10, came: 10 },
    })
  })

  await t.test('quietly, and counted right', async t => {
    t.strictSame(await wrongCounters(system), [])
    t.equal((await system.db.execute(sql`select from notifications`)).length, 0)
    t.equal((await system.db.execute(sql`select from mails`)).length, 0)
    const mia = await as(people.mia)
    t.notMatch((await mia.get('/unread')).text, 'drawknife', 'what is old is not unread to who was here before')
    t.match((await visitor().get('/latest')).text, 'Where to hang a saw')
    t.notMatch(latest.text, 'Where to hang a saw')
  })

  await t.test('its old addresses lead on, for whoever may see', async t => {
    for (const [old, here] of [
      ['/t/sharpening-a-drawknife/12/3', '/t/12/sharpening-a-drawknife/3#post-12003'],
      ['/t/anything/12', '/t/12/sharpening-a-drawknife'],
      ['/t/-/20/2', '/t/20/where-to-hang-a-saw/2#post-20002'],
      ['/p/12003', '/t/12/sharpening-a-drawknife/3#post-12003'],
      ['/c/workbench/4', '/c/workbench'],
      ['/c/workbench/planes/5', '/c/planes'],
      ['/u/admin/summary', '/m/member-admin'],
    ] as const) {
      const answer = await visitor().get(old)
      t.equal(answer.status, 301, old)
      t.equal(answer.location, here, old)
    }
    for (const hidden of ['/t/cellar-keys/14', '/p/14001', '/c/cellar/6', '/t/nothing/999', '/u/nobody', '/p/12007']) {
      t.equal((await visitor().get(hidden)).status, 404, hidden)
    }
    t.equal((await (await as(people.mo)).get('/t/cellar-keys/14')).status, 301)
  })

  await t.test('a second time, nothing changes', async t => {
    const before = await everything(system)
    const again = await importAll(system, { adapter: adapterOn(path), progress })
    await settled()
    t.equal(await everything(system), before)
    t.match(Object.fromEntries(again.counts), { posts: { found: 10, came: 0 }, members: { found: 3, came: 0 } })
  })

  await t.test('what was written there meanwhile comes with the next time', async t => {
    const { status } = await (await as(people.mia)).post('/threads/20/posts', { body: 'A reply of today' })
    t.equal(status, 303)
    await writeDocuments(path, {
      'posts/20004.json': post({
        topic: 20,
        number: 4,
        raw: 'Both.',
        reply_to_post_number: 3,
        topic_title: 'Where to hang a saw',
        category_id: 4,
      }),
      'posts/20005.json': post({
        topic: 20,
        number: 3,
        id: 20_005,
        raw: 'Neither.',
        topic_title: 'Where to hang a saw',
        category_id: 4,
      }),
    })
    const report = await importAll(system, { adapter: adapterOn(path), progress })
    await settled()
    t.match(Object.fromEntries(report.counts), { posts: { came: 1 } })
    t.match(Object.fromEntries(report.leftOut), { 'posts whose number has been taken here meanwhile': 1 })
    t.strictSame(await wrongCounters(system), [])
  })
})

t.test('an import that was stopped goes on as if it had not been', async t => {
  /** Stops when so many posts have been read a second time. */
  class Stopping extends DiscourseAdapter {
    constructor(
      path: string,
      private left: number,
    ) {
      super({ path })
    }
    override async *posts(): AsyncGenerator<PostRecord> {
      for await (const record of super.posts()) {
        if (this.left-- === 0) throw new Error('pulled the plug')
        yield record
      }
    }
  }
  // So that all together are some batches.
  const TOPICS = 70
  const many = Object.fromEntries(
    Array.from({ length: TOPICS }, (_, place) => {
      const id = 100 + place
      const posts = Array.from({ length: 40 }, (_, at) =>
        post({
          topic: id,
          number: at + 1,
          username: `bird-${(place + at) % 7}`,
          created_at: new Date(Date.UTC(2014, 1, 1 + place, at)).toISOString(),
          cooked: `<p>See <a href="https://${HOST}/t/x/${100 + ((place * 7 + at) % TOPICS)}/${at + 1}">there</a></p>`,
          // Some answer what comes later in the file.
          reply_to_post_number: at === 5 ? 30 : at > 6 ? at - 3 : null,
        }),
      )
      return [
        `${String((place * 17) % TOPICS).padStart(2, '0')}.json`,
        topic({ id, title: `Nest ${id}`, posts: posts.reverse() }),
      ]
    }),
  )
  const path = await forum(t, many)
  const whole = await startApp(t)
  await importAll(await whole.ctx(), { adapter: adapterOn(path), progress })
  await whole.settled()

  const stopped = await startApp(t)
  for (const left of [0, 1010, 2500]) {
    await t.rejects(importAll(await stopped.ctx(), { adapter: new Stopping(path, left), progress }), /plug/)
  }
  const [half] = await (await stopped.ctx()).db.execute<{ count: number }>(
    sql`select count(*)::int as count from posts`,
  )
  t.ok(half && half.count > 0 && half.count < TOPICS * 40, 'it had begun')
  const report = await importAll(await stopped.ctx(), { adapter: adapterOn(path), progress })
  await stopped.settled()
  t.equal(report.counts.get('posts')?.came, TOPICS * 40 - (half?.count ?? 0))
  t.strictSame(await wrongCounters(await stopped.ctx()), [])
  // Versions say how often a page was made anew, and clocks differ.
  const comparable = async (ctx: Ctx) =>
    (await everything(ctx)).replace(/"version": \d+/g, '').replace(/"created_at": "20(?!14|15)[^"]*"/g, '')
  t.equal(await comparable(await stopped.ctx()), await comparable(await whole.ctx()))
})

t.test('a rehearsal tells the same and writes nothing', async t => {
  const { ctx } = await startApp(t)
  const system = await ctx()
  const path = await forum(t)
  const before = await everything(system)
  const told = await rehearse({ adapter: adapterOn(path), progress })
  t.equal(await everything(system), before)
  const report = await importAll(system, { adapter: adapterOn(path), progress })
  t.strictSame(told.leftOut, report.leftOut)
  for (const what of ['quote', 'emoji', 'link']) t.equal(told.mended.get(what), report.mended.get(what), what)
  t.equal(told.counts.get('posts')?.found, 10)
})

t.test('two forums with the same numbers and names stay apart', async t => {
  const { ctx, settled, visitor } = await startApp(t)
  const system = await ctx()
  const other = 'other.example'
  const away = { avatar_template: `/user_avatar/${other}/wren/{size}/1.png` }
  await importAll(system, { adapter: adapterOn(await forum(t)), progress })
  const second = await forum(t, {
    '12.json': topic({
      id: 12,
      title: 'Another twelve',
      category_id: 44,
      posts: [
        post({
          ...away,
          topic: 12,
          number: 1,
          cooked: `<p><a href="https://${other}/t/x/13">thirteen</a>, <a href="https://${HOST}/t/x/13">elsewhere</a></p>`,
        }),
      ],
    }),
    '13.json': topic({
      id: 13,
      title: 'Another thirteen',
      category_id: 44,
      posts: [post({ ...away, topic: 13, number: 1 })],
    }),
  })
  await importAll(system, { adapter: adapterOn(second), progress })
  await settled()
  const [thirteen] = await system.db.execute<{ id: number }>(sql`
    select id::int as id from threads where title = 'Another thirteen'`)
  t.ok(thirteen && thirteen.id > 20, 'numbers that are taken stay with who has them')
  const [twelve] = await system.db.execute<{ body: string }>(sql`
    select body from posts where thread_id = (select id from threads where title = 'Another twelve')`)
  t.match(twelve?.body, `/t/${thirteen?.id}/another-thirteen`)
  t.match(twelve?.body, `https://${HOST}/t/x/13`, 'the address of a forum that this one is not stays')
  const names = await system.db.execute<{ name: string }>(
    sql`select name from members where name like 'Wren%' order by name`,
  )
  t.strictSame(
    [...names].map(({ name }) => name),
    ['Wren', 'Wren-2'],
  )
  t.equal((await visitor().get('/t/anything/12')).location, '/t/12/sharpening-a-drawknife', 'the first is meant')
  t.strictSame(await wrongCounters(system), [])
})

t.test('hostile documents harm nobody', async t => {
  const { ctx, settled, visitor } = await startApp(t)
  const system = await ctx()
  const odd = (number: number, rest: object) =>
    post({ topic: 31, number, created_at: '2015-03-01T10:00:00.000Z', ...rest })
  const path = await forum(t, {
    '../outside.json': '{}',
    'one.json': topic({
      id: 31,
      title: `${'W'.repeat(3000)}\u0000 <script>alert(1)</script>\ud800`,
      tags: ['\u0000', 'x'.repeat(200), '<b>', 'fine'],
      posts: [
        odd(1, {
          username: '\u202e../../admin',
          name: '\u0000\u202eMallory',
          cooked: '<script>alert(1)</script><p>a\u0000b\udc00c</p>',
        }),
        odd(2, { username: 'x'.repeat(500), cooked: `${'<div>'.repeat(20_000)}deep` }),
        odd(3, { username: '..', cooked: '<p><a href="javascript:alert(1)">x</a></p>', reply_to_post_number: 3 }),
        odd(4, { username: '❤', cooked: `<p>${'@'.repeat(5000)}</p>`, reply_to_post_number: 99 }),
        odd(4, { id: 31_999, cooked: '<p>a number twice</p>' }),
        { id: 'not a number', username: 5 },
      ],
    }),
    'huge-number.json': { ...topic({ id: 1, posts: [] }), id: 1e30 },
    'dates.json': topic({ id: 32, created_at: 'yesterday, I think', posts: [post({ topic: 32, number: 1 })] }),
    'circle.json': {
      categories: [
        { id: 4, name: 'Round', parent_category_id: 7 },
        { id: 7, name: 'About', parent_category_id: 4 },
      ],
    },
    'array.json': '[]',
    'null.json': 'null',
  })
  const report = await importAll(system, { adapter: adapterOn(path), progress })
  await settled()
  t.equal(report.counts.get('posts')?.came, 4)
  t.match(Object.fromEntries(report.leftOut), { 'broken posts': 1, 'posts whose number another post has': 1 })
  t.ok(report.broken.some(({ name }) => name === 'dates.json'))
  const page = await (await visitor().get('/t/31')).follow()
  t.equal(page.status, 200)
  t.equal(page.page.querySelectorAll('main script').length, 0)
  t.notMatch(page.text, 'javascript:alert')
  t.strictSame(await wrongCounters(system), [])
  const { length } = await system.db.execute(
    sql`select from members where name !~ '^[[:alnum:]][[:alnum:]._-]*[[:alnum:]]$'`,
  )
  t.equal(length, 0)
})

t.test('archives hold what folders hold', async t => {
  const folder = await forum(t)
  const wanted = await surveyed(folder)
  const { packed } = await import('./archives.ts')
  for (const [ending, bytes] of Object.entries(await packed(FORUM))) {
    const path = join(await temporaryFolder(t), `forum.${ending}`)
    await writeFile(path, bytes)
    t.strictSame(await surveyed(path), wanted, ending)
    await writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2)))
    // A bare .tar may end anywhere.
    if (ending !== 'tar') await t.rejects(surveyed(path), { message: /cannot be read to its end/ }, `half a ${ending}`)
  }
  await mkdir(join(folder, 'empty'))
  await rm(join(folder, 'topics'), { recursive: true })
  t.ok((await surveyed(folder)).length < wanted.length)
  await t.rejects(surveyed(join(folder, 'nowhere')), { message: /There is no file or folder/ })
})

async function surveyed(path: string): Promise<string[]> {
  const records: string[] = []
  for await (const record of adapterOn(path).survey()) records.push(JSON.stringify(record))
  return records.sort()
}

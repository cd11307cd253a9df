import { sql } from 'drizzle-orm'
import t from 'tap'
import type { BulkPost } from '../../server/bulk/rows.ts'
import { reserveIds, writeContents, writeMembers } from '../../server/bulk/write.ts'
import { cookMany } from '../../server/cooking/service.ts'
import { transaction } from '../../server/core/transaction.ts'
import { wrongCounters } from '../../server/counters/counters.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

t.test('rows in bulk stand as if they had been written one by one, and nobody is told', async t => {
  const { ctx, make, settled, as } = await startApp(t)
  const category = await make.category()
  const before = await make.thread({ categoryId: category.id, by: people.mia, tags: ['saws'] })
  const system = await ctx()
  const at = (minute: number) => new Date(Date.UTC(2019, 4, 1, 10, minute))
  const [ids, threadIds, postIds] = [
    await reserveIds(system, 'members', 2),
    await reserveIds(system, 'threads', 2),
    await reserveIds(system, 'posts', 5),
  ]
  const [bo = 0, cy = 0] = ids
  const [first = 0, second = 0] = threadIds
  const [tag] = await system.db.execute<{ id: number }>(sql`select id::float8 as id from tags where slug = 'saws'`)
  const texts = [
    'Which saw for **green** wood? @Bo and @mia may know.',
    `> [@Bo](/t/${first}/-/1): Which saw\n\nA bow saw.`,
    'Sharpen it first.',
    `See /t/${before.id} and [this](/t/${first}/x/2).`,
    'It is gone.',
  ].map((body, place) => ({ id: postIds[place] ?? 0, body }))

  await transaction(system, async inner => {
    const member = { displayName: null, email: '', trustLevel: 1, createdAt: at(0), lastSeenAt: at(9) }
    await writeMembers(inner, [
      { ...member, id: bo, name: 'Bo' },
      { ...member, id: cy, name: 'Cy', displayName: 'Cy Young' },
    ])
  })
  const cooked = await cookMany(system, texts)
  const posts = texts.map(
    ({ id, body }, place): BulkPost => ({
      id,
      body,
      threadId: place < 3 ? first : second,
      number: [1, 2, 4, 1, 2][place] ?? 0,
      authorId: place % 2 === 0 ? bo : cy,
      replyToId: null,
      html: cooked[place]?.html ?? '',
      excerpt: cooked[place]?.excerpt ?? '',
      cookedVersion: cooked[place]?.version ?? 0,
      mentions: cooked[place]?.mentions ?? [],
      links: cooked[place]?.links ?? [],
      createdAt: at(place),
      deletedAt: place === 4 ? at(30) : null,
      reactions: place === 1 ? [{ memberId: bo, key: 'heart', at: at(5) }] : [],
      tallies: place === 1 ? [{ key: 'heart', count: 3 }] : [],
    }),
  )
  const thread = { categoryId: category.id, createdAt: at(0), tagIds: tag ? [tag.id] : [] }
  const threads = [
    { ...thread, id: first, authorId: bo, title: 'Green wood', viewCount: 41, pinned: true },
    { ...thread, id: second, authorId: cy, title: 'Ten years of saws' },
  ]
  const batches = [
    { threads, posts: posts.slice(0, 2).concat(posts.slice(3)) },
    { threads: [], posts: posts.slice(2, 3) },
  ]
  for (const batch of batches) await transaction(system, inner => writeContents(inner, batch))
  await settled()

  t.strictSame(await wrongCounters(system), [])
  const told = await system.db.execute(sql`select * from notifications`)
  t.equal(told.length, 0, 'no notification')

  const mia = await as(people.mia)
  const page = await mia.get(`/t/${first}/green-wood`)
  t.equal(page.status, 200)
  t.match(page.text, /<strong>green<\/strong>/)
  t.match(page.text, /Cy Young/)
  type Item = { number: number; reactions: unknown }
  const { items } = (await mia.get(`/api/v1/threads/${first}/posts`)).json<{ items: Item[] }>()
  t.strictSame(
    items.map(({ number }) => number),
    [1, 2, 4],
    'numbers are kept, gaps too',
  )
  t.match(items[1]?.reactions, [{ key: 'heart', count: 4, mine: false }], 'reactions of known and unknown givers')
  const list = await mia.get(`/c/${category.slug}`)
  t.ok(list.text.indexOf('Green wood') < list.text.indexOf(before.title), 'the pinned one stands first')

  const reply = await make.post({ threadId: first, by: people.mia })
  t.equal(reply.number, 5, 'the next reply follows the last number')
  await settled()
  t.strictSame(await wrongCounters(system), [])
})

/** Counters that say something else than what they count are found, and mended. */
import { type SQL, sql } from 'drizzle-orm'
import t from 'tap'
import { COUNTER_NAMES, wrongCounters } from '../../server/counters/counters.ts'
import { examineCounters, mendCounters } from '../../server/counters/mend.ts'
import { startApp } from '../support/app.ts'
import { furnish } from '../support/furnish.ts'
import { people } from '../support/people.ts'

/** How each could go wrong. */
const HARM: Readonly<Record<string, readonly SQL[]>> = {
  'threads of a category': [sql`update categories set thread_count = thread_count + 1`],
  'posts of a category': [sql`update categories set post_count = 0 where post_count > 0`],
  'posts of a member': [sql`update members set post_count = post_count - 1 where name = 'mia'`],
  'posts of a member in a category': [
    sql`update member_post_counts set posts = posts + 3`,
    sql`delete from member_post_counts`,
    sql`insert into member_post_counts select m.id, c.id, 5 from members m, categories c on conflict do nothing`,
  ],
  'replies of a thread': [sql`update threads set reply_count = reply_count + 1`],
  'last number of a thread': [sql`update threads set last_number = 1 where last_number > 1`],
  'last poster of a thread': [
    sql`update threads set last_poster_id = null`,
    sql`update threads set last_poster_id = ${people.ada.id}`,
  ],
  'where the tag of a thread is counted': [sql`update thread_tags set counted_in_id = null`],
  'threads of a tag in a category': [sql`update tag_counts set threads = threads + 1`, sql`delete from tag_counts`],
}

t.test('counters', async t => {
  const app = await startApp(t)
  const { bench } = await furnish(app)
  const ctx = await app.ctx()
  t.strictSame(await examineCounters(ctx), [], 'all is right at first')
  t.strictSame(Object.keys(HARM), COUNTER_NAMES, 'each can be harmed here')
  t.strictSame(await mendCounters(ctx), new Map(), 'and nothing is to be mended')

  for (const [name, harms] of Object.entries(HARM)) {
    await t.test(name, async t => {
      for (const harm of harms) {
        await ctx.db.execute(harm)
        const wrong = await wrongCounters(ctx)
        t.strictSame([...new Set(wrong.map(one => one.counter))], [name], 'it is found, and nothing else')
        t.equal(wrong[0]?.many, wrong.length)
        const mended = await mendCounters(ctx)
        t.strictSame([...mended], [[name, wrong.length]])
        t.strictSame(await examineCounters(ctx), [])
      }
    })
  }

  await t.test('a mended thread shows the right number on its page', async t => {
    await ctx.db.execute(sql`update threads set reply_count = 77 where id = ${bench.id}`)
    await mendCounters(ctx)
    const mia = await app.as(people.mia)
    t.match((await mia.api('GET', `/threads/${bench.id}`)).json(), { replyCount: 2 })
  })

  await t.test('writing goes on meanwhile, and nothing is counted twice', async t => {
    let done = false
    const writing = (async () => {
      while (!done) await app.make.post({ threadId: bench.id })
    })()
    for (let round = 0; round < 3; round++) {
      await ctx.db.execute(sql`update categories set post_count = post_count + 10`)
      t.ok((await mendCounters(ctx)).has('posts of a category'))
    }
    done = true
    await writing
    await app.settled()
    t.strictSame(await wrongCounters(ctx), [])
  })
})

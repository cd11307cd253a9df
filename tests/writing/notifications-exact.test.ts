/** Exactly once, whatever comes twice, late or at the same time: the same acts always end in the same rows. */
import { asc, eq, sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { consumers, follows, notifications, posts } from '../../db/tables/index.ts'
import { edit } from '../../server/posts/edit.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import * as postService from '../../server/posts/service.ts'
import * as reactionService from '../../server/reactions/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { chance } from '../support/chance.ts'
import { type Person, people } from '../support/people.ts'

const CAST = [people.ada, people.mo, people.mia, people.noor]
const KEYS = ['heart', 'smile'] as const

/** Everything that notifications say, without what differs from one database and clock to another. */
async function rowsOf({ database }: TestApp) {
  const rows = await database.db
    .select()
    .from(notifications)
    .orderBy(asc(notifications.memberId), asc(notifications.groupKey), asc(notifications.lastNumber))
  return rows.map(({ memberId, kind, groupKey, postId, lastNumber, actorIds, count, readAt }) =>
    [memberId, kind, groupKey, postId, lastNumber, actorIds.join('+'), count, readAt ? 'read' : 'unread'].join(' '),
  )
}

/** Two threads that everybody but their authors follows, and one that nobody does. */
async function beginning(app: TestApp): Promise<number[]> {
  const category = await app.make.category()
  const threads: number[] = []
  for (const by of CAST.slice(0, 3)) threads.push((await app.make.thread({ by, categoryId: category.id })).id)
  const rows = CAST.flatMap(({ id: memberId }) =>
    threads.slice(0, 2).map(targetId => ({ memberId, kind: 'thread' as const, targetId, level: 'follow' as const })),
  )
  await app.database.db.insert(follows).values(rows).onConflictDoNothing()
  return threads
}

/** One act of the play: a post, an edit, a deletion or what undoes it, a reaction given or taken back. */
async function act(app: TestApp, threads: readonly number[], pick: (below: number) => number): Promise<void> {
  const by = CAST[pick(CAST.length)] ?? people.mia
  const named = CAST[pick(CAST.length)] ?? people.mia
  const threadId = threads[pick(threads.length)] ?? 0
  const replies = await app.database.db.select().from(posts).where(eq(posts.threadId, threadId)).orderBy(asc(posts.id))
  const post = replies[pick(replies.length)]
  const ctx = await app.ctx(by)
  const doing = pick(10)
  if (doing < 4) {
    const body = pick(3) === 0 ? `@${named.name}, what do you say?` : 'Some words'
    const replyTo = pick(3) === 0 && post && !post.deletedAt ? post.id : null
    await postService.create(ctx, { threadId, body, replyTo })
  } else if (post?.deletedAt && doing < 7) await postRemoval.restore(await app.ctx(people.ada), { id: post.id })
  else if (!post || post.deletedAt) return
  else if (doing < 5) {
    // Whoever changes a post so that it mentions themselves is not told by that; the log alone does not say so.
    const body = named === people.ada ? 'Other words' : `@${named.name}, what do you say now?`
    await edit(await app.ctx(people.ada), { id: post.id, body, reason: 'So that more are named' })
  } else if (doing < 6) {
    if (post.number > 1) await postRemoval.remove(await app.ctx(people.ada), { id: post.id })
  } else if (post.authorId !== by.id) {
    const change = { postId: post.id, key: KEYS[pick(KEYS.length)] ?? 'heart' }
    await (doing < 9 ? reactionService.add(ctx, change) : reactionService.remove(ctx, change))
  }
}

/** Hands the consumer the whole log again, as if it had never read it. */
async function redeliver(app: TestApp): Promise<void> {
  await app.database.db.update(consumers).set({ position: 0 }).where(eq(consumers.name, 'notifications'))
  await app.settled()
}

async function play(t: Test, seed: number, settles: (step: number) => boolean) {
  const app = await startApp(t)
  const threads = await beginning(app)
  const pick = chance(`play ${seed}`)
  for (let step = 0; step < 50; step++) {
    await act(app, threads, pick)
    if (settles(step)) await app.settled()
  }
  await app.settled()
  return app
}

for (const seed of [1, 20]) {
  t.test(`the same acts end in the same rows, told one by one or all at once, once or twice: play ${seed}`, async t => {
    const slow = await play(t, seed, () => true)
    const quick = await play(t, seed, step => step === 30)
    const rows = await rowsOf(slow)
    t.ok(rows.length > 15, `${rows.length} rows`)
    t.strictSame(await rowsOf(quick), rows, 'in other batches')
    for (const app of [slow, quick]) {
      await redeliver(app)
      t.strictSame(await rowsOf(app), rows, 'told again')
    }
    await readSome(slow, chance(`reading ${seed}`))
    const read = await rowsOf(slow)
    await redeliver(slow)
    t.strictSame(await rowsOf(slow), read, 'told again to who has read')
  })
}

/** Everybody reads something: a thread to somewhere, and half of what they are told. */
async function readSome(app: TestApp, pick: (below: number) => number): Promise<void> {
  for (const person of CAST) {
    const client = await app.as(person)
    const { items } = (await client.api('GET', '/notifications?unread=true')).json<{
      items: { position: string; thread: { id: string } }[]
    }>()
    const [first] = items
    if (!first) continue
    await client.api('PUT', `/threads/${first.thread.id}/read`, { number: 1 + pick(12) })
    await client.api('POST', '/notifications/read', { upTo: items[pick(items.length)]?.position })
  }
}

t.test(
  'replies that come while the reader marks as read are each told once: none is lost, none comes twice',
  async t => {
    const app = await startApp(t)
    const reader = await app.make.member()
    const client = await app.as(reader)
    const thread = await app.make.thread({ by: people.mo })
    const row = { memberId: reader.id, kind: 'thread' as const, targetId: thread.id, level: 'follow' as const }
    await app.database.db.insert(follows).values(row)
    let writing = true
    const write = async (by: Person) => {
      for (let index = 0; index < 20; index++) await app.make.post({ threadId: thread.id, by })
    }
    const mark = async () => {
      while (writing) {
        const { items } = (await client.api('GET', '/notifications')).json<{ items: { position: string }[] }>()
        if (items[0]) await client.api('POST', '/notifications/read', { upTo: items[0].position })
      }
    }
    const marking = mark()
    await Promise.all([people.mia, people.noor, people.ada].map(write))
    await app.settled()
    writing = false
    await marking
    const spans = await app.database.db
      .select({ from: posts.number, to: notifications.lastNumber, count: notifications.count })
      .from(notifications)
      .innerJoin(posts, sql`${posts.id} = ${notifications.postId}`)
      .where(eq(notifications.memberId, reader.id))
      .orderBy(asc(posts.number))
    const numbers = spans.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
    t.strictSame(
      numbers,
      Array.from({ length: 60 }, (_, index) => index + 2),
      `in ${spans.length} rows`,
    )
    t.equal(
      spans.reduce((sum, { count }) => sum + count, 0),
      60,
    )
  },
)

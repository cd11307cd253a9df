/** What search knows follows what is written, however it was written, and is made anew where it is missing. */
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { consumers, posts, searchPosts, searchWords } from '../../db/tables/index.ts'
import { reserveIds } from '../../server/bulk/write.ts'
import { search } from '../../server/doctor/search.ts'
import * as erasure from '../../server/erasure/posts.ts'
import { renameInTexts } from '../../server/erasure/texts.ts'
import { fill, reindex } from '../../server/search/fill.ts'
import { consumers as follow } from '../../server/search/indexing.ts'
import { postgresEngine } from '../../server/search/postgres.ts'
import { putAnew } from '../../server/search/put.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { EVERYTHING } from './engine-contract.ts'
import { imported } from './imported.ts'

const never = new AbortController().signal

/** Ids of the posts that mia finds by a word. */
async function found(app: TestApp, word: string): Promise<number[]> {
  const asked = { ...EVERYTHING, words: [word] }
  const { hits } = await postgresEngine.find(await app.ctx(people.mia), asked, { per: 'post', from: 0, limit: 1000 })
  return hits.map(({ postId }) => postId).sort((a, b) => a - b)
}

t.test('posts that nobody wrote one by one are filled in', async t => {
  const app = await startApp(t)
  const square = await app.make.category()
  const ids = await imported(app, square.id, 250)
  await app.settled()
  t.strictSame(await found(app, 'gazetteer'), ids)
  t.strictSame(await found(app, 'brought'), ids.slice(0, 1), 'the title is that of the opening post')
})

t.test('where no server has run yet, an import is followed all the same', async t => {
  const app = await startApp(t, { untouched: true })
  const { db } = app.database
  await db.execute(sql`alter schema graphile_worker rename to elsewhere`)
  const follower = follow.find(({ name }) => name === 'search')
  if (!follower) throw new Error('nobody follows the log for search')
  const event = {
    position: 1,
    type: 'threads.imported',
    at: new Date(),
    actorId: null,
    data: { threadIds: [1] },
  } as const
  await t.resolves(follower.handle(await app.ctx(), [event]))
  await db.execute(sql`alter schema elsewhere rename to graphile_worker`)
})

t.test('what is missing is filled in, and only that', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread({ title: 'Saws', body: 'A gazetteer of saws' })
  const kept = await app.make.post({ threadId: thread.id, body: 'The gazetteer again' })
  await app.settled()
  const { db } = app.database
  const system = await app.ctx()
  const [before] = await db.select().from(searchPosts).where(eq(searchPosts.postId, kept.id))
  await db.delete(searchPosts).where(sql`post_id <> ${kept.id}`)
  t.strictSame(await found(app, 'gazetteer'), [kept.id])
  t.match(await search(system), { result: 'warn', says: 'does not know 1 post: guildhall reindex adds them' })

  await db.update(searchPosts).set({ language: 'fr' }).where(eq(searchPosts.postId, kept.id))
  await fill(system, { _cron: { ts: 'now' } }, never)
  t.equal((await found(app, 'gazetteer')).length, 2)
  const [left] = await db.select().from(searchPosts).where(eq(searchPosts.postId, kept.id))
  t.equal(left?.language, 'fr', 'what was there is left alone')
  t.match(await search(system), { result: 'ok', says: 'knows all posts' })

  t.strictSame(await reindex(system, { all: false }), { put: 0, done: true })
  t.strictSame(await reindex(system, { all: true }), { put: 2, done: true })
  const [anew] = await db.select().from(searchPosts).where(eq(searchPosts.postId, kept.id))
  t.strictSame(anew, before)
})

t.test('whoever fills can be stopped, and is not in the way of another', async t => {
  const app = await startApp(t)
  const square = await app.make.category()
  const ids = await imported(app, square.id, 250)
  await app.settled()
  const { db } = app.database
  const system = await app.ctx()
  await db.delete(searchPosts)

  const stop = new AbortController()
  const halfway = await reindex(system, { all: false, signal: stop.signal, onProgress: () => stop.abort() })
  t.equal(halfway.done, false)
  t.ok(halfway.put < ids.length, `${halfway.put} were put`)
  t.strictSame(await found(app, 'gazetteer'), ids.slice(-halfway.put), 'the newest first')

  await db.transaction(async other => {
    await other.execute(sql`select pg_advisory_xact_lock(${0x6775_6966})`)
    await fill(system, null, never)
  })
  t.equal((await found(app, 'gazetteer')).length, halfway.put, 'one who fills leaves it to the other')

  await fill(system, null, AbortSignal.abort())
  await app.settled()
  t.strictSame(await found(app, 'gazetteer'), ids, 'a job that has to go leaves the rest to another')
})

t.test('who reads a post waits for whoever has read it before, and for nobody far from it', async t => {
  const app = await startApp(t)
  const square = await app.make.category()
  const system = await app.ctx()
  const { db } = app.database
  const [near = 0] = await imported(app, square.id, 1)
  await reserveIds(system, 'posts', 5000)
  const [far = 0] = await imported(app, square.id, 1)
  await app.settled()

  const put: string[] = []
  const putting = async (postId: number, name: string) => {
    await db.transaction(inner => putAnew({ ...system, db: inner }, { postIds: [postId], threadIds: [] }))
    put.push(name)
  }
  let waiting: Promise<void> | undefined
  await db.transaction(async other => {
    await putAnew({ ...system, db: other }, { postIds: [near], threadIds: [] })
    waiting = putting(near, 'the same')
    await putting(far, 'another')
    t.strictSame(put, ['another'])
    put.push('the first')
  })
  await waiting
  t.strictSame(put, ['another', 'the first', 'the same'])
})

t.test('the log is read twice, and says the same', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread({ body: 'Once upon a time' })
  await app.make.post({ threadId: thread.id })
  await app.settled()
  const { db } = app.database
  const all = () => db.select().from(searchPosts).orderBy(searchPosts.postId)
  const before = await all()
  await db.update(consumers).set({ position: 0 }).where(eq(consumers.name, 'search'))
  await app.make.post({ threadId: thread.id, body: 'Another' })
  await app.settled()
  t.strictSame((await all()).slice(0, 2), before)
  t.equal((await all()).length, 3)
})

t.test('words that somebody wants gone are gone', async t => {
  const app = await startApp(t)
  const { make } = app
  const leaver = await make.member()
  const open = await make.thread({ title: 'Open', by: people.mo })
  const own = await make.thread({ title: 'Own zirconium', body: 'Own zirconium', by: leaver })
  const answered = await make.thread({ title: 'Answered', body: 'More zirconium', by: leaver })
  await make.post({ threadId: answered.id, body: 'An answer' })
  const reply = await make.post({ threadId: open.id, body: 'A reply of zirconium', by: leaver })
  const gone = await make.post({ threadId: open.id, body: 'Another reply of zirconium', by: leaver })
  const calling = await make.post({ threadId: open.id, body: `As @${leaver.name} said` })
  await app.settled()
  const { db } = app.database
  const system = await app.ctx()
  // Deleted long before: erasing says nothing more about it to anybody.
  await db.update(posts).set({ deletedAt: new Date(), deletedById: leaver.id }).where(eq(posts.id, gone.id))
  const holding = async (word: string) => {
    const rows = await db.execute<{ id: number }>(sql`
      select post_id::float8 as id from search_posts where vector @@ to_tsquery('guildhall_none', ${word})`)
    return rows.map(({ id }) => id)
  }
  t.equal((await holding('zirconium')).length, 4)
  t.strictSame(await holding(leaver.name), [calling.id])
  await erasure.removePosts(system, leaver.id, never)
  await renameInTexts(system, { names: [leaver.name], by: 'gone-7' }, never)
  await app.settled()
  t.strictSame(await holding('zirconium'), [], 'of posts that nobody can find, too')
  t.strictSame(await holding(leaver.name), [])
  t.strictSame(await holding('gone'), [calling.id])
  t.ok(own.id && reply.id)

  const known = async (word: string) => (await db.select().from(searchWords).where(eq(searchWords.word, word))).length
  t.equal(await known('zirconium'), 1)
  await reindex(system, { all: true })
  t.equal(await known('zirconium'), 0, 'whoever makes all anew forgets what nobody says')
  t.equal(await known('answer'), 1)
})

/**
 * Meilisearch is slow, refuses, is gone, has lost its disk, or is made anew: somebody always finds what there is, and in the
 * end nothing is missing. With the double, which can be made to do all that.
 */
import t, { type Test } from 'tap'
import { categoryTree } from '../../server/categories/tree.ts'
import { type Actor, GROUP, VISITOR } from '../../server/core/actor.ts'
import { standingOfAll } from '../../server/core/events/standing.ts'
import { meilisearch as doctor, documents } from '../../server/doctor/meilisearch.ts'
import { mergeAll } from '../../server/merging/work.ts'
import { edit } from '../../server/posts/edit.ts'
import { remove } from '../../server/posts/removal.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import type { Asked } from '../../server/search/engine.ts'
import { engineOf } from '../../server/search/engines.ts'
import { keep } from '../../server/search/meilisearch/follow.ts'
import { changeKept, keptOf } from '../../server/search/meilisearch/kept.ts'
import { reindexMeilisearch } from '../../server/search/meilisearch/reindex.ts'
import { MADE_SO } from '../../server/search/meilisearch/settings.ts'
import { goesOn, takeTurn } from '../../server/search/meilisearch/turn.ts'
import { startApp } from '../support/app.ts'
import { type Person, people } from '../support/people.ts'
import { EVERYTHING } from './engine-contract.ts'
import { imported } from './imported.ts'
import { MeiliDouble } from './meili-double.ts'

const never = new AbortController().signal
const PAUSE_MS = 11_000

/** A community with a Meilisearch, and a clock that can be put forward. */
async function stage(t: Test, more: Readonly<Record<string, string>> = {}) {
  const double = await MeiliDouble.start(t)
  const clock = { ahead: 0 }
  const app = await startApp(t, { env: { ...double.env, ...more }, now: () => new Date(Date.now() + clock.ahead) })
  await app.settled()
  const system = await app.ctx()
  return {
    ...{ app, double, system },
    ahead: (ms: number) => {
      clock.ahead += ms
    },
    /** What somebody finds, whoever looks. */
    found: async (word: string, asked: Partial<Asked> = {}, who: Person | Actor = people.mia) => {
      const question = { ...EVERYTHING, words: [word], sort: 'oldest' as const, ...asked }
      const { hits } = await engineOf(system).find(await app.ctx(who), question, { per: 'post', from: 0, limit: 1000 })
      return hits.map(({ postId }) => postId)
    },
    standing: async () => (await standingOfAll(system)).consumers.find(({ name }) => name === 'meilisearch'),
    /** What the schedule does every minute. */
    minute: () => keep(system, null, never),
  }
}

t.test('nobody answers', async t => {
  const { app, double, system, ahead, found, standing, minute } = await stage(t)
  const thread = await app.make.thread({ title: 'Saws', body: 'A gazetteer of saws' })
  const first = await app.make.post({ threadId: thread.id, body: 'The gazetteer again' })
  await app.settled()
  t.equal((await found('gazetteer')).length, 2)
  t.equal(double.searched.length, 1)
  t.match(await doctor(system), { result: 'ok', says: '1.42.0 answers and looks for posts' })

  await double.away()
  t.equal((await found('gazetteer')).length, 2, 'PostgreSQL answers this very search')
  const second = await app.make.post({ threadId: thread.id, body: 'A third gazetteer' })
  await edit(await app.ctx(people.noor), { id: first.id, body: 'An atlas now' })
  await app.settled()
  t.strictSame(await found('atlas'), [first.id])
  t.equal((await found('gazetteer')).length, 2)
  t.match(await standing(), { state: 'failing', trouble: /^Meilisearch cannot be asked: connect ECONNREFUSED/ })
  t.match(await doctor(system), { result: 'warn', says: /^gives no good answer \(connect ECONNREFUSED/ })
  t.match(await documents(system), { result: 'warn', says: /ECONNREFUSED/ })
  await t.rejects(reindexMeilisearch(system, { all: false }), { message: /cannot be asked/ })

  await double.back()
  await found('atlas')
  t.equal(double.searched.length, 1, 'it is not asked for a while')
  await minute()
  t.match(await standing(), { state: 'current', failures: 0 })
  ahead(PAUSE_MS)
  t.strictSame(await found('atlas'), [first.id])
  t.ok((await found('gazetteer')).includes(second.id))
  t.equal(double.searched.length, 3, 'it is asked again, and has what was written meanwhile')
  t.match(await documents(system), { result: 'ok' })
})

t.test('it is too slow', async t => {
  const { app, double, ahead, found } = await stage(t)
  await app.make.thread({ body: 'A gazetteer of saws' })
  await app.settled()
  double.delayMs = 1300
  t.equal((await found('gazetteer')).length, 1)
  t.equal((await found('gazetteer')).length, 1)
  t.equal(double.searched.length, 1, 'others do not wait for it too')
  ahead(PAUSE_MS)
  const all = await Promise.all([found('gazetteer'), found('gazetteer'), found('gazetteer')])
  t.strictSame(
    all.map(one => one.length),
    [1, 1, 1],
  )
  t.equal(double.searched.length, 2, 'one asks for all')
  double.delayMs = 0
  ahead(PAUSE_MS)
  await found('gazetteer')
  await found('gazetteer')
  t.equal(double.searched.length, 4)
})

t.test('it cannot keep what it is given', async t => {
  const { app, double, system, ahead, found, standing, minute } = await stage(t)
  const thread = await app.make.thread({ body: 'A gazetteer of saws' })
  await app.settled()
  double.isFull = true
  await app.make.post({ threadId: thread.id, body: 'Another gazetteer' })
  await app.settled()
  t.match(await standing(), { state: 'failing', trouble: /No space left/ })
  ahead(40_000)
  t.equal((await found('gazetteer')).length, 2, 'what lacks something for long is not asked')
  t.match(await doctor(system), { result: 'warn', says: /lacks what was written in the last minute/ })

  double.isFull = false
  await minute()
  ahead(PAUSE_MS)
  const before = double.searched.length
  t.equal((await found('gazetteer')).length, 2)
  t.equal(double.searched.length, before + 1)
  t.match(await doctor(system), { result: 'ok' })
})

t.test('it refuses, or something before it does', async t => {
  const { app, double, ahead, found } = await stage(t)
  await app.make.thread({ body: 'A gazetteer of saws' })
  await app.settled()
  double.status = 502
  t.equal((await found('gazetteer')).length, 1)
  double.status = null
  ahead(PAUSE_MS)
  t.equal((await found('gazetteer')).length, 1)
  t.equal(double.searched.length, 2)

  const other = await stage(t, { MEILI_API_KEY: 'the key of somebody else' })
  await other.app.make.thread({ body: 'A gazetteer of saws' })
  await other.app.settled()
  t.equal((await other.found('gazetteer')).length, 1)
  t.match(await doctor(other.system), { result: 'warn', says: /The provided API key is invalid/ })
})

t.test('another index is filled beside the one that is asked', async t => {
  const { app, double, system, found, minute } = await stage(t)
  const square = await app.make.category()
  const ids = await imported(app, square.id, 700)
  await app.settled()
  t.strictSame(await found('gazetteer'), ids, 'what nobody wrote one by one is there')
  const { asked: first } = await keptOf(system)

  let isDone = false
  const searching = (async () => {
    while (!isDone) t.strictSame(await found('gazetteer'), ids)
  })()
  const stop = new AbortController()
  const halfway = await reindexMeilisearch(system, { all: true, signal: stop.signal, onProgress: () => stop.abort() })
  t.strictSame(halfway, { put: 500, done: false })
  const rest = await reindexMeilisearch(system, { all: true })
  t.strictSame(rest, { put: 200, done: true }, 'who goes on does the rest')
  await found('gazetteer')
  isDone = true
  await searching
  const { asked: second, next, left } = await keptOf(system)
  t.strictSame([next, left], [null, [first]])
  t.not(second, first)
  t.strictSame([...new Set(double.searched)], [first, second], 'one after the other, and nobody looked in vain')
  await minute()
  t.strictSame([...double.indexes.keys()], [second], 'the old one is taken away')
})

t.test('an index that was made otherwise is asked until another is full', async t => {
  const { app, double, system, ahead, found, minute } = await stage(t)
  await app.make.thread({ body: 'A gazetteer of saws' })
  await app.settled()
  const { asked } = await keptOf(system)
  const [made] = [...double.indexes.values()]
  if (!asked || !made) throw new Error('there is no index')
  const older = 'guildhall_posts_0123abcd_00000000'
  double.indexes.set(older, made)
  double.indexes.delete(asked)
  await changeKept(system, kept => ({ ...kept, asked: older }))
  t.equal((await found('gazetteer')).length, 1)
  t.equal(double.searched.at(-1), older)
  await minute()
  const { asked: newer } = await keptOf(system)
  t.match(newer, new RegExp(`^guildhall_posts_${MADE_SO}_`))
  ahead(PAUSE_MS)
  t.equal((await found('gazetteer')).length, 1)
  t.equal(double.searched.at(-1), newer)
})

t.test('it has lost its disk', async t => {
  const { app, double, system, ahead, found, standing } = await stage(t)
  const thread = await app.make.thread({ body: 'A gazetteer of saws' })
  await app.settled()
  double.indexes.clear()
  t.equal((await found('gazetteer')).length, 1)
  await app.make.post({ threadId: thread.id, body: 'Another gazetteer' })
  await app.settled()
  t.match(await standing(), { state: 'current' })
  ahead(PAUSE_MS)
  const before = double.searched.length
  t.equal((await found('gazetteer')).length, 2)
  t.equal(double.searched.length, before + 1)
  t.match(await documents(system), { result: 'ok' })
})

t.test('where posts stand and whose they are is put again', async t => {
  const { app, double, found } = await stage(t)
  const { make } = app
  const staff = await make.category({ rights: { see: [GROUP.moderators], moderate: [GROUP.moderators] } })
  const square = await make.category()
  const thread = await make.thread({ categoryId: staff.id, by: people.mo, body: 'A gazetteer of saws' })
  const leaver = await make.member()
  const stays = await make.member()
  for (let n = 0; n < 3; n++) await make.post({ threadId: thread.id, by: people.mo, body: `The gazetteer, part ${n}` })
  await make.thread({ categoryId: square.id, by: leaver, body: 'An atlas' })
  await app.settled()
  t.strictSame(await found('gazetteer'), [])
  await editThread(await app.ctx(people.mo), { id: thread.id, categoryId: square.id })
  await app.settled()
  t.equal((await found('gazetteer')).length, 4, 'all that is in the thread came along')

  t.equal((await found('atlas', { authorIds: [leaver.id] })).length, 1)
  await mergeAll(await app.ctx(), { memberId: leaver.id, intoId: stays.id })
  await app.settled()
  t.equal((await found('atlas', { authorIds: [stays.id] })).length, 1)
  t.equal(double.searched.length, 4, 'all of it was found there')
})

t.test('rights are in the question, and kept to by whoever answers', async t => {
  const { app, double, system, found } = await stage(t)
  const { make } = app
  const staff = await make.category({ rights: { see: [GROUP.moderators], moderate: [GROUP.moderators] } })
  const square = await make.category()
  await make.thread({ categoryId: staff.id, by: people.mo, body: 'A gazetteer of saws' })
  const open = await make.thread({ categoryId: square.id, body: 'A gazetteer of planes' })
  const gone = await make.post({ threadId: open.id, by: people.mo, body: 'The gazetteer again' })
  await remove(await app.ctx(people.mo), { id: gone.id })
  await app.settled()
  const filters = () => String(Object(double.asked.at(-1)?.body).filter)
  const seen = (who: Actor) => system.read(categoryTree).idsHaving(who, 'see')

  t.equal((await found('gazetteer', {}, VISITOR)).length, 1)
  t.equal(filters(), `deleted = false,categoryId IN [${seen(VISITOR)}]`)
  t.notOk(seen(VISITOR).includes(staff.id))
  t.equal((await found('gazetteer', {}, people.mo)).length, 2)
  t.match(filters(), new RegExp(`categoryId IN \\[.*\\b${staff.id}\\b.*\\]`))
  t.strictSame(await found('gazetteer', { categoryIds: [staff.id] }, VISITOR), [])
  t.equal(filters(), 'deleted = false,categoryId IN []')

  double.isWrong = true
  t.equal((await found('gazetteer', {}, VISITOR)).length, 1)
  t.equal((await found('gazetteer', {}, people.mo)).length, 2, 'nor is what is deleted found by who sees the tombstone')
  t.equal(double.searched.length, 5)
})

t.test('processes take turns, and one that dies is not waited for', async t => {
  const { app, system, ahead, standing, minute } = await stage(t)
  t.equal(await takeTurn(system), true)
  t.equal(await takeTurn(system), false, 'another is at it')
  t.equal(await goesOn(system), true, 'and does it once more')
  await app.make.thread({ body: 'A gazetteer of saws' })
  await app.settled()
  t.match(await standing(), { state: 'behind' })
  t.equal(await goesOn(system), true, 'as the job has told it')
  t.equal(await goesOn(system), false)
  await minute()
  t.match(await standing(), { state: 'current' })

  t.equal(await takeTurn(system), true)
  await app.make.thread({ body: 'An atlas' })
  await app.settled()
  t.match(await standing(), { state: 'behind' })
  ahead(61_000)
  await minute()
  t.match(await standing(), { state: 'current' })
  t.equal(await takeTurn(system), true, 'whoever is done leaves it to others')
})

t.test('the doctor compares', async t => {
  const { app, double, system } = await stage(t)
  const thread = await app.make.thread({ body: 'A gazetteer of saws' })
  const post = await app.make.post({ threadId: thread.id, body: 'Another gazetteer' })
  await app.settled()
  const [index] = [...double.indexes.values()]
  if (!index) throw new Error('there is no index')
  const kept = index.documents.get(post.id)
  t.match(await documents(system), { result: 'ok', says: 'all are there, and the 2 looked at as here' })
  index.documents.delete(post.id)
  t.match(await documents(system), { result: 'warn', says: '1 post is missing: guildhall reindex adds them' })
  t.strictSame(await reindexMeilisearch(system, { all: false }), { put: 1, done: true })
  t.strictSame(index.documents.get(post.id), kept)
  index.documents.set(999, { ...kept, postId: 999 })
  t.match(await documents(system), { result: 'warn', says: /^1 document is of no post/ })
  index.documents.delete(999)
  index.documents.set(post.id, { ...kept, text: 'something else' })
  t.match(await documents(system), { result: 'warn', says: /^of 2 looked at, 1 is not as here/ })
})

t.test('a thousand do not tell all where the database narrows what it is not told of', async t => {
  const { app, double, found } = await stage(t)
  const square = await app.make.category()
  const tagged = await app.make.thread({ categoryId: square.id, body: 'A gazetteer of saws', tags: ['steel'] })
  await imported(app, square.id, 1000)
  await app.settled()
  const rows = await app.database.db.query.tags.findMany()
  const tagIds = rows.map(({ id }) => id)
  t.equal(
    (await found('gazetteer', { tagIds, sort: 'newest' })).length,
    1,
    'the oldest of all, and the only one with the tag',
  )
  t.equal(double.searched.length, 1)
  t.ok(tagged.id)
})

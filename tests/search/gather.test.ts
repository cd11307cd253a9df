/** Posts are reached from one end or by the index of words, and are the same ones either way. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { posts } from '../../db/tables/index.ts'
import { type Asked, mostOf } from '../../server/search/engine.ts'
import { reindex } from '../../server/search/fill.ts'
import { postgresEngine } from '../../server/search/postgres.ts'
import { putAnew } from '../../server/search/put.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { EVERYTHING } from './engine-contract.ts'
import { imported } from './imported.ts'

const CLOSED = 1500
const TYPED = mostOf({ begun: true })

t.test('the newest and the oldest of the posts with a word', async t => {
  const app = await startApp(t)
  const { square, closed, insider } = await places(app)
  const system = await app.ctx()
  const old = await imported(app, square.id, 300, saying)
  // PostgreSQL has counted so many, and no others yet: as one types, fewer are walked than the last 1,500.
  await reindex(system, { all: false })
  old.push(...(await imported(app, square.id, 700, saying)))
  const recent = await imported(app, closed.id, CLOSED, saying)
  await system.db.transaction(db => putAnew({ ...system, db }, { postIds: [...old, ...recent], threadIds: [] }))

  const found = async (who: typeof people.mia, asked: Partial<Asked>) => {
    const ctx = await app.ctx(who)
    const { hits, total } = await postgresEngine.find(
      ctx,
      { ...EVERYTHING, ...asked },
      { per: 'post', from: 0, limit: 1000 },
    )
    const ids = hits.map(({ postId }) => postId)
    const all = await postgresEngine.all(ctx, { ...EVERYTHING, ...asked })
    t.strictSame(
      all.toSorted((a, b) => a - b),
      ids.toSorted((a, b) => a - b),
      'what is counted is what is found',
    )
    t.equal(total, ids.length)
    return ids
  }
  const rare = (ids: readonly number[]) => ids.filter((_, place) => place % 50 === 0)
  const newest = (ids: readonly number[], most: number) => ids.toReversed().slice(0, most)
  const every = [...old, ...recent]

  for (const [who, all] of [
    [insider, every],
    // Who sees nothing of what everybody speaks of at the end finds what is said further away.
    [people.mia, old],
  ] as const)
    for (const [word, posts] of [
      ['gazetteer', all],
      ['quarto', rare(all)],
      ['foliant', []],
    ] as const) {
      t.strictSame(await found(who, { words: [word], sort: 'newest' }), newest(posts, 1000), `${who.name}: ${word}`)
      t.strictSame(
        await found(who, { words: [word], sort: 'oldest' }),
        posts.slice(0, 1000),
        `${who.name}: ${word}, from the other end`,
      )
      const begun = { words: [word.slice(0, -1)], begun: true }
      t.strictSame(await found(who, { ...begun, sort: 'newest' }), newest(posts, TYPED), `${who.name}: ${word}, typed`)
      t.strictSame(await found(who, { ...begun, sort: 'oldest' }), posts.slice(0, TYPED))
    }
  t.strictSame(
    await found(people.mia, { words: ['gazetteer'], without: ['quarto'], sort: 'oldest', begun: true }),
    old.filter(id => !rare(old).includes(id)).slice(0, TYPED),
    'without those that have another',
  )
})

t.test('what narrows a search leads to the same ones, however common the words', async t => {
  const app = await startApp(t)
  const { square, closed } = await places(app)
  const other = await app.make.category({ name: 'Elsewhere' })
  const system = await app.ctx()
  const day = (nth: number) => new Date(Date.UTC(2024, 0, nth))
  const early = await imported(app, square.id, 400, saying, { by: people.noor, at: day(1) })
  const late = await imported(app, other.id, 800, saying, { at: day(9) })
  const hidden = await imported(app, closed.id, 100, saying, { by: people.noor, at: day(9) })
  await system.db.transaction(db =>
    putAnew({ ...system, db }, { postIds: [...early, ...late, ...hidden], threadIds: [] }),
  )
  const thread = async ([id = 0]: readonly number[]) => {
    const [post] = await system.db.select({ id: posts.threadId }).from(posts).where(eq(posts.id, id))
    return post?.id ?? 0
  }
  const ctx = await app.ctx(people.mia)
  const narrowed: readonly (readonly [string, Partial<Asked>, readonly number[]])[] = [
    ['by an author', { authorIds: [people.noor.id] }, early],
    ['in a category', { categoryIds: [other.id] }, late],
    ['in one that is closed', { categoryIds: [closed.id] }, []],
    ['in a thread', { threadId: await thread(early) }, early],
    ['before a day', { before: day(5) }, early],
    ['since a day', { from: day(5) }, late],
    ['of a kind', { kind: 'thread' }, [...early, ...late]],
    ['unread', { unread: false, authorIds: [people.noor.id, people.mia.id] }, [...early, ...late]],
  ]
  for (const [name, by, among] of narrowed)
    for (const [word, sought] of [
      ['gazetteer', among],
      ['quarto', among.filter(id => [...early, ...late].indexOf(id) % 50 === 0)],
      ['foliant', []],
    ] as const) {
      const ids = async (asked: Partial<Asked>) => {
        const whole = { ...EVERYTHING, words: [word], ...by, ...asked }
        const { hits } = await postgresEngine.find(ctx, whole, { per: 'post', from: 0, limit: 1000 })
        return hits.map(({ postId }) => postId)
      }
      t.strictSame(await ids({ sort: 'newest' }), sought.toReversed().slice(0, 1000), `${word} ${name}`)
      t.strictSame(await ids({ sort: 'oldest' }), sought.slice(0, 1000), `${word} ${name}, from the other end`)
      const lacking = word === 'gazetteer' ? sought.filter(id => [...early, ...late].indexOf(id) % 50 !== 0) : []
      t.strictSame(
        await ids({ sort: 'oldest', without: ['quarto'] }),
        lacking.slice(0, 1000),
        `${word} ${name}, not all`,
      )
    }
})

const saying = (place: number): string => `Part ${place} of the gazetteer${place % 50 === 0 ? ', in quarto' : ''}`

async function places({ make }: Awaited<ReturnType<typeof startApp>>) {
  const club = await make.group()
  return {
    insider: await make.member({ groups: [club.slug] }),
    square: await make.category({ name: 'Square' }),
    closed: await make.category({ rights: { see: [club.id], reply: [club.id], create: [club.id] } }),
  }
}

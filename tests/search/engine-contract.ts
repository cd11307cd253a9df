/** What an engine has to find, and what it must not, whichever it is. */
import { eq } from 'drizzle-orm'
import type { Test } from 'tap'
import { posts, tags, threadReads, threads } from '../../db/tables/index.ts'
import { type Actor, VISITOR } from '../../server/core/actor.ts'
import { edit } from '../../server/posts/edit.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import type { Asked, Found, SearchEngine, Stretch } from '../../server/search/engine.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import type { TestApp } from '../support/app.ts'
import { type Person, people } from '../support/people.ts'

type Parts = { readonly app: TestApp; readonly engine: SearchEngine }

export const EVERYTHING: Asked = {
  words: [],
  phrases: [],
  without: [],
  begun: false,
  categoryIds: null,
  authorIds: null,
  tagIds: [],
  kind: null,
  status: null,
  threadId: null,
  from: null,
  before: null,
  unread: null,
  sort: 'best',
}

type Look = Partial<Asked> &
  Partial<Pick<Stretch, 'per' | 'limit'>> & { readonly skip?: number; readonly who?: Person | Actor }

/** Asks as everybody does, and calls each hit what its post is called here. */
function looking({ app, engine }: Parts) {
  const names = new Map<number, string>()
  const find = async ({ who = people.mia, per = 'post', skip = 0, limit = 100, ...asked }: Look): Promise<Found> =>
    engine.find(await app.ctx(who), { ...EVERYTHING, ...asked }, { per, from: skip, limit })
  return {
    find,
    call: (post: { id: number }, name: string) => void names.set(post.id, name),
    names: async (look: Look) => (await find(look)).hits.map(({ postId }) => names.get(postId) ?? `post ${postId}`),
  }
}

const sorted = (names: readonly string[]): string[] => names.toSorted()

/** Runs all checks. What is written is waited for with `settled`; an engine may be asked then. */
export async function engineContract(t: Test, open: (t: Test) => Promise<Parts>): Promise<void> {
  const parts = await open(t)
  const { app } = parts
  const { make } = app
  const { find, names, call } = looking(parts)
  const square = await make.category({ name: 'Square' })

  /** The opening post of a new thread. */
  const thread = async (
    name: string,
    title: string,
    body: string,
    more: { tags?: string[]; by?: Person; categoryId?: number } = {},
  ) => {
    const made = await make.thread({ categoryId: square.id, title, body, ...more })
    const [opening] = await app.database.db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, made.id))
    if (!opening) throw new Error('a thread has no opening post')
    call(opening, name)
    return { ...made, postId: opening.id }
  }
  const reply = async (name: string, threadId: number, body: string, by: Person = people.noor) => {
    const made = await make.post({ threadId, body, by })
    call(made, name)
    return made
  }

  const english = await thread(
    'en',
    'Restarting the workshop',
    'We are running two lathes and both bearings have worn out.',
  )
  const french = await thread(
    'fr',
    'Les règles de l’atelier',
    'Nos machines étaient réglées par une équipe géniale : la communauté.',
  )
  const short = await reply('short', english.id, 'New bearings!')
  await reply('quoting', english.id, '> the sandpaper is over there\n\nNo, it is not. Look under `kerf_width`.')
  await app.settled()

  t.test('a word is found in any of its forms', async t => {
    t.strictSame(sorted(await names({ words: ['run', 'bearing'] })), ['en'])
    t.strictSame(
      sorted(await names({ words: ['bearing'] })),
      ['en', 'short'],
      'in a text too short for its language to show',
    )
    t.strictSame(await names({ words: ['wears'] }), [], 'no dictionary knows that it is a form of to wear')
    t.strictSame(await names({ words: ['régler', 'machine'] }), ['fr'])
    t.strictSame(await names({ words: ['génial'] }), ['fr'])
    t.strictSame(await names({ words: ['restarted'] }), ['en'], 'a title belongs to its opening post')
  })

  t.test('with accents or without', async t => {
    t.strictSame(await names({ words: ['communaute'] }), ['fr'])
    t.strictSame(await names({ words: ['equipe', 'geniale'] }), ['fr'])
    t.strictSame(await names({ words: ['béarings', 'lathe'] }), ['en'])
    t.strictSame(await names({ words: ['atelier'] }), ['fr'], 'after an apostrophe')
  })

  t.test('every word has to be there', async t => {
    t.strictSame(await names({ words: ['bearings', 'machines'] }), [])
    t.strictSame(await names({ words: ['two', 'lathes', 'the'] }), ['en'], 'and none is too common to be asked for')
  })

  t.test('the last word may be the beginning of one', async t => {
    for (const part of ['b', 'bear', 'bearing', 'bearings']) {
      t.strictSame(sorted(await names({ words: [part], begun: true })).includes('en'), true, part)
    }
    for (const part of ['runn', 'runni', 'runnin', 'running']) {
      t.strictSame(await names({ words: ['lathes', part], begun: true }), ['en'], part)
    }
    t.strictSame(await names({ words: ['restar', 'running'], begun: true }), [], 'only the last')
    t.strictSame(await names({ words: ['communau'], begun: true }), ['fr'])
    t.strictSame(await names({ words: ['géni'], begun: true }), ['fr'])
    t.strictSame(await names({ words: ['restar'] }), [])
  })

  t.test('a phrase is there as it stands', async t => {
    t.strictSame(await names({ phrases: ['two lathes'] }), ['en'])
    t.strictSame(await names({ phrases: ['two lathes and both bearings'] }), ['en'])
    t.strictSame(await names({ phrases: ['lathes two'] }), [])
    t.strictSame(await names({ phrases: ['two lathe'] }), [], 'no other form')
    t.strictSame(await names({ phrases: ['the workshop'] }), ['en'], 'in a title')
    t.strictSame(await names({ phrases: ['workshop we are'] }), [], 'not from a title into its text')
    t.strictSame(await names({ words: ['run'], phrases: ['both bearings'] }), ['en'])
  })

  t.test('what must not be there', async t => {
    t.strictSame(await names({ words: ['bearings'], without: ['lathe'] }), ['short'])
    t.strictSame(await names({ words: ['bearings'], without: ['both bearings'] }), ['short'])
    t.strictSame(sorted(await names({ words: ['bearings'], without: ['bearings both'] })), ['en', 'short'])
  })

  t.test('any text may be asked for', async t => {
    const odd = [
      '',
      '   ',
      "'",
      "a'b",
      'a & b',
      '!(',
      'c++',
      '\\',
      ':*',
      'x:*',
      '<->',
      '"',
      '💡',
      'ÅÄÖ',
      'x'.repeat(5000),
      '1e5',
      '٣',
      '\u0301',
      'a\u0301',
      'http://a.b/c?d=e',
    ]
    for (const text of odd) {
      const asked = { words: [text], phrases: [text, 'bearings'], without: [text], begun: true } as const
      await t.resolves(find(asked), JSON.stringify(text))
      await t.resolves(find({ words: [text, text], begun: true }), JSON.stringify(text))
    }
    t.strictSame(await names({ words: ['!!!'] }), [], 'what no text can hold is found nowhere')
    t.strictSame(await names({ words: ['kerf-width'] }), ['quoting'], 'several words in one are next to each other')
    t.strictSame(await names({ words: ['width-kerf'] }), [])
  })

  t.test('words of others that a post quotes are not its own', async t => {
    t.strictSame(await names({ words: ['sandpaper'] }), [])
  })

  t.test('what narrows', async t => {
    const shed = await make.category({ name: 'Shed' })
    const tagged = await thread('tagged', 'Chisels', 'A honing guide', {
      categoryId: shed.id,
      tags: ['joinery', 'steel'],
    })
    const other = await thread('other', 'Planes', 'Another honing guide', { by: people.mo, tags: ['joinery'] })
    await reply('answer', other.id, 'Which honing guide?')
    await app.settled()
    const guide = { words: ['honing', 'guide'] }
    t.strictSame(sorted(await names(guide)), ['answer', 'other', 'tagged'])

    t.strictSame(await names({ ...guide, categoryIds: [shed.id] }), ['tagged'])
    t.strictSame(await names({ ...guide, categoryIds: [] }), [])
    t.strictSame(sorted(await names({ ...guide, categoryIds: [shed.id, square.id] })), ['answer', 'other', 'tagged'])
    t.strictSame(await names({ ...guide, authorIds: [people.mo.id] }), ['other'])
    t.strictSame(await names({ ...guide, authorIds: [] }), [])
    t.strictSame(sorted(await names({ ...guide, threadId: other.id })), ['answer', 'other'])

    const rows = await app.database.db.select({ id: tags.id, name: tags.name }).from(tags)
    const tagIds = (...wanted: string[]) => wanted.map(name => rows.find(row => row.name === name)?.id ?? 0)
    t.strictSame(sorted(await names({ ...guide, tagIds: tagIds('joinery') })), ['answer', 'other', 'tagged'])
    t.strictSame(await names({ ...guide, tagIds: tagIds('joinery', 'steel') }), ['tagged'])
    t.strictSame(await names({ ...guide, tagIds: [0] }), [])

    const { db } = app.database
    await db.update(threads).set({ kind: 'idea', status: 'planned' }).where(eq(threads.id, tagged.id))
    t.strictSame(await names({ ...guide, kind: 'idea' }), ['tagged'])
    t.strictSame(sorted(await names({ ...guide, kind: 'thread' })), ['answer', 'other'])
    t.strictSame(await names({ ...guide, kind: 'idea', status: 'planned' }), ['tagged'])
    t.strictSame(await names({ ...guide, kind: 'idea', status: 'done' }), [])

    await db
      .update(posts)
      .set({ createdAt: new Date('2020-05-05T12:00:00Z') })
      .where(eq(posts.id, tagged.postId))
    const day = (text: string) => new Date(`${text}T00:00:00Z`)
    t.strictSame(await names({ ...guide, before: day('2021-01-01') }), ['tagged'])
    t.strictSame(sorted(await names({ ...guide, from: day('2021-01-01') })), ['answer', 'other'])
    t.strictSame(await names({ ...guide, from: day('2020-05-05'), before: day('2020-05-06') }), ['tagged'])

    t.strictSame(await names({ authorIds: [people.mo.id] }), ['other'], 'without any word')
  })

  t.test('what waits for the reader', async t => {
    const read = await thread('read', 'Glue', 'A pot of fish glue', { by: people.mo })
    await thread('waiting', 'Varnish', 'A pot of shellac', { by: people.mo })
    await app.settled()
    await app.database.db.insert(threadReads).values({ memberId: people.noor.id, threadId: read.id, lastNumber: 1 })
    const pot = { words: ['pot'], who: people.noor }
    t.strictSame(await names({ ...pot, unread: true }), ['waiting'])
    t.strictSame(await names({ ...pot, unread: false }), ['read'])
    t.strictSame(await names({ ...pot, unread: true, who: VISITOR }), [], 'nothing waits for a visitor')
    t.strictSame(sorted(await names({ ...pot, unread: false, who: VISITOR })), ['read', 'waiting'])
  })

  t.test('the best first, or the newest, or the oldest; each post, or a thread once', async t => {
    const about = await thread('about', 'Dovetail joints', 'How they are cut')
    const first = await thread('first', 'Monday', 'A dovetail among many other things that are said here')
    await reply('second', first.id, 'A dovetail saw cuts a dovetail')
    await reply('third', about.id, 'It is said that a dovetail holds')
    await app.settled()
    const asked = { words: ['dovetail'] }
    t.strictSame((await names(asked))[0], 'about', 'a title says what a thread is about')
    t.strictSame(await names({ ...asked, sort: 'newest' }), ['third', 'second', 'first', 'about'])
    t.strictSame(await names({ ...asked, sort: 'oldest' }), ['about', 'first', 'second', 'third'])
    t.strictSame(await names({ ...asked, per: 'thread' }), ['about', 'second'])
    t.strictSame(await names({ ...asked, per: 'thread', sort: 'newest' }), ['third', 'second'])
    t.strictSame(await names({ ...asked, per: 'thread', sort: 'oldest' }), ['about', 'first'])

    t.equal((await find(asked)).total, 4)
    t.equal((await find({ ...asked, per: 'thread' })).total, 2)
    t.strictSame(await names({ ...asked, sort: 'newest', skip: 1, limit: 2 }), ['second', 'first'])
    const beyond = await find({ ...asked, skip: 10 })
    t.strictSame([beyond.hits, beyond.total], [[], 4], 'how many there are is told beyond the end too')
    t.strictSame((await find({ ...asked, sort: 'oldest', limit: 1 })).hits, [
      { postId: about.postId, threadId: about.id },
    ])
  })

  t.test('a slip is forgiven where nothing was found', async t => {
    await thread('typo', 'Microphones', 'The amplifier hums; my friend replaced a capacitor')
    await app.settled()
    const meant = async (look: Look) => Object.fromEntries((await find(look)).meant)
    t.strictSame(await names({ words: ['amplifer'] }), ['typo'])
    t.strictSame(await meant({ words: ['amplifer'] }), { amplifer: 'amplifier' })
    t.strictSame(await meant({ words: ['freind', 'hums'] }), { freind: 'friend' }, 'two letters the wrong way round')
    t.strictSame(await names({ words: ['freind', 'hums'] }), ['typo'])
    t.strictSame(await meant({ words: ['cappacitors', 'replased'] }), {
      cappacitors: 'capacitor',
      replased: 'replaced',
    })
    t.strictSame(await meant({ words: ['amplifier'] }), {})
    t.strictSame(await meant({ words: ['amplifier', 'bearings'] }), {}, 'both are there, only not together')
    t.strictSame(await meant({ words: ['zzyzzyva'] }), {})
    t.strictSame(await meant({ words: ['12345', 'ab', '++'] }), {})
  })

  t.test('what somebody does not see, they do not find', async t => {
    const club = await make.group()
    const insider = await make.member({ groups: [club.slug] })
    const clubId = club.id
    const closed = await make.category({
      name: 'Closed',
      rights: { see: [clubId], reply: [clubId], create: [clubId] },
    })
    const secret = await thread('secret', 'Quixotic', 'The password is xylophone', {
      by: insider,
      categoryId: closed.id,
    })
    const xylophone = { words: ['xylophone'] }
    await app.settled()
    t.strictSame(await names({ ...xylophone, who: insider }), ['secret'])
    t.strictSame(await names({ ...xylophone, who: people.ada }), ['secret'])
    for (const who of [VISITOR, people.noor, people.mia]) {
      const found = await find({ ...xylophone, who })
      t.strictSame([found.hits, found.total], [[], 0], who.name)
    }

    t.test('nor are its words offered', async t => {
      t.strictSame([...(await find({ words: ['xylofone'], who: people.mia })).meant], [])
      t.strictSame([...(await find({ words: ['xylofone'], who: VISITOR })).meant], [])
      t.strictSame([...(await find({ words: ['xylofone'], who: insider })).meant], [['xylofone', 'xylophone']])
    })

    t.test('nor one that is only the stem of a word in sight', async t => {
      // "Marbling" has the stem "marbl", which is a word of the closed category alone.
      await thread('paper', 'Paper', 'Marbling takes patience')
      await reply('stem', secret.id, 'They call it marbl', insider)
      await app.settled()
      t.strictSame([...(await find({ words: ['mrabl'], who: people.mia })).meant], [])
      t.strictSame([...(await find({ words: ['mrabl'], who: insider })).meant], [['mrabl', 'marbl']])
    })

    t.test('a move counts at once', async t => {
      await editThread(await app.ctx(people.ada), { id: secret.id, categoryId: square.id })
      t.strictSame(await names({ ...xylophone, who: VISITOR }), ['secret'])
      await editThread(await app.ctx(people.ada), { id: secret.id, categoryId: closed.id })
      t.strictSame(await names({ ...xylophone, who: VISITOR }), [])
    })
  })

  t.test('what is hidden, only its author and moderators find', async t => {
    const opened = await thread('opened', 'Turpentine', 'How is turpentine kept?')
    const hidden = await reply('hidden', opened.id, 'Turpentine, behind the door')
    await app.settled()
    const { db } = app.database
    await db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.id, hidden.id))
    const asked = { words: ['turpentine'] }
    for (const who of [people.noor, people.mo, people.ada])
      t.strictSame(sorted(await names({ ...asked, who })), ['hidden', 'opened'], who.name)
    for (const who of [people.mia, VISITOR]) t.strictSame(await names({ ...asked, who }), ['opened'], who.name)
    await db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, opened.id))
    t.strictSame(await names({ ...asked, who: people.mia }), ['opened'], 'their own')
    t.strictSame(sorted(await names({ ...asked, who: people.mo })), ['hidden', 'opened'])
    for (const who of [people.noor, VISITOR]) t.strictSame(await names({ ...asked, who }), [], who.name)
  })

  t.test('what is deleted nobody finds, until it is back', async t => {
    const opened = await thread('opened', 'Linseed', 'Linseed oil dries slowly')
    const gone = await reply('gone', opened.id, 'Linseed can be boiled')
    await app.settled()
    const asked = { words: ['linseed'] }
    const noor = await app.ctx(people.noor)
    await postRemoval.remove(noor, { id: gone.id })
    const all = [people.noor, people.mia, people.mo, people.ada, VISITOR]
    for (const who of all) t.strictSame(await names({ ...asked, who }), ['opened'], who.name)
    await app.settled()
    for (const who of all) t.strictSame(await names({ ...asked, who }), ['opened'], who.name)
    await postRemoval.restore(noor, { id: gone.id })
    await app.settled()
    t.strictSame(sorted(await names(asked)), ['gone', 'opened'])

    const mo = await app.ctx(people.mo)
    await threadRemoval.remove(mo, { id: opened.id, reason: 'a test' })
    for (const who of all) t.strictSame(await names({ ...asked, who }), [], who.name)
    await threadRemoval.restore(mo, { id: opened.id })
    await app.settled()
    t.strictSame(sorted(await names(asked)), ['gone', 'opened'])
  })

  t.test('what is edited is found by its new words', async t => {
    const opened = await thread('opened', 'Beeswax', 'Beeswax melts')
    const other = await reply('reply', opened.id, 'Carnauba is harder')
    await app.settled()
    await edit(await app.ctx(people.noor), { id: other.id, body: 'Shellac is harder still' })
    await editThread(await app.ctx(people.mia), { id: opened.id, title: 'Candles' })
    await app.settled()
    t.strictSame(await names({ words: ['carnauba'] }), [])
    t.strictSame(await names({ words: ['shellac', 'harder'] }), ['reply'])
    t.strictSame(await names({ words: ['candle'] }), ['opened'])
    t.strictSame(await names({ words: ['beeswax', 'candle', 'melt'] }), ['opened'])
  })

  t.test('documents are put in place of those before, and taken out', async t => {
    const { engine } = parts
    const system = await app.ctx()
    const document = {
      postId: short.id,
      threadId: english.id,
      number: 2,
      title: '',
      text: 'Bronze bushings',
      language: null,
    }
    const count = await engine.count(system)
    await engine.put(system, [document])
    await engine.put(system, [document])
    t.strictSame(await names({ words: ['bushing'] }), ['short'])
    t.strictSame(await names({ words: ['new', 'bearings'] }), [])
    t.equal(await engine.count(system), count)
    await engine.put(system, [{ ...document, postId: 999_999_999 }])
    t.equal((await find({ words: ['bushing'] })).total, 1, 'not of a post that is not there')

    await engine.drop(system, [short.id])
    t.strictSame(await names({ words: ['bushing'] }), [])
    t.strictSame(await engine.lacking(system, Number.MAX_SAFE_INTEGER, 10), [short.id])
    t.strictSame(await engine.lacking(system, short.id, 10), [])
    t.equal(await engine.count(system), count - 1)
    await engine.tidy(system)
    t.strictSame(await names({ words: ['lathes'] }), ['en'])
    t.strictSame(await names({ words: ['règle'] }), ['fr'])
    t.ok(french.id)
  })
}

/** What an engine has to find, and what it must not, whichever it is. */
import { eq } from 'drizzle-orm'
import type { Test } from 'tap'
import { posts, tags, threadReads, threads } from '../../db/tables/index.ts'
import { type Actor, VISITOR } from '../../server/core/actor.ts'
import { edit } from '../../server/posts/edit.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import { documentsOf } from '../../server/search/documents.ts'
import type { Asked, Found, SearchEngine, Stretch } from '../../server/search/engine.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import type { TestApp } from '../support/app.ts'
import { type Person, people } from '../support/people.ts'

type Parts = { readonly app: TestApp; readonly engine: SearchEngine }
export type Open = (t: Test) => Promise<Parts>

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

export const sorted = (names: readonly string[]): string[] => names.toSorted()

/** A community of a few posts, which are called by names, and what tests do in it. */
export async function stageOf(t: Test, open: Open) {
  const parts = await open(t)
  const { app, engine } = parts
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
  /** Puts posts again that were changed past all verbs, as nothing tells of that. */
  const again = async (...postIds: number[]) => {
    const system = await app.ctx()
    await engine.put(system, await documentsOf(system, postIds))
  }
  return { app, engine, make, square, english, french, short, thread, reply, find, names, again }
}

/** Runs what every engine keeps. What is written is waited for with `settled`; an engine may be asked then. */
export async function engineContract(t: Test, open: Open): Promise<void> {
  const stage = await stageOf(t, open)
  const { app, engine, make, square, english, french, short, thread, reply, find, names, again } = stage

  t.test('a word is found where it stands', async t => {
    t.strictSame(await names({ words: ['running', 'bearings'] }), ['en'])
    t.strictSame(sorted(await names({ words: ['bearings'] })), ['en', 'short'])
    t.strictSame(await names({ words: ['machines', 'réglées'] }), ['fr'])
    t.strictSame(await names({ words: ['restarting'] }), ['en'], 'a title belongs to its opening post')
    t.strictSame(await names({ words: ['restarting', 'lathes'] }), ['en'], 'and is one with its text')
    t.strictSame(await names({ words: ['wears'] }), [], 'no dictionary knows that it is a form of to wear')
  })

  t.test('with accents or without', async t => {
    t.strictSame(await names({ words: ['communaute'] }), ['fr'])
    t.strictSame(await names({ words: ['equipe', 'geniale'] }), ['fr'])
    t.strictSame(await names({ words: ['béarings', 'lathes'] }), ['en'])
    t.strictSame(await names({ words: ['atelier'] }), ['fr'], 'after an apostrophe')
  })

  t.test('every word has to be there', async t => {
    t.strictSame(await names({ words: ['bearings', 'machines'] }), [])
    t.strictSame(await names({ words: ['two', 'lathes', 'the'] }), ['en'], 'and none is too common to be asked for')
  })

  t.test('what only holds a question together need not be there', async t => {
    t.strictSame(await names({ words: ['how', 'do', 'i', 'keep', 'the', 'lathes', 'running'] }), [], 'every other word')
    t.strictSame(await names({ words: ['why', 'are', 'my', 'lathes', 'running'] }), ['en'])
    t.strictSame(await names({ words: ['pourquoi', 'mes', 'machines', 'étaient-elles', 'réglées'] }), ['fr'])
    t.strictSame(await names({ words: ["qu'est-ce", 'que', 'l’équipe'] }), ['fr'])
    t.strictSame(await names({ words: ["lathes'", "workshop's", 'why'] }), ['en'])
    t.strictSame(await names({ words: ['how'], phrases: ['two lathes'] }), ['en'])
    t.strictSame(await names({ words: ['why', 'my'] }), [], 'but where there is nothing else')
    t.strictSame(await names({ words: ['how', 'my', 'lath'], begun: true }), ['en'])
    t.strictSame(
      await names({ words: ['lathes', 'wh'], begun: true }),
      [],
      'what is still being typed may say something',
    )
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
    t.strictSame(await names({ words: ['running'], phrases: ['both bearings'] }), ['en'])
  })

  t.test('what must not be there', async t => {
    t.strictSame(await names({ words: ['bearings'], without: ['lathes'] }), ['short'])
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
    const many = 'we are running two lathes and both bearings have worn out'.split(' ')
    t.strictSame(await names({ words: many }), ['en'], 'however many words')
    t.strictSame(await names({ words: [...many, 'machines'] }), [])
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
    await again(tagged.postId)
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
    t.strictSame(await names({ words: ['amplifer'] }), ['typo'])
    t.strictSame(await names({ words: ['freind', 'hums'] }), ['typo'], 'two letters the wrong way round')
    t.strictSame(await names({ words: ['cappacitors', 'replased'] }), ['typo'])
    t.strictSame(await names({ words: ['zzyzzyva'] }), [])
    t.strictSame(await names({ words: ['12345', 'ab', '++'] }), [])
    for (const words of [['amplifier'], ['amplifier', 'bearings'], ['zzyzzyva'], ['12345', 'ab', '++']])
      t.equal((await find({ words })).meant.size, 0, words.join(' '))
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
      for (const who of [people.mia, VISITOR]) {
        const found = await find({ words: ['xylofone'], who })
        t.strictSame([found.hits, found.total, [...found.meant]], [[], 0, []], who.name)
      }
    })

    t.test('what a move takes out of sight is gone at once', async t => {
      const move = async (categoryId: number) => editThread(await app.ctx(people.ada), { id: secret.id, categoryId })
      await move(square.id)
      await app.settled()
      t.strictSame(await names({ ...xylophone, who: VISITOR }), ['secret'])
      await move(closed.id)
      t.strictSame(await names({ ...xylophone, who: VISITOR }), [])
      t.strictSame(await names({ ...xylophone, who: insider }), ['secret'])
      await app.settled()
      t.strictSame(await names({ ...xylophone, who: VISITOR }), [])
      t.strictSame(await names({ ...xylophone, who: insider }), ['secret'])
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
    t.strictSame(await names({ words: ['candles'] }), ['opened'])
    t.strictSame(await names({ words: ['beeswax', 'candles', 'melts'] }), ['opened'])
  })

  t.test('documents are put in place of those before, and taken out', async t => {
    const system = await app.ctx()
    const document = {
      ...{ postId: short.id, threadId: english.id, number: 2, categoryId: square.id, authorId: people.noor.id },
      ...{ createdAt: new Date(), deleted: false, title: '', text: 'Bronze bushings' },
    }
    const count = await engine.count(system)
    await engine.put(system, [document])
    await engine.put(system, [document])
    t.strictSame(await names({ words: ['bushings'] }), ['short'])
    t.strictSame(await names({ words: ['new', 'bearings'] }), [])
    t.equal(await engine.count(system), count)
    await engine.put(system, [{ ...document, postId: 999_999_999 }])
    t.equal((await find({ words: ['bushings'] })).total, 1, 'not of a post that is not there')

    await engine.drop(system, [short.id, 999_999_999])
    t.strictSame(await names({ words: ['bushings'] }), [])
    t.strictSame(await engine.lacking(system, Number.MAX_SAFE_INTEGER, 10), [short.id])
    t.strictSame(await engine.lacking(system, short.id, 10), [])
    t.equal(await engine.count(system), count - 1)
    await engine.tidy(system)
    t.strictSame(await names({ words: ['lathes'] }), ['en'])
    t.strictSame(await names({ words: ['règles'] }), ['fr'])
    t.ok(french.id)
  })
}

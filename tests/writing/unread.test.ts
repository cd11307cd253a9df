/** What is unread: exact to the post, for each reader. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { members, posts, threadReads, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { remove } from '../../server/posts/removal.ts'
import { signIn } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'
import {
  colouredOn,
  DAY_MS,
  newIn,
  numbersFrom,
  pathOf,
  read,
  rowOf,
  startReading,
  type ThreadJson,
  threadOf,
  underRule,
  unreadOf,
} from './reading.ts'

t.test('unread', async t => {
  const { app, make, database, mia, noor, mo, ahead } = await startReading(t)

  t.test('opening a page reads nothing by itself; what was read is what the reader says', async t => {
    const thread = await threadOf(app, 4)
    await mia.get(pathOf(thread))
    t.match(await unreadOf(mia, thread), { count: 4, firstNumber: 1 })
    t.equal(await read(mia, thread, 3), 204)
    t.match(await unreadOf(mia, thread), { count: 1, firstNumber: 4 })
    const page = await mia.get(pathOf(thread))
    t.strictSame(colouredOn(page), [4])
    t.equal(underRule(page), 4)
  })

  t.test('rows say how much is new, and their titles lead to the first of it', async t => {
    const thread = await threadOf(app, 25)
    await read(mia, thread, 22)
    const row = rowOf(await mia.get('/latest'), thread)
    t.ok(row?.classList.contains('unread'))
    t.equal(newIn(row), '3 new')
    const link = row?.querySelector('a.t')?.getAttribute('href') ?? ''
    t.match(link, new RegExp(`^${pathOf(thread)}/23#post-\\d+$`))
    const page = await mia.get(link)
    t.equal(underRule(page), 23)
    t.ok(page.page.getElementById(link.split('#')[1] ?? ''), 'the post is on that page')
    await read(mia, thread, 25)
    const after = rowOf(await mia.get('/latest'), thread)
    t.equal(newIn(after), undefined)
    t.notOk(after?.classList.contains('unread'))
    t.equal(after?.querySelector('a.t')?.getAttribute('href'), pathOf(thread))
  })

  t.test('in French, one is singular', async t => {
    const french = await signIn(app.visitor({ 'accept-language': 'fr' }), people.noor)
    const thread = await threadOf(app, 24)
    await read(french, thread, 1)
    t.equal(newIn(rowOf(await french.get('/latest'), thread)), '23 nouveaux')
    await read(french, thread, 23)
    t.equal(newIn(rowOf(await french.get('/latest'), thread)), '1 nouveau')
  })

  t.test('counting stops at a hundred', async t => {
    const thread = await make.thread({ by: people.mo })
    const rows = Array.from({ length: 149 }, (_, index) => ({
      threadId: thread.id,
      number: index + 2,
      authorId: people.mo.id,
      body: 'x',
      html: '<p>x</p>',
      cookedVersion: 1,
    }))
    await database.db.insert(posts).values(rows)
    await database.db.update(threads).set({ lastNumber: 150, replyCount: 149 }).where(eq(threads.id, thread.id))
    t.equal(newIn(rowOf(await mia.get('/latest'), thread)), '99+ new')
    t.match(await unreadOf(mia, thread), { count: 100, firstNumber: 1 })
    await read(mia, thread, 51)
    t.equal(newIn(rowOf(await mia.get('/latest'), thread)), '99 new')
  })

  t.test('nobody’s own words are news to them, and writing them reads nothing', async t => {
    const thread = await threadOf(app, 3)
    await read(mia, thread, 1)
    await make.post({ by: people.mia, threadId: thread.id })
    await app.settled()
    t.match(await unreadOf(mia, thread), { count: 2, firstNumber: 2 }, 'what stood between is still unread')
    await read(mia, thread, 3)
    t.equal(await unreadOf(mia, thread), null)
    t.strictSame(colouredOn(await mia.get(pathOf(thread))), [])
    await make.post({ by: people.noor, threadId: thread.id })
    t.match(await unreadOf(mia, thread), { count: 1, firstNumber: 5 })
    t.equal(underRule(await mia.get(pathOf(thread))), 5, 'the line stands before what is new, not before one’s own')
  })

  t.test('who begins a thread, or answers in an old one, hears of what follows', async t => {
    const begun = await make.thread({ by: people.noor })
    const old = await threadOf(app, 3)
    await database.db
      .update(threads)
      .set({ createdAt: new Date(0) })
      .where(eq(threads.id, old.id))
    t.equal(await unreadOf(noor, old), null, 'what was there before she came is no news')
    await make.post({ by: people.noor, threadId: old.id })
    await app.settled()
    for (const thread of [begun, old]) {
      t.equal(await unreadOf(noor, thread), null)
      const { number } = await make.post({ by: people.mia, threadId: thread.id })
      t.match(await unreadOf(noor, thread), { count: 1, firstNumber: number })
    }
  })

  t.test('a newcomer is not shown years of it: threads from before they joined are read until opened', async t => {
    const before = await threadOf(app, 3)
    const newcomer = await make.member()
    await database.db
      .update(members)
      .set({ createdAt: new Date(Date.now() + 50) })
      .where(eq(members.id, newcomer.id))
    const client = await app.as(newcomer)
    t.equal(await unreadOf(client, before), null)
    t.strictSame(colouredOn(await client.get(pathOf(before))), [])
    await read(client, before, 2)
    t.match(await unreadOf(client, before), { count: 1, firstNumber: 3 }, 'opened, it is theirs like any other')
    ahead(1000)
    const after = await threadOf(app, 2)
    ahead(0)
    t.match(await unreadOf(client, after), { count: 2, firstNumber: 1 })
  })

  t.test('a thread that has long been silent is not called unread, and where one left off is kept', async t => {
    const thread = await threadOf(app, 5)
    await read(mia, thread, 2)
    const longAgo = new Date(Date.now() - 31 * DAY_MS)
    await database.db.update(threads).set({ bumpedAt: longAgo }).where(eq(threads.id, thread.id))
    t.match(await unreadOf(mia, thread), { count: 3 }, 'she is still reading it')
    await database.db.update(threadReads).set({ readAt: longAgo }).where(eq(threadReads.threadId, thread.id))
    t.equal(await unreadOf(mia, thread), null)
    t.notOk(rowOf(await mia.get('/unread'), thread))
    t.equal(underRule(await mia.get(pathOf(thread))), 3)
    await mia.post(`/threads/${thread.id}/unread`, { number: '2' })
    t.match(await unreadOf(mia, thread), { count: 4, firstNumber: 2 }, 'said to be unread, it is')
    t.ok(rowOf(await mia.get('/unread'), thread))
    await database.db.update(threadReads).set({ readAt: longAgo }).where(eq(threadReads.threadId, thread.id))
    await make.post({ by: people.noor, threadId: thread.id })
    t.match(await unreadOf(mia, thread), { count: 5, firstNumber: 2 })
  })

  t.test('what is deleted or hidden is no news, but to who may see what is hidden', async t => {
    const thread = await threadOf(app, 1)
    const gone = await make.post({ by: people.noor, threadId: thread.id })
    const hidden = await make.post({ by: people.noor, threadId: thread.id })
    await make.post({ by: people.noor, threadId: thread.id })
    await remove(await app.ctx(people.ada), { id: gone.id })
    // Hiding is moderation's verb, which comes later; its rule is here already.
    await database.db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.id, hidden.id))
    await read(mia, thread, 1)
    t.match(await unreadOf(mia, thread), { count: 1, firstNumber: 4 })
    t.match(await unreadOf(mo, thread), { count: 2, firstNumber: 3 })
    t.equal(underRule(await mia.get(pathOf(thread))), 4)
    t.equal(underRule(await mo.get(pathOf(thread))), 3)
    t.equal(await unreadOf(noor, thread).then(one => one?.count), 1, 'noor has not read the opening post')
  })

  t.test('a post that is out of sight is not counted, and cannot be marked', async t => {
    const closed = await make.category({ rights: { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff] } })
    const thread = await threadOf(app, 2, closed.id)
    t.equal(await read(mia, thread, 1), 404)
    t.equal((await mia.api('PUT', `/threads/${thread.id}/unread`, { number: 1 })).status, 404)
    t.equal((await mia.get(`/threads/${thread.id}/read?to=1`)).status, 404)
    t.equal((await mia.get(`${pathOf(thread)}/unread`)).status, 404)
    t.notOk(
      (await mia.api('GET', '/unread?limit=100'))
        .json<{ items: ThreadJson[] }>()
        .items.some(one => one.id === String(thread.id)),
    )
    t.ok((await mo.api('GET', `/threads/${thread.id}`)).status === 200)
    t.equal(
      await database.db.$count(
        threadReads,
        and(eq(threadReads.threadId, thread.id), eq(threadReads.memberId, people.mia.id)),
      ),
      0,
    )
  })

  t.test('a visitor has nothing to read on from, and is asked who they are', async t => {
    const thread = await threadOf(app, 2)
    const visitor = app.visitor()
    t.equal(await unreadOf(visitor, thread), null)
    t.equal(await read(visitor, thread, 1), 401)
    t.equal((await visitor.api('GET', '/unread')).status, 401)
    t.equal((await visitor.api('POST', '/read', {})).status, 401)
    t.notMatch((await visitor.get(pathOf(thread))).text, /read\?to=/)
  })

  t.test('whatever happens, a count is what counting the posts again gives', async t => {
    const next = numbersFrom(20_260_929)
    const category = await make.category()
    const readers: readonly [Person, Client][] = [
      [people.mia, mia],
      [people.noor, noor],
      [people.mo, mo],
    ]
    type Known = { id: number; number: number; authorId: number; deleted: boolean; hidden: boolean }
    const all = new Map<number, Known[]>()
    const marks = new Map<string, number>()
    const begin = async () => {
      const author = readers[next(3)]?.[0] ?? people.mia
      const thread = await make.thread({ by: author, categoryId: category.id })
      const [opening] = await database.db.select().from(posts).where(eq(posts.threadId, thread.id))
      all.set(thread.id, [{ id: opening?.id ?? 0, number: 1, authorId: author.id, deleted: false, hidden: false }])
    }
    for (let index = 0; index < 3; index++) await begin()
    const pick = <T>(list: readonly T[]): T => {
      const one = list[next(list.length)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    }

    /** Every act that changes what is unread, done to the community and to the model beside it. */
    const acts = [
      begin,
      async () => {
        const [threadId, known] = pick([...all])
        const [author] = pick(readers)
        const { id, number } = await make.post({ by: author, threadId })
        known.push({ id, number, authorId: author.id, deleted: false, hidden: false })
      },
      async () => {
        const [, known] = pick([...all])
        const open = known.filter(post => post.number > 1 && !post.deleted)
        if (open.length === 0) return
        const post = pick(open)
        await remove(await app.ctx(people.ada), { id: post.id })
        post.deleted = true
      },
      async () => {
        const [, known] = pick([...all])
        const post = pick(known)
        post.hidden = !post.hidden
        await database.db
          .update(posts)
          .set({ hiddenAt: post.hidden ? new Date() : null })
          .where(eq(posts.id, post.id))
      },
      async () => {
        const [threadId, known] = pick([...all])
        const [reader, client] = pick(readers)
        const number = 1 + next(known.length)
        await read(client, { id: threadId }, number)
        const key = `${reader.id} ${threadId}`
        marks.set(key, Math.max(marks.get(key) ?? 0, number))
      },
      async () => {
        const [threadId, known] = pick([...all])
        const [reader, client] = pick(readers)
        const number = 1 + next(known.length)
        const key = `${reader.id} ${threadId}`
        if (!marks.has(key)) return
        await client.api('PUT', `/threads/${threadId}/unread`, { number })
        marks.set(key, Math.min(marks.get(key) ?? 0, number - 1))
      },
      async () => {
        const [reader, client] = pick(readers)
        await client.api('POST', '/read', { categoryId: String(category.id) })
        for (const [threadId, known] of all) marks.set(`${reader.id} ${threadId}`, known.length)
      },
    ]
    const weights = [0, 1, 1, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 5, 6]
    for (let step = 0; step < 150; step++) {
      const act = acts[pick(weights)]
      await act?.()
      if (step % 3) continue
      for (const [reader, client] of readers) {
        const list = (await client.api('GET', `/categories/${category.id}/threads?limit=100`)).json<{
          items: ThreadJson[]
        }>()
        for (const [threadId, known] of all) {
          const mark = marks.get(`${reader.id} ${threadId}`) ?? 0
          const expected = known.filter(
            post =>
              post.number > mark &&
              post.authorId !== reader.id &&
              !post.deleted &&
              (!post.hidden || reader === people.mo),
          )
          const counted = list.items.find(one => one.id === String(threadId))?.unread
          const wanted = expected[0] ? { count: expected.length, firstNumber: expected[0].number } : null
          if (JSON.stringify(counted) !== JSON.stringify(wanted)) {
            t.strictSame(counted, wanted, `step ${step}, ${reader.name}, thread ${threadId}`)
            return
          }
        }
      }
    }
    t.pass('150 acts later')
  })
})

/** What is unread: exact to the post, for each reader, on every device, with and without scripts. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { members, posts, threadReads, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { remove } from '../../server/posts/removal.ts'
import { readMarks } from '../../server/threads/reads.ts'
import { signIn, startApp, type TestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import type { Thread } from '../support/make.ts'
import { type Person, people } from '../support/people.ts'

type ThreadJson = { id: string; unread: { count: number; firstNumber: number } | null }

const DAY_MS = 24 * 60 * 60 * 1000

const pathOf = ({ id, slug }: Pick<Thread, 'id' | 'slug'>): string => `/t/${id}/${slug}`

/** The row of a thread in a list, or null when it is not in it. */
const rowOf = ({ page }: Answer, { id }: Pick<Thread, 'id'>): Element | null =>
  [...page.querySelectorAll('.ledger > li')].find(row =>
    row.querySelector('a.t')?.getAttribute('href')?.startsWith(`/t/${id}/`),
  ) ?? null

const newIn = (row: Element | null): string | undefined => row?.querySelector('.new')?.textContent ?? undefined

const unreadOf = async (client: Client, { id }: Pick<Thread, 'id'>) =>
  (await client.api('GET', `/threads/${id}`)).json<ThreadJson>().unread

const read = async (client: Client, { id }: Pick<Thread, 'id'>, number: number): Promise<number> =>
  (await client.api('PUT', `/threads/${id}/read`, { number })).status

/** Numbers of the posts that a page of a thread calls unread. */
const colouredOn = ({ page }: Answer): number[] =>
  [...page.querySelectorAll('.thread > li.unread')].map(one => Number(one.getAttribute('data-number')))

/** The number of the post right under the line "New since your last visit". */
const underRule = ({ page }: Answer): number | null => {
  const rule = page.querySelector('.thread > li.fresh')
  return rule ? Number(rule.nextElementSibling?.getAttribute('data-number')) : null
}

/** A thread of so many posts, all by mo. */
async function threadOf(app: TestApp, count: number, categoryId?: number): Promise<Thread> {
  const thread = await app.make.thread({ by: people.mo, ...(categoryId !== undefined && { categoryId }) })
  for (let number = 2; number <= count; number++) await app.make.post({ by: people.mo, threadId: thread.id })
  return thread
}

/** The same numbers at every run, so that what fails fails again. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

t.test('unread', async t => {
  let now = () => new Date()
  const app = await startApp(t, { now: () => now() })
  const { make, database } = app
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const mo = await app.as(people.mo)

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
    now = () => new Date(Date.now() + 1000)
    const after = await threadOf(app, 2)
    now = () => new Date()
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

  t.test('a mark is never lowered by reading, nor moved beyond the thread’s end', async t => {
    const thread = await threadOf(app, 3)
    await read(mia, thread, 2)
    await Promise.all([read(mia, thread, 1), read(mia, thread, 3), read(mia, thread, 2)])
    t.equal(await unreadOf(mia, thread), null)
    await read(noor, thread, 900)
    await make.post({ by: people.mia, threadId: thread.id })
    t.match(await unreadOf(noor, thread), { count: 1, firstNumber: 4 })
    for (const number of [0, -1, 1.5, 1e12, '3', null])
      t.equal((await mia.api('PUT', `/threads/${thread.id}/read`, { number })).status, 422, String(number))
  })

  t.test('two devices, and two processes, know the same at once', async t => {
    const thread = await threadOf(app, 3)
    const other = await startApp(t, { target: app.target })
    const [desk, phone] = [await signIn(app.visitor(), people.mia), await signIn(other.visitor(), people.mia)]
    await read(desk, thread, 2)
    t.equal(newIn(rowOf(await phone.get('/latest'), thread)), '1 new')
    t.strictSame(colouredOn(await phone.get(pathOf(thread))), [3])
    await read(phone, thread, 3)
    t.equal(newIn(rowOf(await desk.get('/latest'), thread)), undefined)
    t.strictSame(colouredOn(await desk.get(pathOf(thread))), [])
  })

  t.test('what is being said while a page is asked for is known to it', async t => {
    const thread = await threadOf(app, 3)
    const said = read(mia, thread, 2)
    // The browser says it while it leaves for the list: nobody waits for the answer.
    await new Promise(resolve => setImmediate(resolve))
    const [, list] = await Promise.all([said, mia.get('/latest')])
    t.ok(['1 new', '3 new'].includes(newIn(rowOf(list, thread)) ?? ''))
    t.equal(newIn(rowOf(await mia.get('/latest'), thread)), '1 new')
  })

  t.test('without scripts a picture on the page says that it was seen', async t => {
    const thread = await threadOf(app, 23)
    const page = await mia.get(pathOf(thread))
    const picture = page.page.querySelector('noscript img')?.getAttribute('src') ?? ''
    t.equal(picture, `/threads/${thread.id}/read?to=20`)
    const referer = `${app.url}${pathOf(thread)}`
    const answer = await mia.get(picture, { headers: { referer, 'sec-fetch-site': 'same-origin' } })
    t.equal(answer.status, 200)
    t.equal(answer.headers['content-type'], 'image/gif')
    t.equal(answer.headers['cache-control'], 'private, no-store')
    t.match(await unreadOf(mia, thread), { count: 3, firstNumber: 21 })
  })

  t.test('the picture counts only on the page that it stands on', async t => {
    const thread = await threadOf(app, 23)
    const elsewhere = await threadOf(app, 1)
    const own = `${app.url}${pathOf(thread)}`
    for (const headers of [
      {},
      { referer: own, 'sec-fetch-site': 'cross-site' },
      { referer: own, 'sec-fetch-site': 'none' },
      { referer: 'https://elsewhere.example/t/1/x', 'sec-fetch-site': 'same-origin' },
      { referer: `${app.url}${pathOf(elsewhere)}`, 'sec-fetch-site': 'same-origin' },
      { referer: `${app.url}/latest`, 'sec-fetch-site': 'same-origin' },
      { referer: 'not an address', 'sec-fetch-site': 'same-origin' },
    ])
      t.equal((await mia.get(`/threads/${thread.id}/read?to=20`, { headers })).status, 200)
    // A picture in a post on the first page that names the last.
    await mia.get(`/threads/${thread.id}/read?to=23`, { headers: { referer: own, 'sec-fetch-site': 'same-origin' } })
    t.match(await unreadOf(mia, thread), { count: 23, firstNumber: 1 })
    t.equal((await app.visitor().get(`/threads/${thread.id}/read?to=20`, { headers: { referer: own } })).status, 200)
  })

  t.test('an address leads to the first unread post, and to the end when there is none', async t => {
    const thread = await threadOf(app, 45)
    await read(mia, thread, 30)
    const first = await mia.get(`${pathOf(thread)}/unread`)
    t.equal(first.status, 303)
    t.match(first.location, new RegExp(`^${pathOf(thread)}/31#post-\\d+$`))
    t.match(first.headers['cache-control'], /private/)
    t.equal((await mia.get(`/t/${thread.id}/another/unread`)).location, first.location)
    t.ok((await mia.get(pathOf(thread))).page.querySelector(`a[href="${pathOf(thread)}/unread"]`))
    await read(mia, thread, 45)
    t.equal((await mia.get(`${pathOf(thread)}/unread`)).location, `${pathOf(thread)}/45`)
    t.notOk((await mia.get(pathOf(thread))).page.querySelector(`a[href="${pathOf(thread)}/unread"]`))
    t.equal((await app.visitor().get(`${pathOf(thread)}/unread`)).location, `${pathOf(thread)}/45`)
    const named = await make.thread({ title: 'Unread' })
    t.equal((await mia.get(pathOf(named))).status, 200, 'a thread of that name has its address all the same')
  })

  t.test('a thread is called unread again from a post on, whatever is being said of it', async t => {
    const thread = await threadOf(app, 5)
    await read(mia, thread, 4)
    const late = read(mia, thread, 5)
    const marks = readMarks(await app.ctx())
    while (marks.pending(people.mia.id, thread.id) === 0) await new Promise(resolve => setImmediate(resolve))
    const sent = await mia.post(`/threads/${thread.id}/unread`, { number: '3' })
    t.equal(sent.status, 303)
    t.equal(sent.location, '/unread')
    await late
    t.match(await unreadOf(mia, thread), { count: 3, firstNumber: 3 })
    t.equal((await mia.api('PUT', `/threads/${thread.id}/unread`, { number: 5 })).status, 204)
    t.match(await unreadOf(mia, thread), { count: 3, firstNumber: 3 }, 'it calls nothing read')
    t.equal((await app.visitor().post(`/threads/${thread.id}/unread`, { number: '3' })).status, 401)
  })

  t.test('everything is read at once, and what arrives meanwhile is not', async t => {
    const category = await make.category()
    const inside = await make.category({ parentId: category.id })
    const [one, two] = [await threadOf(app, 3, category.id), await threadOf(app, 2, inside.id)]
    const elsewhere = await threadOf(app, 2)
    t.equal((await mia.api('POST', '/read', { categoryId: String(category.id) })).status, 204)
    t.strictSame([await unreadOf(mia, one), await unreadOf(mia, two)], [null, null])
    t.match(await unreadOf(mia, elsewhere), { count: 2 })

    const shown = new Date()
    now = () => new Date(Date.now() + 1000)
    const late = await make.post({ by: people.noor, threadId: one.id })
    const begunLate = await make.thread({ by: people.noor })
    now = () => new Date()
    t.equal((await mia.api('POST', '/read', { before: shown.toISOString() })).status, 204)
    t.equal(await unreadOf(mia, elsewhere), null)
    t.match(await unreadOf(mia, one), { count: 1, firstNumber: late.number })
    t.match(await unreadOf(mia, begunLate), { count: 1 })

    // At the same moment: each post is either before the statement or still unread.
    const written: { threadId: number; number: number }[] = []
    await Promise.all([
      ...Array.from({ length: 12 }, async (_, index) => {
        const threadId = index % 2 ? one.id : elsewhere.id
        written.push(await make.post({ by: index % 3 ? people.noor : people.mo, threadId }))
      }),
      mia.api('POST', '/read', {}),
    ])
    for (const thread of [one, elsewhere]) {
      const numbers = written.filter(post => post.threadId === thread.id).map(post => post.number)
      const unread = await unreadOf(mia, thread)
      const left = unread ? numbers.filter(number => number >= unread.firstNumber) : []
      t.equal(unread?.count ?? 0, left.length, 'what is left is a run at the end, without gaps')
    }
    t.equal((await mia.api('POST', '/read', { categoryId: '999999999' })).status, 404)
    t.equal((await mia.api('POST', '/read', { before: 'yesterday' })).status, 422)
  })

  t.test('the list of the unread holds what lists call unread, and goes on by a cursor', async t => {
    await mia.api('POST', '/read', {})
    t.strictSame((await mia.api('GET', '/unread')).json(), { items: [], nextCursor: null })
    const made: string[] = []
    for (let index = 0; index < 5; index++) made.unshift(String((await threadOf(app, 1)).id))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const path: string = `/unread?limit=2${cursor ? `&cursor=${cursor}` : ''}`
      const list: { items: ThreadJson[]; nextCursor: string | null } = (await mia.api('GET', path)).json()
      for (const one of list.items) t.match(one.unread, { count: 1, firstNumber: 1 })
      seen.push(...list.items.map(one => one.id))
      cursor = list.nextCursor
    } while (cursor)
    t.strictSame(seen, made)
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

import t from 'tap'
import { readMarks } from '../../server/threads/reads.ts'
import { signIn, startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { colouredOn, newIn, pathOf, read, rowOf, startReading, type ThreadJson, threadOf, unreadOf } from './reading.ts'

t.test('marks of reading', async t => {
  const { app, make, mia, noor, ahead } = await startReading(t)

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
    ahead(1000)
    const late = await make.post({ by: people.noor, threadId: one.id })
    const begunLate = await make.thread({ by: people.noor })
    ahead(0)
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
})

/** How often a thread was opened: by people, and only by them. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { viewCounts } from '../../server/threads/view-counts.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
const navigate = (more: Readonly<Record<string, string>> = {}) => ({
  headers: { ...BROWSER, 'sec-fetch-mode': 'navigate', ...more },
})

t.test('views', async t => {
  const app = await startApp(t)
  const visitor = app.visitor()
  const mia = await app.as(people.mia)
  const newThread = async () => {
    const thread = await app.make.thread({ by: people.mo })
    return { ...thread, path: `/t/${thread.id}/${thread.slug}` }
  }
  const flush = async () => viewCounts((await app.ctx()).host).flush()
  const views = async (id: number) => {
    await flush()
    return (await mia.api('GET', `/threads/${id}`)).json<{ viewCount: number }>().viewCount
  }
  // An answer may be here before the server has noted that it was sent.
  const become = (id: number, count: number) =>
    until(async () => (await views(id)) === count, `the thread has ${count} views`)

  t.test('each opening counts, also of a page that visitors share', async t => {
    const { id, path } = await newThread()
    for (let times = 0; times < 3; times++) await visitor.get(path, navigate())
    await mia.get(path, navigate())
    await visitor.get(path, { headers: BROWSER })
    await become(id, 5)
    t.equal((await mia.get(path)).page.querySelector('main .meta')?.textContent?.includes('5 views'), true)
    t.match((await mia.get(path, { headers: { 'accept-language': 'fr' } })).text, /5 (views|vues)/)
  })

  t.test('a page that the browser has already counts when it is shown again', async t => {
    const { id, path } = await newThread()
    let [opened, last] = [1, await visitor.get(path, navigate())]
    // What the thread sets off, or a view that is written down meanwhile, makes it another page once more.
    await until(async () => {
      last = await visitor.get(path, navigate({ 'if-none-match': last.headers.etag ?? '' }))
      opened++
      return last.status !== 200
    }, 'the page stands still')
    t.equal(last.status, 304)
    await become(id, opened)
  })

  t.test('what nobody looks at does not count', async () => {
    const { id, path } = await newThread()
    const nobody: Readonly<Record<string, string>>[] = [
      { 'sec-fetch-mode': 'cors' },
      { 'sec-purpose': 'prefetch' },
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
      { 'user-agent': 'curl/8.5.0' },
      { 'user-agent': '' },
      { referer: `${app.url}${path}/20` },
    ]
    for (const headers of nobody) {
      await visitor.get(path, navigate(headers))
      await mia.get(path, navigate(headers))
    }
    await visitor.send('HEAD', path, navigate())
    await visitor.get(`/t/${id}/another-slug`, navigate())
    await visitor.get(`/t/${id + 1000}/gone`, navigate())
    await visitor.get(path, navigate({ referer: `${app.url}/t/${id}0/other` }))
    // Who comes from another thread has opened this one; nothing before did.
    await t.resolves(become(id, 1))
  })

  t.test('counting changes nothing that anybody waits for', async t => {
    const { id, path } = await newThread()
    const before = await versionOf(app, id)
    await visitor.get(path, navigate())
    await become(id, 1)
    t.strictSame(await versionOf(app, id), before)
  })

  t.test('a row that somebody writes to is passed over, and counted the next time', async t => {
    const { id, path } = await newThread()
    const other = await newThread()
    await visitor.get(path, navigate())
    await visitor.get(other.path, navigate())
    await app.database.db.transaction(async tx => {
      await tx.execute(sql`select from threads where id = ${id} for update`)
      await become(other.id, 1)
      t.equal(await views(id), 0, 'it did not wait')
    })
    await become(id, 1)
  })

  t.test('a thread that is gone is forgotten', async t => {
    const { host } = await app.ctx()
    viewCounts(host).note(999_999)
    await flush()
    await flush()
    t.pass('nothing fails')
  })
})

const versionOf = async (app: TestApp, id: number): Promise<unknown> =>
  (await app.database.db.execute(sql`select version, bumped_at from threads where id = ${id}`))[0]

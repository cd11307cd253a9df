/** Search for programs, and what is suggested while somebody types. */
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

type Part = { text: string; marked: boolean }
type Found = {
  items: { threadTitle: string; url: string; number: number; title: Part[]; snippet: Part[] }[]
  total: number
  nextPage: number | null
  meant: { typed: string; meant: string }[]
  unknown: string[]
}
type Suggested = {
  threads: { threadTitle: string; title: Part[] }[]
  members: { name: string }[]
  categories: { slug: string }[]
  tags: { slug: string }[]
}

t.test('search by programs', async t => {
  const app = await startApp(t)
  const { make } = app
  const repairs = await make.category({ name: 'Repairs' })
  const closed = await make.category({
    name: 'Repair secrets',
    rights: { see: [GROUP.moderators], create: [GROUP.moderators] },
  })
  for (let one = 0; one < 5; one++) {
    await make.thread({ categoryId: repairs.id, title: `Resoling no ${one}`, body: 'With glue', tags: ['resoled'] })
  }
  const thread = await make.thread({ categoryId: repairs.id, title: 'Stitching', body: 'No word of it' })
  await make.post({ threadId: thread.id, by: people.noor, body: 'I resole with a needle' })
  await make.thread({ by: people.mo, categoryId: closed.id, title: 'Resoling in secret', tags: ['resole-secret'] })
  await app.settled()
  const visitor = app.visitor()
  const search = async (query: string, client = visitor) => (await client.api('GET', `/search?${query}`)).json<Found>()
  const suggest = async (q: string, client = visitor) =>
    (await client.api('GET', `/search/suggestions?q=${encodeURIComponent(q)}`)).json<Suggested>()

  t.test('results come in pages, with what was found as parts of plain text', async t => {
    const first = await search('q=resole&limit=4')
    t.match(first, { total: 6, nextPage: 2, meant: [], unknown: [] })
    const second = await search('q=resole&limit=4&page=2')
    t.equal(second.items.length, 2)
    t.equal(second.nextPage, null)
    t.equal(new Set([...first.items, ...second.items].map(one => one.threadTitle)).size, 6)
    const [reply] = (await search('q=needle')).items
    t.strictSame(reply?.snippet, [
      { text: 'I resole with a ', marked: false },
      { text: 'needle', marked: true },
    ])
    t.match(reply?.url, new RegExp(`/t/${thread.id}/stitching/2#post-\\d+$`))
  })

  t.test('operators in the words are the same as parameters', async t => {
    t.equal((await search('q=resole+by:noor')).total, 1)
    t.equal((await search('q=resole&by=noor')).total, 1)
    t.strictSame((await search('q=resole&in=nowhere&by=nobody')).unknown, ['in', 'by'])
    t.strictSame((await search('q=resole&tag=resole-secret')).unknown, ['tag'])
    t.match(await search('q=resolng'), { meant: [{ typed: 'resolng', meant: 'resoling' }], total: 6 })
    t.match(await search(''), { items: [], total: 0 })
  })

  t.test('nobody finds what they may not see', async t => {
    t.equal((await search('q=secret')).total, 0)
    t.equal((await search('q=secret', await app.as(people.mia))).total, 0)
    t.equal((await search('q=secret', await app.as(people.mo))).total, 1)
    t.strictSame((await search('q=sekret')).meant, [], 'nor a word that is only there')
  })

  t.test('wrong parameters are told, and results end at the thousandth', async t => {
    for (const query of [
      'per=word',
      'sort=x',
      'limit=0',
      'limit=101',
      'page=0',
      'from=yesterday',
      'other=1',
      'thread=x',
    ]) {
      t.equal((await visitor.api('GET', `/search?q=a&${query}`)).status, 422, query)
    }
    t.equal((await visitor.api('GET', '/search?q=a&limit=100&page=10')).status, 200)
    t.equal((await visitor.api('GET', '/search?q=a&limit=100&page=11')).status, 422)
    t.equal((await visitor.api('GET', `/search?q=${'x'.repeat(501)}`)).status, 422)
  })

  t.test('suggestions: threads, members, categories and tags as they are typed', async t => {
    const found = await suggest('resol')
    t.equal(found.threads.length, 5)
    t.ok(found.threads[0]?.title.some(part => part.marked && /^resol/i.test(part.text)))
    t.strictSame(
      found.tags.map(one => one.slug),
      ['resoled'],
    )
    t.strictSame(
      (await suggest('repair')).categories.map(one => one.slug),
      ['repairs'],
    )
    t.strictSame(
      (await suggest('noo')).members.map(one => one.name),
      ['noor'],
    )
    t.match(await suggest('secret', await app.as(people.mo)), { categories: [{ slug: closed.slug }] })
    for (const q of ['', ' ', '%', '_', 'a', '"', '-', `${'x'.repeat(499)}%`, '<script>', '\\']) {
      t.strictSame(await suggest(q), { threads: [], members: [], categories: [], tags: [], found: [] }, q)
    }
    t.equal((await visitor.api('GET', '/search/suggestions')).status, 422)
    t.equal((await visitor.api('GET', '/search/suggestions?q=%00')).status, 422)
  })
})

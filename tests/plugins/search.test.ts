/** What plugins let people find: on the page of search and as one types, for who may know of it. */
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { posts, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { disable, enable } from '../../server/plugins/service.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const SHELF = join(import.meta.dirname, 'good/shelf')

type Part = { text: string; marked: boolean }
type Group = {
  name: string
  label: string
  icon: string
  items: { title: Part[]; detail: string | null; url: string }[]
}
type Client = ReturnType<Awaited<ReturnType<typeof startStaged>>['visitor']>
type Book = { title: string; postId?: number | null; author?: string | null; reserved?: boolean }

const textOf = (parts: readonly Part[]): string => parts.map(({ text }) => text).join('')

t.test('what a plugin lets people find', async t => {
  const app = await startStaged(t, { plugins: [SHELF] })
  const { make } = app
  const [mia, noor, mo, visitor] = [
    await app.as(people.mia),
    await app.as(people.noor),
    await app.as(people.mo),
    app.visitor(),
  ]
  const put = async ({ title, postId = null, author = null, reserved = false }: Book): Promise<void> => {
    await (await app.ctx()).db.execute(sql`
      insert into plugin_shelf.books (post_id, title, author, reserved)
      values (${postId}, ${title}, ${author}, ${reserved})`)
  }
  const suggested = async (q: string, client: Client = visitor) =>
    (await client.api('GET', `/search/suggestions?q=${encodeURIComponent(q)}`)).json<{ found: Group[] }>().found
  const titles = async (q: string, client: Client = visitor) =>
    (await suggested(q, client)).flatMap(({ items }) => items.map(({ title }) => textOf(title)))
  const pageOf = async (q: string, client: Client = visitor) =>
    (await client.get(`/search?${new URLSearchParams({ q })}`)).page
  const listed = async (q: string, client: Client = visitor) =>
    [...(await pageOf(q, client)).querySelectorAll('[aria-labelledby="found-shelf.books"] .t')].map(
      one => one.textContent,
    )

  await put({ title: 'Turning bowls', author: 'R. Raffan' })
  await put({ title: 'A bowl a day' })
  await put({ title: 'Bowls & <b>plates</b>' })
  await put({ title: 'Bowls of old' })
  await put({ title: 'Bowling for nobody', reserved: true })

  await t.test('it is suggested in a group, best first and few, with what was found marked', async t => {
    const [group, ...others] = await suggested('bow')
    t.strictSame(others, [], 'groups without anything are left out')
    t.match(group, { name: 'shelf.books', label: 'Books', icon: 'book-open' })
    t.strictSame(
      group?.items.map(({ title }) => textOf(title)),
      ['Turning bowls', 'A bowl a day', 'Bowls & <b>plates</b>'],
    )
    t.strictSame(group?.items[0], {
      title: [
        { text: 'Turning ', marked: false },
        { text: 'bowls', marked: true },
      ],
      detail: 'R. Raffan',
      url: `${app.url}/x/shelf/1`,
    })
    t.equal(group?.items[1]?.detail, null)
    for (const q of ['', 'b', '"', '-bowls', '%', 'bowls nowhere']) t.strictSame(await suggested(q), [], q)
    t.strictSame(await titles('"a bowl" day'), ['A bowl a day'])
  })

  await t.test('on the page it is a list under its label, with what was found marked, as plain text', async t => {
    const page = await pageOf('bowls')
    const list = page.querySelector('ul[aria-labelledby="found-shelf.books"]')
    t.equal(page.getElementById('found-shelf.books')?.textContent, 'Books')
    t.strictSame(
      [...(list?.querySelectorAll('li') ?? [])].map(one => one.querySelector('.t')?.textContent),
      ['Turning bowls', 'Bowls & <b>plates</b>', 'Bowls of old'],
    )
    t.equal(list?.querySelector('a.t')?.getAttribute('href'), '/x/shelf/1')
    t.strictSame(
      [...(list?.querySelectorAll('mark') ?? [])].map(one => one.textContent),
      ['bowls', 'Bowls', 'Bowls'],
    )
    t.match(list?.querySelector('li')?.textContent, /R\. Raffan/)
    t.equal(list?.querySelector('.t b'), null)
    const french = (await visitor.get('/search?q=bowls', { headers: { 'accept-language': 'fr' } })).page
    t.equal(french.getElementById('found-shelf.books')?.textContent, 'Livres')
  })

  await t.test('a title is one line of text, and an address an address', async t => {
    const link = (await pageOf('whose shelf')).querySelector('ul[aria-labelledby="found-shelf.shelves"] .t')
    t.equal(link?.textContent, '<b>Whose</b> shelf')
    t.equal(link?.getAttribute('href'), '/x/shelf/0?a=1&b=<2>')
  })

  await t.test('a page with nothing else on it does not say that nothing was found', async t => {
    const said = async (q: string) => (await pageOf(q)).querySelector('.empty .b')?.textContent
    t.equal(await said('bowls'), 'No post says this')
    t.equal(await said('zebras'), 'Nothing found')
  })

  await t.test('only what nothing narrows finds it, and only its first page', async t => {
    t.equal((await listed('bowls')).length, 3)
    for (const query of ['q=bowls&by=mia', 'q=bowls+after:2020-01-01', 'q=bowls&page=2', 'by=mia'])
      t.equal((await visitor.get(`/search?${query}`)).page.querySelector('[id^="found-"]'), null, query)
  })

  await t.test('the plugin decides by the rights of whoever looks', async t => {
    t.strictSame(await titles('bowling'), [])
    t.strictSame(await titles('bowling', mia), [])
    t.strictSame(await titles('bowling', mo), ['Bowling for nobody'])
    t.strictSame(await listed('bowling'), [])
    t.strictSame(await listed('bowling', mo), ['Bowling for nobody'])
  })

  await t.test('what belongs to posts is found by who sees them, and by nobody when they are gone', async t => {
    const { db } = await app.ctx()
    const postOf = async (threadId: number): Promise<number> => {
      const [post] = await db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, threadId))
      return post?.id ?? 0
    }
    const closed = await make.category({ rights: { see: [GROUP.moderators], create: [GROUP.moderators] } })
    const lent = async (title: string, thread: { readonly id: number }) =>
      put({ title, postId: await postOf(thread.id) })
    await lent('Spindle one', await make.thread({ by: people.mia }))
    await lent('Spindle two', await make.thread({ by: people.mo, categoryId: closed.id }))
    const hidden = await make.thread({ by: people.mia })
    await lent('Spindle three', hidden)
    await db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, hidden.id))
    const unseen = await make.thread({ by: people.mia })
    await lent('Spindle four', unseen)
    await db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.threadId, unseen.id))
    const gone = await make.thread({ by: people.mia })
    await lent('Spindle five', gone)
    await db.update(posts).set({ deletedAt: new Date() }).where(eq(posts.threadId, gone.id))
    const away = await make.thread({ by: people.mia })
    await lent('Spindle six', away)
    await db.update(threads).set({ deletedAt: new Date() }).where(eq(threads.id, away.id))

    for (const [who, client, seen] of [
      ['visitor', visitor, ['Spindle one']],
      ['noor', noor, ['Spindle one']],
      ['mia, their author', mia, ['Spindle one', 'Spindle three', 'Spindle four']],
      ['mo, who moderates', mo, ['Spindle one', 'Spindle two', 'Spindle three']],
    ] as const) {
      t.strictSame(await titles('spindle', client), seen, who)
      t.strictSame(await listed('spindle', client), seen, who)
    }
  })

  await t.test('one that is off is not asked', async t => {
    await disable(await app.ctx(people.ada), 'shelf')
    t.strictSame(await suggested('bowls'), [])
    t.strictSame(await listed('bowls'), [])
    await enable(await app.ctx(people.ada), 'shelf', ['tables', 'routes'])
    t.equal((await titles('bowls')).length, 3)
  })

  t.same(app.errors, [])
})

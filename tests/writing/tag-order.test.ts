/** Lists of a tag are read along the activity that the tag's rows have of their threads: it is never another. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { remove, restore } from '../../server/posts/removal.ts'
import { merge } from '../../server/tags/service.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

t.test('threads with a tag by their activity', async t => {
  let clock = Date.parse('2026-03-14T09:00:00Z')
  const later = () => {
    clock += 60_000
    return new Date(clock)
  }
  const app = await startApp(t, { now: later })
  const { make } = app
  const mo = await app.ctx(people.mo)
  // A visitor's page may be a second old.
  const noor = await app.as(people.noor)
  const category = await make.category()
  const tagged = (tags: readonly string[]) => make.thread({ categoryId: category.id, tags })
  const [first, second, third] = [await tagged(['elm', 'ash']), await tagged(['elm']), await tagged(['ash'])]

  const listed = async (slug: string) =>
    (await app.visitor().api('GET', `/tags/${slug}/threads`))
      .json<{ items: { id: string }[] }>()
      .items.map(one => Number(one.id))
  const onPage = async (slug: string) =>
    [...(await noor.get(`/tags/${slug}`)).page.querySelectorAll('.ledger .t')].map(link =>
      Number(/\/t\/(\d+)/.exec(link.getAttribute('href') ?? '')?.[1]),
    )
  const differing = async () =>
    app.database.db.execute(sql`
      select g.thread_id from thread_tags g join threads t on t.id = g.thread_id where g.bumped_at <> t.bumped_at`)
  const standsSo = async (slug: string, ...expected: { readonly id: number }[]) => {
    const ids = expected.map(one => one.id)
    await app.settled()
    t.strictSame([await listed(slug), await onPage(slug), [...(await differing())]], [ids, ids, []])
  }

  await standsSo('elm', second, first)
  const reply = await make.post({ threadId: first.id })
  await standsSo('elm', first, second)
  await standsSo('ash', first, third)
  await remove(mo, { id: reply.id })
  await standsSo('elm', second, first)
  await restore(mo, { id: reply.id })
  await standsSo('elm', first, second)
  const ash = (await noor.api('GET', '/tags/ash')).json<{ id: string }>()
  await merge(await app.ctx(people.ada), { id: Number(ash.id), into: 'elm' })
  await standsSo('elm', first, third, second)

  const page = (await app.visitor().api('GET', '/tags/elm/threads?limit=1')).json<{ nextCursor: string }>()
  const next = await app.visitor().api('GET', `/tags/elm/threads?limit=1&cursor=${page.nextCursor}`)
  t.match(next.json(), { items: [{ id: String(third.id) }] })
})

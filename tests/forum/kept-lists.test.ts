/** Lists of threads are kept as pages, and still say to each reader what is so now. */
import t from 'tap'
import type { QueryReport } from '../../server/core/http/budget.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

t.test('kept lists', async t => {
  const asked: QueryReport[] = []
  const app = await startApp(t, { queries: report => asked.push(report) })
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const category = await app.make.category()
  const thread = await app.make.thread({ by: people.mo, categoryId: category.id })
  const places = [`/c/${category.slug}`, '/latest', '/']

  /** How many statements a page takes. */
  const costOf = async (client: typeof mia, path: string) => {
    asked.length = 0
    t.equal((await client.get(path)).status, 200)
    return asked.flatMap(({ statements }) => statements).length
  }
  const rowOn = async (client: typeof mia, path: string) =>
    (await client.get(path)).page.querySelector(`.ledger a[href^="/t/${thread.id}/"]`)?.closest('li')

  t.test('what the rows say is read once for all who see the same', async t => {
    // Home shows how much there is in each category, which is counted a moment later.
    await app.settled()
    for (const path of places) {
      const first = await costOf(mia, path)
      t.equal(await costOf(mia, path), first - 1, `${path}, again`)
      t.equal(await costOf(noor, path), first - 1, `${path}, by another member`)
    }
  })

  t.test('a reply shows at once to everyone, and is new to those who have not read it', async t => {
    await mia.api('PUT', `/threads/${thread.id}/read`, { number: 1 })
    for (const path of places) t.notOk((await rowOn(mia, path))?.classList.contains('unread'), `${path}, before`)
    await app.make.post({ threadId: thread.id, by: people.mo })
    for (const path of places) {
      const row = await rowOn(mia, path)
      t.ok(row?.classList.contains('unread'), path)
      t.match(row?.textContent, /1 reply/)
      t.match(row?.querySelector('a.t')?.getAttribute('href'), /\/2#post-\d+$/)
    }
    await mia.api('PUT', `/threads/${thread.id}/read`, { number: 2 })
    for (const path of places) t.notOk((await rowOn(mia, path))?.classList.contains('unread'), `${path}, when read`)
  })

  t.test('what is hidden is gone from the kept page, but not to its author, who shares theirs with nobody', async t => {
    const hidden = await app.make.thread({ by: people.noor, categoryId: category.id })
    const shownTo = async (client: typeof mia, path: string) =>
      (await client.get(path)).text.includes(`/t/${hidden.id}/`)
    for (const path of places) t.ok(await shownTo(mia, path), `${path}, before`)
    await app.database.log`update threads set hidden_at = now() where id = ${hidden.id}`
    for (const path of places) {
      t.notOk(await shownTo(mia, path), path)
      t.ok(await shownTo(noor, path), `${path}, to its author`)
      t.notOk(await shownTo(mia, path), `${path}, after its author`)
    }
  })

  t.test('the way to mark all as read says when the page was made', async t => {
    await app.make.thread({ by: people.mo, categoryId: category.id })
    const madeAt = async () =>
      Number((await mia.get(`/c/${category.slug}`)).page.querySelector('input[name=before]')?.getAttribute('value'))
    const first = await madeAt()
    await new Promise(resolve => setTimeout(resolve, 5))
    t.ok((await madeAt()) > first)
  })
})

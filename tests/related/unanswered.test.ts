/** What waits for an answer: threads without a reply, and those of a kind that says when one of its own waits. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import * as follows from '../../server/follows/service.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { startApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

const say = translator('en')

const titles = ({ page }: Answer): string[] =>
  [...page.querySelectorAll('.ledger a.t')].map(one => one.textContent ?? '')

t.test('what waits for an answer', async t => {
  const app = await startApp(t, { bundled: true })
  const { make, database } = app
  const open = await make.category()
  const staff = await make.category({ rights: { see: [GROUP.moderators], create: [GROUP.moderators] } })
  const mia = await app.as(people.mia)
  const listed = async () => titles(await mia.get('/unanswered'))

  t.test('nothing, in a community in which nobody has said anything', async t => {
    await database.db.update(threads).set({ hiddenAt: new Date() })
    const answer = await mia.get('/unanswered')
    t.equal(answer.seen('h1'), say('unanswered.title'))
    t.match(answer.seen('main'), say('unanswered.none'))
  })

  const silent = await make.thread({ by: people.mo, categoryId: open.id, title: 'Silent' })
  const talk = await make.thread({ by: people.mo, categoryId: open.id, title: 'Talk' })
  const reply = await make.post({ threadId: talk.id, by: people.noor })
  const question = await make.thread({ by: people.mo, categoryId: open.id, title: 'Question', kind: 'question' })
  const answer = await make.post({ threadId: question.id, by: people.noor })
  await make.thread({ by: people.mo, categoryId: staff.id, title: 'Backroom' })

  t.test('threads without a reply, and open questions whatever was said in them, in sight of who reads', async t => {
    t.strictSame(await listed(), ['Question', 'Silent'])
    t.strictSame(titles(await (await app.as(people.mo)).get('/unanswered')), ['Backroom', 'Question', 'Silent'])
  })

  t.test('a question with an accepted answer waits no more', async t => {
    const mo = await app.as(people.mo)
    t.ok((await mo.api('PUT', `/questions/${question.id}/accepted/${answer.id}`)).status < 300)
    t.strictSame(await listed(), ['Silent'])
    t.ok((await mo.api('DELETE', `/questions/${question.id}/accepted/${answer.id}`)).status < 300)
    t.strictSame(await listed(), ['Question', 'Silent'])
  })

  t.test('a reply ends the waiting; when it is taken back the thread waits again', async t => {
    await postRemoval.remove(await app.ctx(people.noor), { id: reply.id })
    t.strictSame((await listed()).sort(), ['Question', 'Silent', 'Talk'])
    await make.post({ threadId: talk.id, by: people.noor })
    t.notOk((await listed()).includes('Talk'))
  })

  t.test('without what somebody has muted', async t => {
    await follows.set(await app.ctx(people.noor), { kind: 'thread', id: silent.id }, 'mute')
    t.strictSame(titles(await (await app.as(people.noor)).get('/unanswered')), ['Question'])
  })

  t.test('the same in the API and in the feed', async t => {
    type Page = { items: { title: string }[]; nextCursor: string | null }
    const first = (await mia.api('GET', '/threads/unanswered?limit=1')).json<Page>()
    const second = (await mia.api('GET', `/threads/unanswered?limit=1&cursor=${first.nextCursor}`)).json<Page>()
    const found = [...first.items, ...second.items].map(({ title }) => title)
    t.strictSame(found, ['Question', 'Silent'])
    t.equal(second.nextCursor, null)
    const feed: { items: { title: string }[] } = JSON.parse((await app.visitor().get('/unanswered/feed.json')).text)
    t.strictSame(feed.items.map(({ title }) => title).sort(), ['Question', 'Silent'])
  })

  t.test('it pages on to its end and back, both kinds in one order', async t => {
    for (let nth = 0; nth < 70; nth++) {
      const kind = nth % 2 ? 'question' : undefined
      await make.thread({ by: people.mo, categoryId: open.id, title: `Number ${nth}`, kind })
    }
    const linkOn = ({ page }: Answer, rel: 'next' | 'prev') =>
      page.querySelector(`.pager a[rel="${rel}"]`)?.getAttribute('href') ?? null
    const pages: string[][] = []
    let here = await mia.get('/unanswered')
    for (let next: string | null = '/unanswered'; next; next = linkOn(here, 'next')) {
      here = await mia.get(next)
      pages.push(titles(here))
    }
    const newestFirst = Array.from({ length: 70 }, (_, nth) => `Number ${69 - nth}`)
    t.strictSame(pages.flat().slice(0, 70), newestFirst)
    t.equal(pages.flat().length, 72)
    here = await mia.get(linkOn(here, 'prev') ?? '')
    t.strictSame(titles(here), pages[1])
    t.equal((await mia.get(linkOn(here, 'prev') ?? '')).location, '/unanswered')
  })

  t.test('without the plugin a question is a thread like others', async t => {
    const bare = await startApp(t, { target: app.target })
    await database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.title, 'Silent'))
    const { text } = await bare.visitor().get('/api/v1/threads/unanswered?limit=100')
    t.notMatch(text, '"Question"', 'it has a reply')
    t.match(text, '"Number 69"')
  })
})

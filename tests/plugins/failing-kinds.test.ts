/** Kinds of threads that fail: their threads are written, listed and read as if they were plain ones. */
import t from 'tap'
import { notifications } from '../../db/tables/index.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { type Staged, startStaged } from '../support/staged.ts'
import { until } from '../support/until.ts'
import { bad, seenOff, works } from './forum.ts'

type Tap = Parameters<typeof works>[0]

/** Opens threads of the kind by the form and by the API. @returns where they are */
async function opened(t: Tap, app: Staged, mia: Client): Promise<string[]> {
  const categoryId = String((await app.make.category()).id)
  const typed = { categoryId, title: 'Lost at sea', body: 'Typed with care', kind: 'wreck' }
  const composer = await mia.get('/threads/new')
  t.match(composer.text, /name="kind" value="wreck"/)
  const sent = await mia.post('/threads', { ...typed, key: `key${categoryId}`, intent: 'post' })
  t.equal(sent.status, 303, sent.text)
  const made = (await mia.api('POST', '/threads', typed)).json<{ id: string; post: { body: string } }>()
  t.match(made, { kind: 'wreck', post: { body: typed.body } })
  await mia.post(`/threads/${made.id}/posts`, { body: 'Answered with care' })
  return [sent.location, `/t/${made.id}/lost-at-sea`]
}

/** All pages that show such threads serve them with their words. */
async function serves(t: Tap, app: Staged, threads: readonly string[]): Promise<void> {
  for (const who of [await app.as(people.mia), app.visitor()]) {
    for (const path of threads) {
      const page = await who.get(path)
      t.equal(page.status, 200, path)
      t.match(page.text, /Typed with care/)
      t.notMatch(page.text, /never shown/)
      t.equal((await (await who.get(`${path}/best`)).follow()).status, 200, `${path}/best`)
    }
    for (const path of ['/latest', '/', '/latest/feed.rss']) {
      const list = await who.get(path)
      t.equal(list.status, 200, path)
      t.match(list.text, /Lost at sea/, path)
    }
  }
}

for (const [id, trouble] of [
  ['kindthrows', /kind wreck \w+: no /],
  ['kindwaits', /kind wreck (load|best) did not answer within 1 s/],
  ['kindlies', /kind wreck \w+: /],
] as const) {
  t.test(`${id}: its threads are there all the same, and it is switched off`, async t => {
    const app = await startStaged(t, { plugins: bad(id) })
    const mia = await app.as(people.mia)
    const threads = await opened(t, app, mia)
    await app.settled()
    await until(async () => {
      await serves(t, app, threads)
      return app.errors.filter(line => JSON.parse(line).plugin === id).length >= 5
    }, `${id} has failed five times`)
    await seenOff(t, app, id, trouble)
    await serves(t, app, threads)
    await works(t, app)
  })
}

t.test('HTML of a kind that would take over the page stays in its place and does nothing', async t => {
  const app = await startStaged(t, { plugins: bad('kindhostile') })
  const threads = await opened(t, app, await app.as(people.mia))
  await app.settled()
  await serves(t, app, threads)
  for (const path of [...threads, `${threads[1]}/best`, '/latest', '/wrecks', '/threads/new']) {
    const { page, text } = await (await app.as(people.mia)).get(path)
    t.equal(page.querySelectorAll('main').length, 1, path)
    t.notOk(
      [...page.querySelectorAll('script')].some(({ textContent }) => /^\s*steal/.test(textContent ?? '')),
      path,
    )
    t.notMatch(text, /<script>steal/)
    const html = [...page.querySelectorAll('.plugged')].map(one => one.innerHTML).join('\n')
    t.notMatch(html, /onclick|style=|javascript:|<iframe|action="(https?:|\/\/)/, path)
    t.ok(page.querySelectorAll('#post-1').length <= 1, path)
  }
  t.match((await app.visitor().get(threads[0] ?? '')).text, /kept words/)
  t.equal((await app.visitor().get('/wrecks?status=sunk')).status, 422, 'a list without tabs')
  t.same(app.errors, [])
  await works(t, app)
})

t.test('one that tells members of what it did not declare tells nobody, and is switched off', async t => {
  const app = await startStaged(t, { plugins: bad('tells') })
  const mia = await app.as(people.mia)
  const thread = await app.make.thread()
  const { items } = (await mia.api('GET', `/threads/${thread.id}/posts`)).json<{ items: { id: string }[] }>()
  const tell = (type: string, postId: number) => mia.api('POST', '/tells/1', { type, postId, memberId: people.noor.id })
  t.equal((await tell('undeclared', Number(items[0]?.id))).status, 500)
  t.equal((await tell('declared', 987_654_321)).status, 200, 'what is nowhere is told to nobody')
  await seenOff(t, app, 'tells', /needs the capability "notification undeclared", which it does not declare/)
  await app.settled()
  t.equal(await (await app.ctx()).db.$count(notifications), 0)
  await works(t, app)
})

/** Two who change a thread's title, tags or place at once: the later one is shown both sides, and no word is lost. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'

type ThreadJson = { title: string; categoryId: string; tags: { name: string }[] }

t.test('two edit a thread at once', async t => {
  const app = await startApp(t)
  const { make } = app
  const mia = await app.as(people.mia)
  const mo = await app.as(people.mo)
  const read = async (client: Client, id: number) => (await client.api('GET', `/threads/${id}`)).json<ThreadJson>()
  const tagsOf = async (id: number) => (await read(mia, id)).tags.map(one => one.name).sort()

  t.test('tags: the later is shown the earlier’s, and may replace them', async t => {
    const thread = await make.thread({ by: people.mia, tags: ['glue'] })
    const path = `/threads/${thread.id}`
    const [hers, his] = [await mia.get(`${path}/edit`), await mo.get(`${path}/edit`)]
    t.equal((await his.submit(path, { tags: 'glue, wood', reason: 'It is about wood' })).status, 303)
    const stale = await hers.submit(path, { tags: 'glue, resin', title: 'Which resin' })
    t.equal(stale.status, 412)
    t.match(stale.seen('.meanwhile'), /Its tags are now: glue, wood/)
    t.equal(stale.page.querySelector('[name=tags]')?.getAttribute('value'), 'glue, resin', 'what she typed is kept')
    t.equal(stale.page.querySelector('[name=title]')?.getAttribute('value'), 'Which resin')
    t.strictSame(await tagsOf(thread.id), ['glue', 'wood'], 'nothing is saved yet')
    t.equal((await stale.submit(path, { tags: 'glue, resin, wood' })).status, 303)
    t.strictSame(await tagsOf(thread.id), ['glue', 'resin', 'wood'])
    t.equal((await read(mia, thread.id)).title, 'Which resin')
  })

  t.test('a place: who did not know that it was moved is told', async t => {
    const [here, there] = [await make.category(), await make.category()]
    const thread = await make.thread({ by: people.mia, categoryId: here.id, tags: ['glue'] })
    const path = `/threads/${thread.id}`
    const hers = await mia.get(`${path}/edit`)
    await mo.api('PATCH', path, { categoryId: String(there.id), reason: 'It belongs there' })
    const stale = await hers.submit(path, { title: 'Another title' })
    t.equal(stale.status, 412, 'her form would have moved it back')
    t.match(stale.seen('.meanwhile'), new RegExp(`in “${there.name}” now`))
    t.equal((await read(mia, thread.id)).categoryId, String(there.id))
  })

  t.test('what is no conflict asks nobody: a reply, the same change, a form sent twice', async t => {
    const thread = await make.thread({ by: people.mia, tags: ['glue'] })
    const path = `/threads/${thread.id}`
    const [hers, his] = [await mia.get(`${path}/edit`), await mo.get(`${path}/edit`)]
    await make.post({ threadId: thread.id })
    t.equal((await his.submit(path, { tags: 'wood', reason: 'It is about wood' })).status, 303)
    t.equal((await hers.submit(path, { tags: 'Wood' })).status, 303, 'both want the same')
    t.equal((await hers.submit(path, { tags: 'wood' })).status, 303)
    const fresh = await mia.get(`${path}/edit`)
    t.notOk(fresh.page.querySelector('.meanwhile'))
    const refused = await fresh.submit(path, { title: ' ' })
    t.equal(refused.status, 422)
    t.notOk(refused.page.querySelector('.meanwhile'), 'a refusal is no conflict')
  })

  t.test('in French, with what was typed', async t => {
    const thread = await make.thread({ by: people.mia, tags: ['glue'] })
    const path = `/threads/${thread.id}`
    await mia.api('PATCH', '/members/me', { locale: 'fr' })
    const hers = await mia.get(`${path}/edit`)
    await mo.api('PATCH', path, { tags: [], reason: 'None fits' })
    const stale = await hers.submit(path, { tags: 'glue, resin' })
    t.match(stale.seen('.meanwhile'), /Il n’a plus d’étiquette/)
    await mia.api('PATCH', '/members/me', { locale: 'en' })
  })
})

/** Searches that a member keeps: on the page without scripts, and for programs. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { savedSearches } from '../../db/tables/index.ts'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

const say = translator('en')

type Saved = { id: string; name: string; query: Record<string, string>; url: string }

const kept = ({ page }: Answer): string[] =>
  [...page.querySelectorAll('.bookmarks .t')].map(one => one.textContent ?? '')

t.test('saved searches', async t => {
  const app = await startApp(t, { bundled: true })
  const { make, database } = app
  const repairs = await make.category({ name: 'Repairs' })
  await make.thread({ categoryId: repairs.id, title: 'Wet boots', tags: ['leather'] })
  await make.thread({ categoryId: repairs.id, title: 'Wet laces' })
  await app.settled()
  const [mia, noor] = [await app.as(people.mia), await app.as(people.noor)]
  const list = async (client = mia) =>
    (await client.api('GET', '/members/me/searches')).json<{ items: Saved[] }>().items

  t.test('what is shown is saved, opened, renamed and removed by plain forms', async t => {
    const shown = await mia.get('/search?q=wet+is:read+tag:leather&in=repairs&page=1')
    const form = shown.page.querySelector('form[action="/searches"]')
    t.equal(form?.querySelector('input[name=name]')?.getAttribute('value'), 'wet', 'called as it was typed')
    const saved = await shown.submit('/searches', { name: ' Wet leather ' })
    const address = '/search?q=wet&in=repairs&tag=leather&unread=no'
    t.equal(saved.location, `${address}&notice=saved`)
    t.match((await saved.follow()).seen('.note'), say('search.saved.noticeSaved'))

    const empty = await mia.get('/search')
    t.strictSame(kept(empty), ['Wet leather'])
    t.equal(empty.page.querySelector('.bookmarks .t')?.getAttribute('href'), address)
    const [{ id } = { id: '' }] = await list()
    const renamed = await empty.submit(`/searches/${id}`, { name: 'Boots' })
    t.strictSame(kept(await renamed.follow()), ['Boots'])
    const removed = await (await mia.get('/search')).submit(`/searches/${id}/delete`)
    t.equal(removed.location, '/search?notice=removed')
    t.strictSame(kept(await removed.follow()), [])
    t.strictSame(await list(), [])
  })

  t.test('a form that is refused is shown again, with what was typed', async t => {
    const shown = await mia.get('/search?q=laces')
    const refused = await shown.submit('/searches', { name: ' ' })
    t.equal(refused.status, 422)
    t.equal(refused.seen('h1'), say('search.countFor', { count: 1, q: 'laces' }), 'beside what was found')
    t.ok(refused.page.querySelector('.saving')?.hasAttribute('open'))
    t.ok(refused.page.querySelector('#f-save-name-error'))
    t.equal((await mia.post('/searches', { q: 'laces', name: 'x'.repeat(81) })).status, 422)
    t.equal((await mia.post('/searches', { name: 'Nothing' })).status, 422, 'nothing is asked')
    t.equal((await mia.post('/searches', { q: 'a', name: 'b', other: 'c' })).status, 422)
    await shown.submit('/searches', {})
    const [{ id } = { id: '' }] = await list()
    const again = await (await mia.get('/search')).submit(`/searches/${id}`, { name: '' })
    t.equal(again.status, 422)
    t.ok(again.page.querySelector(`#f-saved-${id}-name-error`))
    t.strictSame(kept(again), ['laces'])
    await mia.api('DELETE', `/members/me/searches/${id}`)
  })

  t.test('programs do the same', async t => {
    const made = await mia.api('POST', '/members/me/searches', { query: { q: 'wet is:question', by: 'me' } })
    t.equal(made.status, 201)
    const saved = made.json<Saved>()
    t.match(saved, { name: 'wet', query: { q: 'wet', kind: 'question', by: 'me' } })
    t.equal(saved.url, `${app.url}/search?q=wet&by=me&kind=question`)
    const same = await mia.api('POST', '/members/me/searches', {
      name: 'Mine',
      query: { q: 'wet', by: 'me', kind: 'question' },
    })
    t.match(same.json(), { id: saved.id, name: 'Mine' }, 'one that is there already gets the new name')
    const narrowed = await mia.api('POST', '/members/me/searches', { query: { in: 'repairs', tag: 'leather' } })
    t.match(narrowed.json(), { name: 'repairs, leather' }, 'called by what narrows it, where nothing is typed')
    t.match((await mia.api('PATCH', `/members/me/searches/${saved.id}`, { name: 'Ours' })).json(), { name: 'Ours' })
    t.strictSame(
      (await list()).map(({ name }) => name),
      ['Ours', 'repairs, leather'],
      'in the order in which they were saved',
    )
    for (const body of [
      {},
      { query: {} },
      { query: { q: '' } },
      { query: { q: 'a', page: 2 } },
      { query: { sort: 'x' } },
    ])
      t.equal((await mia.api('POST', '/members/me/searches', body)).status, 422, JSON.stringify(body))
    for (const { id } of await list()) t.equal((await mia.api('DELETE', `/members/me/searches/${id}`)).status, 204)
    t.equal((await mia.api('DELETE', `/members/me/searches/${saved.id}`)).status, 404)
  })

  t.test('they are their owner’s alone', async t => {
    const { id } = (await mia.api('POST', '/members/me/searches', { query: { q: 'secret wishes' } })).json<Saved>()
    t.strictSame(await list(noor), [])
    for (const client of [noor, await app.as(people.ada)]) {
      t.equal((await client.api('PATCH', `/members/me/searches/${id}`, { name: 'Stolen' })).status, 404)
      t.equal((await client.api('DELETE', `/members/me/searches/${id}`)).status, 404)
      t.equal((await client.post(`/searches/${id}`, { name: 'Stolen' })).status, 404)
      t.equal((await client.post(`/searches/${id}/delete`)).status, 404)
      t.notMatch((await client.get('/search')).text, 'secret wishes')
    }
    const visitor = app.visitor()
    t.equal((await visitor.api('GET', '/members/me/searches')).status, 401)
    t.equal((await visitor.api('POST', '/members/me/searches', { query: { q: 'a' } })).status, 401)
    t.ok((await visitor.post('/searches', { q: 'a', name: 'a' })).status >= 400)
    t.equal((await visitor.get('/search?q=wet')).page.querySelector('form[action^="/searches"]'), null)
    t.match(await list(), [{ name: 'secret wishes' }])
    await mia.api('DELETE', `/members/me/searches/${id}`)
  })

  t.test('each is read under the rules of the day', async t => {
    await mia.api('POST', '/members/me/searches', { name: 'Repairs', query: { q: 'wet', in: 'repairs' } })
    const [row] = await database.db.select().from(savedSearches).where(eq(savedSearches.memberId, people.mia.id))
    t.strictSame(row?.query, { q: 'wet', in: 'repairs' }, 'nothing of what was found is kept')
    const href = (await mia.get('/search')).page.querySelector('.bookmarks .t')?.getAttribute('href') ?? ''
    t.equal((await mia.get(href)).page.querySelectorAll('.results .t').length, 2)
    const rights = { see: [GROUP.moderators], reply: [], create: [], moderate: [] }
    await categories.change(await app.ctx(people.ada), { id: repairs.id, rights })
    const closed = await mia.get(href)
    t.equal(closed.page.querySelectorAll('.results .t').length, 0)
    t.match(closed.seen('main'), say('search.unknown.in', { name: 'repairs' }))
    for (const { id } of await list()) await mia.api('DELETE', `/members/me/searches/${id}`)
  })

  t.test('twenty at most, whoever saves at once', async t => {
    const save = (one: number) => noor.api('POST', '/members/me/searches', { query: { q: `word ${one}` } })
    for (let one = 0; one < 19; one++) t.equal((await save(one)).status, 201)
    const both = (await Promise.all([save(100), save(101)])).map(({ status }) => status)
    t.strictSame(both.toSorted(), [201, 409])
    const refused = await noor.post('/searches', { q: 'one more', name: 'One more' })
    t.equal(refused.status, 409)
    t.match(refused.seen('.saving'), say('search.saved.full', { most: 20 }))
    t.equal((await save(3)).status, 201, 'one that is there already')
    t.equal((await list(noor)).length, 20)
    const key = { 'idempotency-key': 'one-search' }
    await mia.api('POST', '/members/me/searches', { query: { q: 'once' } }, key)
    await mia.api('POST', '/members/me/searches', { query: { q: 'once' } }, key)
    t.equal((await list()).length, 1)
  })
})

import { join } from 'node:path'
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { people } from '../support/people.ts'
import { type Staged, startStaged } from '../support/staged.ts'

const OFFERS = join(import.meta.dirname, 'good/offers')
const WIDE = join(import.meta.dirname, 'good/wide')
const AJAR = { place: 'Ajar', pieces: 3, fragile: true, state: 'worn' }

type ThreadJson = { id: string; slug: string; kind: string; status: string; fields: object; version: number }

/** Opens an offer by the API. */
async function offer(app: Staged, fields: object = AJAR, title = 'A box of strings'): Promise<ThreadJson> {
  const mia = await app.as(people.mia)
  const categoryId = String((await app.make.category()).id)
  const body = { categoryId, title, body: 'Who would like them?', kind: 'offer', ...fields }
  const answer = await mia.api('POST', '/threads', body)
  t.equal(answer.status, 201, answer.text)
  return answer.json()
}

t.test('a kind of threads that a plugin brings', async t => {
  const app = await startStaged(t, { plugins: [OFFERS] })
  const { make, as } = app
  const [mia, noor, visitor] = [await as(people.mia), await as(people.noor), app.visitor()]

  await t.test('a thread of it is begun with its fields, and read with them and its first state', async t => {
    const made = await offer(app)
    t.match(made, { kind: 'offer', status: 'free', fields: AJAR })
    const listed = (await visitor.get('/api/v1/threads?kind=offer&status=free')).json<{ items: ThreadJson[] }>()
    t.match(listed.items, [{ id: made.id, kind: 'offer', status: 'free', fields: AJAR }])
    t.equal((await visitor.get('/api/v1/threads?kind=offer&status=gone')).json<{ items: object[] }>().items.length, 0)
    t.equal((await visitor.get('/api/v1/threads?status=free')).status, 422)
    t.same(app.errors, [])
  })

  await t.test('what is missing or cannot be is refused, by the field’s name', async t => {
    const categoryId = String((await make.category()).id)
    const base = { categoryId, title: 'Strings', body: 'For you', kind: 'offer' }
    for (const [sent, field] of [
      [{}, 'place'],
      [{ place: '   ' }, 'place'],
      [{ place: 'x'.repeat(41) }, 'place'],
      [{ place: 'Here', pieces: 10 }, 'pieces'],
      [{ place: 'Here', pieces: '3' }, 'pieces'],
      [{ place: 'Here', fragile: 'on' }, 'fragile'],
      [{ place: 'Here', state: 'broken' }, 'state'],
      [{ place: 'Here', colour: 'red' }, 'colour'],
    ] as const) {
      const answer = await mia.api('POST', '/threads', { ...base, ...sent })
      t.equal(answer.status, 422, JSON.stringify(sent))
      t.match(answer.json<{ errors: { path: string }[] }>().errors, [{ path: field }], JSON.stringify(sent))
    }
    t.equal((await mia.api('POST', '/threads', { ...base, kind: 'lottery' })).status, 422)
  })

  await t.test('who lacks its permission begins none, and is offered none', async t => {
    t.match((await mia.get('/threads/new')).text, /name="kind" value="offer"/)
    const ada = await as(people.ada)
    const members = await ada.api('PUT', '/permissions/offers.offer', { groups: ['staff'] })
    t.equal(members.status, 200, members.text)
    t.teardown(() => ada.api('PUT', '/permissions/offers.offer', { groups: ['members'] }))
    t.notMatch((await mia.get('/threads/new')).text, /value="offer"/)
    const categoryId = String((await make.category()).id)
    const body = { categoryId, title: 'Strings', body: 'For you', kind: 'offer', ...AJAR }
    t.equal((await mia.api('POST', '/threads', body)).status, 403)
  })

  await t.test('the composer asks for the fields of each kind, keeps them, and says what is wrong', async t => {
    const categoryId = String((await make.category()).id)
    const form = { key: 'abc', title: 'Reeds', categoryId, body: 'Ten of them', kind: 'offer', intent: 'post' }
    const wrong = await mia.post('/threads', { ...form, 'offer.pieces': '12', 'offer.fragile': 'on' })
    t.equal(wrong.status, 422)
    t.match(wrong.text, /href="#f-offer-place"/)
    t.match(wrong.text, /value="12"/)
    t.match(wrong.text, /name="offer.fragile" value="on" checked/)
    t.match(wrong.text, /Ten of them/)
    const done = await mia.post('/threads', { ...form, 'offer.place': 'Ghent', 'offer.fragile': 'on' })
    t.equal(done.status, 303)
    const page = await visitor.get(done.location)
    t.match(page.text, /To be had/)
    t.match(page.text, /<dt>Place<\/dt><dd>Ghent<\/dd>/)
    t.match(page.text, /<dt>Fragile<\/dt><dd>Yes<\/dd>/)
  })

  await t.test('a draft keeps what was chosen and typed', async t => {
    const form = { title: 'Later', categoryId: '', body: 'Half', kind: 'offer', intent: 'draft', draftVersion: '0' }
    const kept = await noor.post('/threads', { ...form, 'offer.place': 'Lyon', 'offer.state': 'new' })
    t.equal(kept.status, 303, kept.text)
    const again = (await noor.get('/threads/new')).text
    t.match(again, /value="offer" checked/)
    t.match(again, /value="Lyon"/)
    t.match(again, /<option value="new" selected/)
  })

  await t.test('its views stand on the thread’s page and in lists, each loaded once', async t => {
    const made = await offer(app, { place: 'Turin' }, 'A stool')
    await make.post({ threadId: Number(made.id), by: people.noor, body: 'Me!' })
    await app.settled()
    const { text } = await visitor.get(`/t/${made.id}/${made.slug}`)
    t.match(text, /<div class="plugged"><p class="offer-header">loaded for Turin, 2 on this page<\/p><\/div>/)
    t.match(text, /<p class="offer-post">above 2<\/p>/)
    t.match(text, /<i>for a visitor at \d+<\/i>/)
    t.match((await mia.get(`/t/${made.id}/${made.slug}`)).text, /<i>for Mia at \d+<\/i>/i)
    t.match(text, /"@type":"Offer","name":"A stool","text":"Who would like them\?"/)
    t.notMatch(text, /DiscussionForumPosting/)
    const list = (await visitor.get('/latest')).text
    t.match(list, /<b class="offer-row">loaded for Turin<\/b>/)
  })

  await t.test(
    'it has a page of its own with its states, a feed, and a place in the way through the community',
    async t => {
      const made = await offer(app, { place: 'Oslo' }, 'A lamp')
      const plain = await make.thread({ by: people.mia, title: 'Just talk' })
      await app.settled()
      const all = await visitor.get('/offers')
      t.match(all.text, /A lamp/)
      t.notMatch(all.text, new RegExp(`/t/${plain.id}/`))
      t.match((await visitor.get('/')).text, /<a href="\/offers"/)
      t.match((await visitor.get('/offers?status=free')).text, /A lamp/)
      t.equal((await visitor.get('/offers?status=unknown')).status, 422)
      const feed = (await visitor.get('/offers/feed.json')).json<{ items: { title: string; tags: string[] }[] }>()
      t.match(
        feed.items.find(({ title }) => title === 'A lamp'),
        { tags: ['Offer', 'To be had'] },
      )
      t.equal((await mia.post(`/offers/${made.id}/gone`, {})).status, 303)
      await app.settled()
      t.notMatch((await visitor.get('/offers?status=free')).text, /A lamp/)
      t.match((await visitor.get(`/t/${made.id}/${made.slug}`)).text, /Gone/)
      t.match((await visitor.get(`/api/v1/threads/${made.id}`)).json(), { status: 'gone' })
    },
  )

  await t.test('best first puts the posts with most reactions on top, under what was asked', async t => {
    const made = await offer(app, { place: 'Rome' }, 'A harp')
    const path = `/t/${made.id}/${made.slug}`
    await make.post({ threadId: Number(made.id), by: people.noor, body: 'the first answer' })
    const second = await make.post({ threadId: Number(made.id), by: people.noor, body: 'the second answer' })
    t.equal((await mia.api('PUT', `/posts/${second.id}/reactions/heart`)).status, 200)
    await app.settled()
    t.match((await visitor.get(path)).text, new RegExp(`href="${path}/best"`))
    for (const reader of [visitor, mia]) {
      const best = await reader.get(`${path}/best`)
      t.equal(best.status, 200)
      const order = ['Who would like them', 'the second answer', 'the first answer'].map(one =>
        best.text.lastIndexOf(one),
      )
      t.strictSame(
        order,
        [...order].sort((a, b) => a - b),
      )
      t.match(best.text, /<meta name="robots" content="noindex/)
    }
  })

  await t.test('a thread is turned into one and back by who may edit it, and keeps its words', async t => {
    const plain = await make.thread({ by: people.mia, title: 'Spare reeds', body: 'I have some' })
    const path = `/threads/${plain.id}`
    t.equal((await noor.api('PATCH', path, { kind: 'offer', place: 'Bonn' })).status, 403)
    t.match((await mia.api('PATCH', path, { kind: 'offer', place: 'Bonn' })).json(), { kind: 'offer', status: 'free' })
    t.match((await mia.api('PATCH', path, { pieces: 2 })).json(), { fields: { place: 'Bonn', pieces: 2 } })
    const edit = (await mia.get(`${path}/edit`)).text
    t.match(edit, /value="offer" checked/)
    t.match(edit, /value="Bonn"/)
    const back = await mia.api('PATCH', path, { kind: 'thread' })
    t.match(back.json(), { kind: 'thread', status: '', fields: {} })
    const ada = await as(people.ada)
    const acts = async () => (await ada.get('/api/v1/audit-entries')).json<{ items: { act: string }[] }>().items
    t.notOk(
      (await acts()).some(({ act }) => act === 'thread.convert'),
      'an author’s own change is no act of staff',
    )
    t.equal((await ada.api('PATCH', path, { kind: 'offer', place: 'Bonn' })).status, 200)
    t.match(await acts(), [{ act: 'thread.convert' }])
  })

  await t.test('of a category out of sight nothing of it is told', async t => {
    const hidden = await make.category({ rights: { see: [GROUP.staff], create: [GROUP.staff] } })
    const ada = await as(people.ada)
    const body = { categoryId: String(hidden.id), title: 'A secret lute', body: 'Hush', kind: 'offer', place: 'Keep' }
    const made = (await ada.api('POST', '/threads', body)).json<ThreadJson>()
    t.ok(made.id)
    await app.settled()
    const surfaces = ['/offers', '/offers?status=free', '/offers/feed.rss', '/latest', '/api/v1/threads?kind=offer']
    for (const path of [...surfaces, `/t/${made.id}/${made.slug}`, `/t/${made.id}/${made.slug}/best`])
      t.notMatch((await mia.get(path)).text, /secret lute|Keep/, path)
    t.match((await ada.get('/offers')).text, /secret lute/)
  })

  await t.test(
    'without its plugin such threads are read, edited and answered as plain ones, and stay what they are',
    async t => {
      const made = await offer(app, { place: 'Graz' }, 'A zither')
      const ada = await as(people.ada)
      t.equal((await ada.post('/admin/plugins/offers/enabled/delete', {})).status, 303)
      await app.settled()
      const page = await visitor.get(`/t/${made.id}/${made.slug}`)
      t.equal(page.status, 200)
      t.notMatch(page.text, /To be had|offer-header/)
      t.equal((await visitor.get('/offers')).status, 404)
      t.equal((await mia.api('PATCH', `/threads/${made.id}`, { title: 'An old zither' })).status, 200)
      t.match((await visitor.get(`/api/v1/threads/${made.id}`)).json(), {
        kind: 'offer',
        status: 'free',
        fields: { place: 'Graz' },
      })
      t.equal((await noor.api('POST', `/threads/${made.id}/posts`, { body: 'Please' })).status, 201)
      t.same(app.errors, [])
    },
  )
})

t.test('a draft holds all that the kinds ask for, and a bound amount of anything else', async t => {
  const app = await startStaged(t, { plugins: [WIDE] })
  const mia = await app.as(people.mia)
  const named = (kind: string, many: number) =>
    Object.fromEntries(Array.from({ length: many }, (_, index) => [`${kind}.line${index}`, `${index}`]))
  const body = 'Much of it'
  t.equal(
    (await mia.api('PUT', '/drafts/thread', { body, fields: { kind: 'form', ...named('form', 70) } })).status,
    200,
  )
  t.match((await mia.api('GET', '/drafts/thread')).json(), { fields: { kind: 'form', 'form.line69': '69' } })
  await app.make.category()
  const { page } = await mia.get('/threads/new')
  t.equal(page.querySelector('[name="form.line69"]')?.getAttribute('value'), '69')
  t.equal((await mia.api('PUT', '/drafts/thread', { body, fields: named('form', 200) })).status, 422)
  t.equal((await mia.api('PUT', '/drafts/reply-1', { body, fields: named('none', 60) })).status, 200)
})

import t from 'tap'
import { threadReads } from '../../db/tables/index.ts'
import * as reactionService from '../../server/reactions/service.ts'
import { people } from '../support/people.ts'
import { bellOf, pathOf, startTelling, toldTo } from './told.ts'

t.test('reading what one is told', async t => {
  const { app, make, database, follow, openingOf, someone, reads, shortly } = await startTelling(t)

  t.test('reading settles what it shows: by the reader’s browser, or a picture where there are no scripts', async t => {
    const { person, client } = await someone()
    const thread = await make.thread({ by: person })
    await follow(person, 'thread', thread.id)
    const posts = []
    for (let number = 2; number <= 24; number++) posts.push(await make.post({ threadId: thread.id, by: people.noor }))
    await make.post({ threadId: thread.id, by: people.mia, replyTo: await openingOf(thread), body: 'To you' })
    await reactionService.add(await app.ctx(people.mia), { postId: await openingOf(thread), key: 'heart' })
    t.strictSame(await shortly(client), ['reaction 1 mia', 'reply 25 mia', 'reply 2 noor ×23'])
    await reads(client, thread, 3)
    t.strictSame(
      await shortly(client, '?unread=true'),
      ['reply 25 mia', 'reply 4 noor ×21'],
      'and the reaction on that page',
    )
    t.equal(bellOf(await client.get('/')), 2)
    const home = await client.get('/notifications')
    t.match(
      home.page.querySelectorAll('.told .unread .t')[1]?.getAttribute('href'),
      /\/4#post-/,
      'it leads to the first unread',
    )
    const referer = `${app.url}${pathOf(thread, 24)}`
    await client.get(`/threads/${thread.id}/read?to=24`, { headers: { referer, 'sec-fetch-site': 'same-origin' } })
    t.strictSame(await shortly(client, '?unread=true'), ['reply 25 mia'])
    await reads(client, thread, 25)
    t.equal(bellOf(await client.get('/')), 0)
    t.strictSame((await toldTo(client)).length, 3, 'they stay in the list')
  })

  t.test('a mention on a page that was passed over stays unread', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    for (let number = 3; number <= 22; number++) await make.post({ threadId: thread.id })
    await app.settled()
    await reads(client, thread, 22)
    t.strictSame(await shortly(client, '?unread=true'), ['mention 2 noor'])
    await reads(client, thread, 2)
    t.strictSame(await shortly(client, '?unread=true'), [], 'until the page is seen, though all was read')
  })

  t.test('to mark everything as read in lists is to have read the new replies, not to have seen a mention', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    await follow(person, 'thread', thread.id)
    await make.post({ threadId: thread.id })
    await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    t.strictSame(await shortly(client), ['mention 3 noor', 'thread 2 noor'])
    t.equal((await client.api('POST', '/read', {})).status, 204)
    t.strictSame(await shortly(client, '?unread=true'), ['mention 3 noor'])
  })

  t.test('what was read before it could be told is not news', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    await follow(person, 'thread', thread.id)
    await app.settled()
    const told = await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await make.post({ threadId: thread.id })
    await database.db
      .insert(threadReads)
      .values({ memberId: person.id, threadId: thread.id, lastNumber: told.number + 1 })
    t.strictSame(await shortly(client, '?unread=true'), [])
    t.strictSame(await shortly(client), ['mention 2 noor'])
  })

  t.test('marking as read means what was there: one that arrives or grows meanwhile stays', async t => {
    const { person, client } = await someone()
    const thread = await make.thread()
    await follow(person, 'thread', thread.id)
    await make.post({ threadId: thread.id })
    await make.post({ threadId: thread.id, body: `@${person.name}, look` })
    await app.settled()
    const page = await client.get('/notifications')
    const [, gathered] = await toldTo(client)
    await make.post({ threadId: thread.id })
    await app.settled()
    const read = { ids: [gathered?.id], upTo: gathered?.position }
    t.strictSame((await client.api('POST', '/notifications/read', read)).json(), { unread: 2 }, 'it has grown')
    const sent = await page.submit('/notifications/read')
    t.equal(sent.status, 303)
    t.equal(sent.location, '/notifications')
    t.strictSame(await shortly(client, '?unread=true'), ['thread 2 noor ×2'])
    const [again] = await toldTo(client)
    const now = await client.api('POST', '/notifications/read', { ids: [again?.id], upTo: again?.position })
    t.strictSame(now.json(), { unread: 0 })
    await make.post({ threadId: thread.id })
    t.strictSame(await shortly(client, '?unread=true'), ['thread 5 noor'], 'what follows begins anew')
  })

  t.test('each row has its own button, and nobody marks for another', async t => {
    const [one, other] = [await someone(), await someone()]
    const thread = await make.thread()
    await make.post({ threadId: thread.id, body: `@${one.person.name} and @${other.person.name}, look` })
    await app.settled()
    const [told] = await toldTo(one.client)
    t.equal((await other.client.api('POST', '/notifications/read', { ids: [told?.id] })).status, 200)
    t.strictSame(await shortly(one.client, '?unread=true'), ['mention 2 noor'])
    const form = (await one.client.get('/notifications?unread=true')).page.querySelector('.told form')
    const fields = [...(form?.querySelectorAll('input') ?? [])].map(field => [
      field.getAttribute('name'),
      field.getAttribute('value'),
    ])
    const sent = await one.client.post('/notifications/read', Object.fromEntries(fields))
    t.equal(sent.location, '/notifications?unread=true')
    t.match((await sent.follow()).seen('main'), /All quiet\. Nothing unread\./)
  })

  t.test('what a program sends amiss is refused with a reason', async t => {
    const { client } = await someone()
    const bad = [
      {},
      { ids: [] },
      { ids: ['x'] },
      { upTo: '-1' },
      { upTo: 5 },
      { upTo: '1', more: true },
      { ids: Array(101).fill('1') },
    ]
    for (const body of bad)
      t.equal((await client.api('POST', '/notifications/read', body)).status, 422, JSON.stringify(body))
    for (const query of ['?cursor=x', '?limit=0', '?unread=maybe', '?odd=1'])
      t.equal((await client.api('GET', `/notifications${query}`)).status, 422, query)
    for (const fields of [{}, { upTo: 'x' }, { upTo: '1', id: 'x' }, { upTo: '1', unread: 'yes' }])
      t.equal((await client.post('/notifications/read', fields)).status, 422, JSON.stringify(fields))
    t.equal((await client.get('/notifications?cursor=x')).status, 422)
    t.equal((await client.api('PUT', '/notifications/preferences', { quiet: ['reminder'] })).status, 422)
    t.equal((await client.post('/settings/notifications', { tell: 'everything' })).status, 422)
  })
})

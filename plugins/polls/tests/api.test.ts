import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { GROUP } from '../../../server/core/actor.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { LUNCH, pollBy } from './polls.ts'

type PollJson = {
  votes: number
  own: number[] | null
  closed: boolean
  result: { options: { count: number }[] } | null
}

t.test('the API of polls', async t => {
  const app = await startStaged(t)
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const visitor = app.visitor()

  await t.test('its document is right', async t => {
    const document = (await visitor.get('/api/v1/openapi.json')).json<Record<string, unknown>>()
    const { valid, errors } = await new Validator().validate(document)
    t.ok(valid, JSON.stringify(errors))
  })

  await t.test('a poll is read, voted on, left, closed and opened again', async t => {
    const { postId } = await pollBy(app, `${LUNCH}\n\n:::poll rating\n- a\n- b\n:::`)
    const read = (await visitor.get(`/api/v1/polls/${postId}`)).json<{ items: unknown[] }>()
    t.match(read, {
      items: [
        { place: 0, question: 'What is for lunch?', options: ['Soup', 'Bread'], kind: 'single', votes: 0, own: null },
        { place: 1, kind: 'rating' },
      ],
    })
    const at = `/polls/${postId}/0`
    const voted = await noor.api('PUT', `${at}/ballot`, { choice: [1] })
    t.match(voted.json(), { votes: 1, own: [1], result: { options: [{ count: 0 }, { count: 1 }], leaders: [1] } })
    t.equal((await noor.api('PUT', `${at}/ballot`, { choice: [2] })).status, 422)
    t.equal((await visitor.api('PUT', `${at}/ballot`, { choice: [1] })).status, 401)
    t.equal((await noor.api('PUT', `${at}/closing`)).status, 403)
    t.match((await mia.api('PUT', `${at}/closing`)).json(), { closed: true, own: null })
    t.equal((await noor.api('DELETE', `${at}/ballot`)).status, 422, 'it is closed')
    t.match((await mia.api('DELETE', `${at}/closing`)).json(), { closed: false })
    t.match((await noor.api('DELETE', `${at}/ballot`)).json(), { votes: 0, own: null })
  })

  await t.test('the author and staff export votes: of an anonymous poll without names', async t => {
    const anonymous = await pollBy(app, LUNCH)
    const named = await pollBy(app, ':::poll named\n- a\n- b\n:::')
    const ada = await app.as(people.ada)
    for (const { postId } of [anonymous, named]) {
      await noor.api('PUT', `/polls/${postId}/0/ballot`, { choice: [1] })
      await ada.api('PUT', `/polls/${postId}/0/ballot`, { choice: [1] })
      await mia.api('PUT', `/polls/${postId}/0/ballot`, { choice: [0] })
    }
    t.equal((await noor.get(`/api/v1/polls/${anonymous.postId}/0/ballots`)).status, 403)
    t.equal((await visitor.get(`/api/v1/polls/${anonymous.postId}/0/ballots`)).status, 401)
    t.equal((await noor.get(`/api/v1/polls/${named.postId}/0/ballots`)).status, 200, 'everybody sees who voted what')
    const page = await noor.get(named.path)
    const rows = [...page.page.querySelectorAll('#voters tbody tr')].map(row => row.children)
    t.strictSame(
      rows.map(cells => [...cells].map(one => one.textContent)),
      [
        ['ada', 'b'],
        ['mia', 'a'],
        ['noor', 'b'],
      ],
    )
    t.equal((await noor.get(anonymous.path)).page.querySelector('#voters'), null)
    const all = async (postId: number) => {
      const items: unknown[] = []
      for (let cursor = ''; ; ) {
        const page = (await mia.get(`/api/v1/polls/${postId}/0/ballots?limit=1${cursor}`)).json<{
          items: unknown[]
          nextCursor: string | null
        }>()
        items.push(...page.items)
        if (page.nextCursor === null) return items
        cursor = `&cursor=${page.nextCursor}`
      }
    }
    t.strictSame(await all(anonymous.postId), [
      { choice: [0], count: 1, member: null, at: null },
      { choice: [1], count: 2, member: null, at: null },
    ])
    t.match(await all(named.postId), [
      { choice: [1], member: { name: 'ada' } },
      { choice: [0], member: { name: 'mia' } },
      { choice: [1], member: { name: 'noor' }, at: /^\d{4}-/ },
    ])
    t.equal((await mia.get(`/api/v1/polls/${named.postId}/0/ballots?cursor=nonsense`)).status, 200)
  })

  await t.test('hidden results stay hidden, from the author and staff as well', async t => {
    const { postId } = await pollBy(app, ':::poll results=closed\n- a\n- b\n:::')
    await noor.api('PUT', `/polls/${postId}/0/ballot`, { choice: [1] })
    for (const who of [visitor, noor, mia, await app.as(people.ada)]) {
      const { items } = (await who.get(`/api/v1/polls/${postId}`)).json<{ items: PollJson[] }>()
      t.equal(items[0]?.votes, 1)
      t.equal(items[0]?.result, null)
    }
    t.equal((await mia.get(`/api/v1/polls/${postId}/0/ballots`)).status, 403)
    t.match((await mia.api('PUT', `/polls/${postId}/0/closing`)).json(), { result: { leaders: [1] } })
    t.equal((await mia.get(`/api/v1/polls/${postId}/0/ballots`)).status, 200)
  })

  await t.test('a poll out of sight is not there', async t => {
    const hidden = await app.make.category({ rights: { see: [GROUP.staff], create: [GROUP.staff] } })
    const ada = await app.as(people.ada)
    const opened = await ada.api('POST', '/threads', {
      categoryId: String(hidden.id),
      title: 'Staff only',
      body: LUNCH,
    })
    const { post } = opened.json<{ post: { id: string } }>()
    const at = `/polls/${post.id}`
    t.equal((await ada.get(`/api/v1${at}`)).status, 200)
    for (const who of [noor, visitor]) {
      t.equal((await who.get(`/api/v1${at}`)).status, 404)
      t.equal((await who.get(`/api/v1${at}/0/ballots`)).status, 404)
      t.equal((await who.api('PUT', `${at}/0/ballot`, { choice: [0] })).status, 404)
      for (const [method, path] of [
        ['DELETE', 'ballot'],
        ['PUT', 'closing'],
        ['DELETE', 'closing'],
      ] as const)
        t.equal((await who.api(method, `${at}/0/${path}`)).status, 404, `${method} ${path}`)
    }
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})

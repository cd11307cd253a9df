import { Validator } from '@seriousme/openapi-schema-validator'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { hiddenCategory, questionBy, stateFor, statusOf } from './questions.ts'

t.test('the API of questions', async t => {
  const app = await startStaged(t)
  const ada = await app.as(people.ada)
  const mo = await app.as(people.mo)
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const visitor = app.visitor()

  await t.test('its document is right', async t => {
    const document = (await visitor.get('/api/v1/openapi.json')).json<Record<string, unknown>>()
    const { valid, errors } = await new Validator().validate(document)
    t.ok(valid, JSON.stringify(errors))
  })

  await t.test('the asker accepts a reply, chooses another, and takes it back', async t => {
    const question = await questionBy(app)
    const [one, two] = question.replies
    const at = `/questions/${question.id}`
    t.match(await stateFor(visitor, question), { status: 'open', accepted: null, verified: [], sameCount: 0 })
    const accepted = await mia.api('PUT', `${at}/accepted/${one}`)
    t.match(accepted.json(), { status: 'answered', accepted: { postId: String(one), number: 2, by: { name: 'mia' } } })
    t.equal(await statusOf(visitor, question), 'answered')
    t.match((await mia.api('PUT', `${at}/accepted/${one}`)).json(), accepted.json(), 'twice is once')
    t.match((await mia.api('PUT', `${at}/accepted/${two}`)).json(), { accepted: { postId: String(two), number: 3 } })
    await mia.api('DELETE', `${at}/accepted/${one}`)
    t.match(await stateFor(visitor, question), { accepted: { postId: String(two) } }, 'the other stays')
    t.match((await mia.api('DELETE', `${at}/accepted/${two}`)).json(), { status: 'open', accepted: null })
    t.equal((await mia.api('DELETE', `${at}/accepted/${two}`)).status, 200, 'none is nothing')
  })

  await t.test('the log tells each change once, and what was accepted before', async t => {
    const question = await questionBy(app)
    const [one, two] = question.replies
    const at = `/questions/${question.id}`
    for (const post of [one, one, two]) await mia.api('PUT', `${at}/accepted/${post}`)
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) await mo.api(method, `${at}/verified/${one}`)
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) await noor.api(method, `${at}/same`)
    const { db } = await app.ctx()
    const events = await db.execute<{ type: string; postId: number | null }>(sql`
      select type, (data->>'postId')::float8 as "postId" from domain_events
      where type like 'questions.%' and data->>'threadId' = ${String(question.id)} order by id`)
    t.strictSame(
      [...events].map(({ type, postId }) => [type, postId]),
      [
        ['questions.accepted', one],
        ['questions.withdrawn', one],
        ['questions.accepted', two],
        ['questions.verified', one],
        ['questions.withdrawn', one],
        ['questions.joined', null],
        ['questions.left', null],
      ],
    )
  })

  await t.test('staff verify any number of replies; it is answered until none is left', async t => {
    const question = await questionBy(app)
    const [one, two] = question.replies
    const at = `/questions/${question.id}`
    await mia.api('PUT', `${at}/accepted/${two}`)
    for (const post of [one, two]) t.equal((await mo.api('PUT', `${at}/verified/${post}`)).status, 200)
    t.match(await stateFor(visitor, question), {
      status: 'answered',
      accepted: { postId: String(two) },
      verified: [{ postId: String(one) }, { postId: String(two) }],
    })
    await mia.api('DELETE', `${at}/accepted/${two}`)
    await ada.api('DELETE', `${at}/verified/${one}`)
    t.match(await stateFor(visitor, question), { status: 'answered', accepted: null, verified: [{}] })
    await mo.api('DELETE', `${at}/verified/${two}`)
    t.match(await stateFor(visitor, question), { status: 'open', verified: [] })
  })

  await t.test('only the asker accepts, only the team verifies', async t => {
    const question = await questionBy(app)
    const [post] = question.replies
    const at = `/questions/${question.id}`
    for (const who of [noor, mo, ada])
      for (const method of ['PUT', 'DELETE'])
        t.equal((await who.api(method, `${at}/accepted/${post}`)).status, 403, 'it is not their question')
    for (const who of [noor, mia])
      for (const method of ['PUT', 'DELETE']) t.equal((await who.api(method, `${at}/verified/${post}`)).status, 403)
    for (const mark of ['accepted', 'verified'])
      for (const method of ['PUT', 'DELETE'])
        t.equal((await visitor.api(method, `${at}/${mark}/${post}`)).status, 401, `${method} ${mark}`)
    t.match(await stateFor(visitor, question), { status: 'open' })

    await ada.api('PUT', '/permissions/questions.verify', { groups: ['members'] })
    t.equal((await noor.api('PUT', `${at}/verified/${post}`)).status, 200, 'who is given the permission may')
    await ada.api('PUT', '/permissions/questions.verify', { groups: ['staff'] })
    t.equal((await noor.api('DELETE', `${at}/verified/${post}`)).status, 403)
  })

  await t.test('the question itself, what is elsewhere and what is deleted is no answer', async t => {
    const question = await questionBy(app)
    const other = await questionBy(app)
    const [first, second] = question.replies
    const { items } = (await visitor.get(`/api/v1/threads/${question.id}/posts`)).json<{ items: { id: string }[] }>()
    const refused = await mia.api('PUT', `/questions/${question.id}/accepted/${items[0]?.id}`)
    t.equal(refused.status, 422)
    t.match(refused.json(), { errors: [{ path: 'postId', message: /The question itself is no answer/ }] })
    t.equal((await mia.api('PUT', `/questions/${question.id}/accepted/${other.replies[0]}`)).status, 404)
    await noor.api('DELETE', `/posts/${first}`)
    t.equal((await mia.api('PUT', `/questions/${question.id}/accepted/${first}`)).status, 404)
    t.equal((await mo.api('PUT', `/questions/${question.id}/verified/${first}`)).status, 410)
    const plain = await app.make.thread({ by: people.mia })
    const reply = await app.make.post({ threadId: plain.id })
    t.equal((await mia.api('PUT', `/questions/${plain.id}/accepted/${reply.id}`)).status, 404, 'no question')
    t.equal((await mia.api('GET', `/questions/${plain.id}`)).status, 404)
    t.equal((await noor.api('PUT', `/questions/${plain.id}/same`)).status, 404)
    t.equal((await mia.api('PUT', `/questions/${question.id}/accepted/${second}`)).status, 200)
  })

  await t.test('members say that they have the same question; the asker has it anyway', async t => {
    const question = await questionBy(app)
    const at = `/questions/${question.id}/same`
    t.match((await noor.api('PUT', at)).json(), { sameCount: 1, mine: true })
    t.match((await noor.api('PUT', at)).json(), { sameCount: 1 }, 'twice is once')
    t.match((await mo.api('PUT', at)).json(), { sameCount: 2 })
    t.match(await stateFor(visitor, question), { sameCount: 2, mine: false })
    t.match((await noor.api('DELETE', at)).json(), { sameCount: 1, mine: false })
    t.match((await noor.api('DELETE', at)).json(), { sameCount: 1 })
    t.equal((await mia.api('PUT', at)).status, 422)
    for (const method of ['PUT', 'DELETE']) t.equal((await visitor.api(method, at)).status, 401)
  })

  await t.test('who may not ask begins no question', async t => {
    const category = await app.make.category()
    const ask = () =>
      noor.api('POST', '/threads', {
        categoryId: String(category.id),
        title: 'May I ask?',
        body: 'Perhaps.',
        kind: 'question',
      })
    t.equal((await ask()).status, 201)
    await ada.api('PUT', '/permissions/questions.ask', { groups: ['staff'] })
    t.equal((await ask()).status, 403)
    await ada.api('PUT', '/permissions/questions.ask', { groups: ['members'] })
  })

  await t.test('unanswered questions are a list of core', async t => {
    const category = await app.make.category()
    const [open, answered] = [
      await questionBy(app, { categoryId: category.id }),
      await questionBy(app, { categoryId: category.id }),
    ]
    await mia.api('PUT', `/questions/${answered.id}/accepted/${answered.replies[0]}`)
    const idsOf = async (status: string) =>
      (await visitor.get(`/api/v1/threads?kind=question&status=${status}&limit=100`))
        .json<{ items: { id: string }[] }>()
        .items.map(({ id }) => Number(id))
        .filter(id => id === open.id || id === answered.id)
    t.strictSame(await idsOf('open'), [open.id])
    t.strictSame(await idsOf('answered'), [answered.id])
  })

  await t.test('a question out of sight is not there', async t => {
    const hidden = await hiddenCategory(app)
    const question = await questionBy(app, { by: people.ada, replies: 0, categoryId: hidden.id })
    const { id: post } = await app.make.post({ threadId: question.id, by: people.mo })
    await app.settled()
    t.equal((await ada.api('PUT', `/questions/${question.id}/accepted/${post}`)).status, 200)
    t.equal((await mo.api('PUT', `/questions/${question.id}/same`)).status, 200)
    for (const who of [noor, visitor]) {
      t.equal((await who.get(`/api/v1/questions/${question.id}`)).status, 404)
      for (const method of ['PUT', 'DELETE'])
        for (const path of ['same', `accepted/${post}`, `verified/${post}`])
          t.equal((await who.api(method, `/questions/${question.id}/${path}`)).status, 404, `${method} ${path}`)
      for (const path of ['same', `accepted/${post}`, `verified/${post}`])
        for (const end of ['', '/delete'])
          t.equal((await who.post(`/questions/${question.id}/${path}${end}`)).status, 404, `POST ${path}${end}`)
      t.equal((await who.get(question.page)).status, 404)
      const listed = (await who.get('/api/v1/threads?kind=question&limit=100')).text
      t.notMatch(listed, `"id":"${question.id}"`)
    }
    t.match(await stateFor(mo, question), { status: 'answered', sameCount: 1 })
  })

  await t.test('nonsense is refused, whoever sends it', async t => {
    const ids = ['0', '-1', 'x', '1e3', '%00', '9007199254740993', '999999999']
    const { id } = await questionBy(app)
    for (const who of [ada, visitor])
      for (const one of ids) {
        const paths = [`${one}/same`, `${one}/accepted/${one}`, `${id}/accepted/${one}`, `${id}/verified/${one}`]
        for (const [method, path] of [
          ['GET', one],
          ...paths.flatMap(path => [['PUT', path] as const, ['DELETE', path] as const]),
        ] as const) {
          const { status } = await who.api(method, `/questions/${path}`)
          t.ok(status >= 400 && status < 500, `${method} ${path}: ${status}`)
        }
      }
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})

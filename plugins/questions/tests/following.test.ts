import t from 'tap'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { type Question, questionBy, stateFor, statusOf } from './questions.ts'

t.test('a question follows what happens elsewhere', async t => {
  const app = await startStaged(t)
  const ada = await app.as(people.ada)
  const mo = await app.as(people.mo)
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const visitor = app.visitor()
  const accept = ({ id, replies }: Question, place = 0) => mia.api('PUT', `/questions/${id}/accepted/${replies[place]}`)

  async function turnInto(question: Pick<Question, 'id'>, kind: string) {
    const { etag } = (await mia.get(`/api/v1/threads/${question.id}`)).headers
    const answer = await mia.api('PATCH', `/threads/${question.id}`, { kind }, { 'if-match': etag })
    if (answer.status !== 200) throw new Error(answer.text)
    await app.settled()
  }

  await t.test('a deleted answer is none, until it is put back', async t => {
    const question = await questionBy(app)
    const [post] = question.replies
    await accept(question)
    await noor.api('DELETE', `/posts/${post}`)
    await app.settled()
    t.match(await stateFor(visitor, question), { status: 'open', accepted: null })
    t.equal(await statusOf(mo, question), 'open')
    await noor.api('POST', `/posts/${post}/restore`)
    await app.settled()
    t.match(await stateFor(visitor, question), { status: 'answered', accepted: { postId: String(post) } })
  })

  await t.test('one that comes back does not take the place of one accepted meanwhile', async t => {
    const question = await questionBy(app)
    const [first, second] = question.replies
    await accept(question)
    await noor.api('DELETE', `/posts/${first}`)
    await app.settled()
    await accept(question, 1)
    await noor.api('POST', `/posts/${first}/restore`)
    await app.settled()
    t.match(await stateFor(visitor, question), { status: 'answered', accepted: { postId: String(second) } })
  })

  await t.test('of two answers one may go, and it stays answered', async t => {
    const question = await questionBy(app)
    const [first, second] = question.replies
    await accept(question)
    await mo.api('PUT', `/questions/${question.id}/verified/${second}`)
    await noor.api('DELETE', `/posts/${first}`)
    await app.settled()
    t.match(await stateFor(visitor, question), { status: 'answered', accepted: null, verified: [{}] })
  })

  await t.test('what is a plain thread for a while has its answers again when it is a question', async t => {
    const question = await questionBy(app)
    await accept(question)
    await turnInto(question, 'thread')
    t.equal((await mia.get(`/api/v1/questions/${question.id}`)).status, 404)
    t.equal((await accept(question, 1)).status, 404)
    t.equal(await statusOf(visitor, question), '')
    await turnInto(question, 'question')
    t.match(await stateFor(visitor, question), {
      status: 'answered',
      accepted: { postId: String(question.replies[0]) },
    })

    await turnInto(question, 'thread')
    await noor.api('DELETE', `/posts/${question.replies[0]}`)
    await app.settled()
    t.equal(await statusOf(visitor, question), '', 'a plain thread stays one')
    await turnInto(question, 'question')
    t.match(await stateFor(visitor, question), { status: 'open', accepted: null })
  })

  await t.test('a plain thread becomes a question that waits for its answer', async t => {
    const question = await questionBy(app, { kind: 'thread' })
    await turnInto(question, 'question')
    t.equal(await statusOf(visitor, question), 'open')
    t.match((await accept(question)).json(), { status: 'answered' })
  })

  await t.test('a deleted question takes its answers along, and brings them back', async t => {
    const question = await questionBy(app)
    await accept(question)
    await mo.api('DELETE', `/threads/${question.id}`)
    await app.settled()
    t.equal((await visitor.get(`/api/v1/questions/${question.id}`)).status, 404)
    t.equal((await mia.api('PUT', `/questions/${question.id}/same`)).status, 404)
    await mo.api('POST', `/threads/${question.id}/restore`)
    await app.settled()
    t.match(await stateFor(visitor, question), { status: 'answered' })
  })

  await t.test('an account that becomes another brings along what it said', async t => {
    const [from, into] = [await app.make.member(), await app.make.member()]
    const [shared, single] = [await questionBy(app), await questionBy(app)]
    const own = await questionBy(app, { by: into })
    const old = await app.as(from)
    for (const { id } of [shared, single, own]) await old.api('PUT', `/questions/${id}/same`)
    await (await app.as(into)).api('PUT', `/questions/${shared.id}/same`)
    const asked = await questionBy(app, { by: from })
    await old.api('PUT', `/questions/${asked.id}/accepted/${asked.replies[0]}`)
    t.match(await stateFor(visitor, shared), { sameCount: 2 })
    const merged = await ada.api('POST', `/members/${from.name}/merges`, { into: into.name })
    t.equal(merged.status, 204, merged.text)
    // A job does it, and says so when it is done.
    for (let round = 0; round < 2; round++) await app.settled()
    const now = await app.as(into)
    t.match(await stateFor(now, shared), { sameCount: 1, mine: true }, 'nobody has a question twice')
    t.match(await stateFor(now, single), { sameCount: 1, mine: true })
    t.match(await stateFor(now, own), { sameCount: 0, mine: false }, 'nobody has their own')
    t.match(await stateFor(now, asked), { accepted: { by: { name: into.name } } })
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})

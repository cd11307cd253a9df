/** Many at once, in two processes: one accepted answer, every verification, every asker counted once. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { questionBy, stateFor, statusOf } from './questions.ts'

const REPLIES = 12

t.test('questions under many hands', async t => {
  const one = await startStaged(t)
  const two = await startStaged(t, { target: one.target })
  const both = [one, two] as const
  const [mia, mo] = await Promise.all(
    [people.mia, people.mo].map(person => Promise.all(both.map(app => app.as(person)))),
  )
  const { db } = await one.ctx()
  const kept = (id: number, mark: string) =>
    db.execute<{ postId: number }>(sql`
      select post_id::float8 as "postId" from plugin_questions.answers where thread_id = ${id} and mark = ${mark}`)

  await t.test('of replies accepted at once exactly one is, and its status says so', async t => {
    const question = await questionBy(one, { replies: REPLIES })
    const answers = await Promise.all(
      question.replies.flatMap(post =>
        (mia ?? []).map(client => client.api('PUT', `/questions/${question.id}/accepted/${post}`)),
      ),
    )
    t.strictSame([...new Set(answers.map(({ status }) => status))], [200])
    const rows = await kept(question.id, 'accepted')
    t.equal(rows.length, 1)
    const state = await stateFor(one.visitor(), question)
    t.equal(state.accepted?.postId, String(rows[0]?.postId))
    t.equal(state.status, 'answered')
  })

  await t.test('what is accepted, verified and taken back at once leaves the status that follows', async t => {
    const question = await questionBy(one, { replies: REPLIES })
    const at = `/questions/${question.id}`
    for (let round = 0; round < 3; round++) {
      await Promise.all(
        question.replies.flatMap((post, place) => [
          mo?.[place % 2]?.api(round === 1 ? 'DELETE' : 'PUT', `${at}/verified/${post}`),
          mia?.[place % 2]?.api(place % 3 === 0 ? 'DELETE' : 'PUT', `${at}/accepted/${post}`),
        ]),
      )
      const [accepted, verified] = [await kept(question.id, 'accepted'), await kept(question.id, 'verified')]
      t.ok(accepted.length <= 1)
      t.equal(verified.length, round === 1 ? 0 : REPLIES)
      const expected = accepted.length + verified.length > 0 ? 'answered' : 'open'
      t.equal(await statusOf(two.visitor(), question), expected)
    }
  })

  await t.test('one who presses twice at once is counted once', async t => {
    const question = await questionBy(one)
    const members = await Promise.all(Array.from({ length: 5 }, () => one.make.member()))
    const clients = await Promise.all(members.flatMap(member => both.map(app => app.as(member))))
    await Promise.all(clients.map(client => client.api('PUT', `/questions/${question.id}/same`)))
    t.equal((await stateFor(two.visitor(), question)).sameCount, members.length)
    await Promise.all(clients.map(client => client.api('DELETE', `/questions/${question.id}/same`)))
    t.equal((await stateFor(two.visitor(), question)).sameCount, 0)
  })

  t.strictSame([...one.errors, ...two.errors], [])
})

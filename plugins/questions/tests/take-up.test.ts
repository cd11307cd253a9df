import { sql } from 'drizzle-orm'
import t from 'tap'
import { DiscourseAdapter } from '../../../server/import/discourse/adapter.ts'
import { importAll } from '../../../server/import/importer.ts'
import { type Documents, FORUM, topic, writeDocuments, post as written } from '../../../tests/import/invented.ts'
import { temporaryFolder } from '../../../tests/support/folder.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { questionBy, run, stateFor, statusOf } from './questions.ts'

t.test('accepted answers that an import left are taken up', async t => {
  const app = await startStaged(t)
  const system = await app.ctx()
  const mia = await app.as(people.mia)
  const visitor = app.visitor()
  const bringIn = async (documents: Documents) => {
    const path = await writeDocuments(await temporaryFolder(t), documents)
    await importAll(system, { adapter: new DiscourseAdapter({ path }), progress: () => {} })
    await app.settled()
  }
  const left = (kind: 'thread' | 'post', targetId: number, extra: object) =>
    system.db.execute(sql`
      insert into imports (source, kind, source_id, target_id, extra)
      values ('older.example', ${kind}, ${String(targetId)}, ${targetId}, ${JSON.stringify(extra)})`)

  await t.test('a thread of another forum becomes a question with its answer, and nobody is told', async t => {
    await bringIn(FORUM)
    await run(app, 'takeUp')
    const state = await stateFor(visitor, { id: 12 })
    t.match(state, { status: 'answered', accepted: { number: 3, by: null } })
    const [count] = await system.db.execute<{ told: number }>(sql`select count(*)::int as told from notifications`)
    t.equal(count?.told, 0)
    t.match(await stateFor(visitor, { id: 12 }), { status: 'answered' })
    t.equal((await visitor.get('/api/v1/threads/12')).json<{ kind: string }>().kind, 'question')
  })

  await t.test('what comes in later is taken up, though it had read on beyond it', async t => {
    await system.db.execute(sql`update plugin_questions.reached set after = 1000000000`)
    const late = topic({
      id: 9,
      posts: [1, 2].map(number => written({ number, topic: 9 })),
      accepted_answer: { post_number: 2 },
    })
    await bringIn({ ...FORUM, 'topics/9.json': late, 't/9.json': late })
    const [came] = await system.db.execute<{ id: number }>(sql`
      select target_id::float8 as id from imports where kind = 'thread' and source_id = '9'`)
    if (!came) throw new Error('it did not come in')
    await run(app, 'takeUp')
    t.match(await stateFor(visitor, came), { status: 'answered', accepted: { number: 2 } })
  })

  await t.test('it is done once: what the asker chose since then stays', async t => {
    const question = await questionBy(app, { kind: 'thread' })
    await left('thread', question.id, { acceptedAnswer: 2 })
    await run(app, 'takeUp')
    t.match(await stateFor(visitor, question), { accepted: { postId: String(question.replies[0]) } })
    t.equal((await mia.api('DELETE', `/questions/${question.id}/accepted/${question.replies[0]}`)).status, 200)
    await system.db.execute(sql`update plugin_questions.reached set after = 0`)
    await run(app, 'takeUp')
    t.match(await stateFor(visitor, question), { status: 'open', accepted: null })
  })

  await t.test('a question whose asker has accepted another keeps that', async t => {
    const question = await questionBy(app)
    await mia.api('PUT', `/questions/${question.id}/accepted/${question.replies[1]}`)
    await left('thread', question.id, { acceptedAnswer: 2 })
    await run(app, 'takeUp')
    t.match(await stateFor(visitor, question), { accepted: { postId: String(question.replies[1]) } })
  })

  await t.test('a post that is marked itself counts as well; nonsense and opening posts do not', async t => {
    const [marked, odd, opening] = [
      await questionBy(app, { kind: 'thread' }),
      await questionBy(app, { kind: 'thread' }),
      await questionBy(app, { kind: 'thread' }),
    ]
    await left('post', marked.replies[1] ?? 0, { acceptedAnswer: true })
    await left('thread', odd.id, { acceptedAnswer: { deep: 'nonsense' } })
    await left('thread', opening.id, { acceptedAnswer: 1 })
    await run(app, 'takeUp')
    t.match(await stateFor(visitor, marked), { status: 'answered', accepted: { postId: String(marked.replies[1]) } })
    for (const one of [odd, opening]) t.equal(await statusOf(visitor, one), '')
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})

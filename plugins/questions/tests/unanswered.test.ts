/** `guildhall x questions unanswered`: what waits longest for an answer. */
import t from 'tap'
import { CallUnderWay } from '../../../server/plugins/call.ts'
import { contextOf, pluginContext } from '../../../server/plugins/context.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import questions from '../plugin.tsx'
import { unanswered } from '../unanswered.ts'
import { questionBy } from './questions.ts'

const PLUGIN = contextOf(questions)

t.test('the questions without an answer, the oldest first', async t => {
  const app = await startStaged(t)
  const run = async (options: Readonly<Record<string, string | boolean>> = {}) => {
    const said: string[] = []
    await unanswered.run(pluginContext(await app.ctx(), PLUGIN, new CallUnderWay()), {
      options,
      words: [],
      say: line => said.push(line),
      sayJson: value => said.push(JSON.stringify(value)),
      misused: why => new Error(why),
      failed: why => new Error(why),
    })
    return said
  }
  t.strictSame(await run(), ['No question waits for an answer'])
  const [first, second, third] = [await questionBy(app), await questionBy(app, { replies: 1 }), await questionBy(app)]
  const mia = await app.as(people.mia)
  const accepted = await mia.api('PUT', `/questions/${first.id}/accepted/${first.replies[0]}`)
  t.equal(accepted.status, 200, accepted.text)

  t.match(await run(), [
    new RegExp(`^\\d{4}-\\d\\d-\\d\\d {2}1 reply {2}${second.page} {2}How do I sharpen a knife\\?$`),
    new RegExp(` {2}2 replies {2}${third.page} {2}`),
  ])
  t.equal((await run({ limit: '1' })).length, 1)
  const [json = ''] = await run({ json: true, limit: '1' })
  t.match(JSON.parse(json), { items: [{ id: String(second.id), path: second.page, replyCount: 1 }] })
  for (const limit of ['0', 'many', '1001', '-1']) await t.rejects(run({ limit }), /--limit is a number from 1 to 1000/)
})

/** `guildhall x polls results`: what an operator reads of a poll. */
import t from 'tap'
import { CallUnderWay } from '../../../server/plugins/call.ts'
import { contextOf, pluginContext } from '../../../server/plugins/context.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import polls from '../plugin.tsx'
import { results } from '../results-verb.ts'
import { pollBy } from './polls.ts'

const PLUGIN = contextOf(polls)

t.test('results on the command line', async t => {
  const app = await startStaged(t)
  const said: string[] = []
  const run = async (post: string | undefined, options: Readonly<Record<string, boolean>> = {}) => {
    said.length = 0
    await results.run(pluginContext(await app.ctx(), PLUGIN, new CallUnderWay()), {
      options,
      words: post === undefined ? [] : [post],
      say: line => said.push(line),
      sayJson: value => said.push(JSON.stringify(value)),
      misused: why => new Error(`misused: ${why}`),
      failed: why => new Error(`failed: ${why}`),
    })
    return said.join('\n')
  }
  const vote = async (postId: number, place: number, choice: readonly number[], who = people.noor) =>
    (await app.as(who)).api('PUT', `/polls/${postId}/${place}/ballot`, { choice })

  await t.test('are a table for each poll of the post', async t => {
    const ranked = ':::poll ranked\nWhere to?\n\n- Sea\n- Hills\n- Home\n:::'
    const { postId } = await pollBy(app, `:::poll\nWhen?\n\n- Now\n- Later on\n:::\n\n${ranked}`)
    await vote(postId, 0, [1])
    await vote(postId, 1, [0, 2])
    await vote(postId, 1, [2], people.mia)
    await vote(postId, 1, [0], people.ada)
    t.equal(
      await run(String(postId)),
      [
        'When?',
        '1 vote',
        '',
        'Option    Votes  Share',
        'Now           0     0%',
        'Later on      1   100%',
        '',
        'Where to?',
        '3 votes',
        '',
        'Option  Votes  Share',
        'Sea         2    67%',
        'Hills       0     0%',
        'Home        1    33%',
        '',
        'Option                        Round 1  Result',
        'Sea                                 2  Winner',
        'Hills                               0       –',
        'Home                                1       –',
        'Votes without an option left        0',
      ].join('\n'),
    )
  })

  await t.test('of a rating they have means, and as JSON they are what the API answers', async t => {
    const { postId } = await pollBy(app, ':::poll rating\n- Tea\n- Coffee\n:::')
    await vote(postId, 0, [5, 0])
    t.match(await run(String(postId)), /^Tea +1 +5\.0 of 5 +± 0\.0 +0 +0 +0 +0 +1$/m)
    const told = (await app.visitor().get(`/api/v1/polls/${postId}`)).json()
    t.strictSame(JSON.parse(await run(String(postId), { json: true })), told)
  })

  await t.test('as CSV they are a line for each option, and no formula', async t => {
    const { postId } = await pollBy(app, ':::poll\nOne, two or "three"?\n\n- =1+1\n- b, c\n:::')
    await vote(postId, 0, [0])
    t.strictSame((await run(String(postId), { csv: true })).split('\n'), [
      'poll,question,closed,option,votes,share,average,spread,leads',
      `0,"One, two or ""three""?",false,'=1+1,1,1,,,true`,
      '0,"One, two or ""three""?",false,"b, c",0,0,,,false',
    ])
  })

  await t.test('that are hidden until the poll is closed are hidden here as well', async t => {
    const { postId } = await pollBy(app, ':::poll results=closed\n- a\n- b\n:::')
    await vote(postId, 0, [1])
    t.equal(await run(String(postId)), 'Poll\n1 vote\nResults are shown when the poll is closed.')
    t.match(await run(String(postId), { csv: true }), /\n0,,false,a,,,,,\n0,,false,b,,,,,$/)
    t.match(JSON.parse(await run(String(postId), { json: true })), { items: [{ votes: 1, result: null }] })
    await (await app.as(people.mia)).api('PUT', `/polls/${postId}/0/closing`)
    t.match(await run(String(postId)), /^Poll\n1 vote · Closed\n\nOption/)
  })

  await t.test('are found by the addresses that people see, and refused where there are none', async t => {
    const { page, path, postId } = await pollBy(app, ':::poll\n- a\n- b\n:::')
    for (const named of [`${app.url}${page}/1#post-${postId}`, `${app.url}${path}`, path])
      t.match(await run(named), /^Poll\nNo votes yet/, named)
    const plain = await pollBy(app, 'No poll at all')
    await t.rejects(run(String(plain.postId)), /failed: There is no poll in the post/)
    await t.rejects(run('999999'), /failed: There is no post 999999/)
    await t.rejects(run(page), /misused: say which post/)
    await t.rejects(run(undefined), /misused: say which post/)
    await t.rejects(run(String(postId), { csv: true, json: true }), /misused: .*not both/)
  })
})

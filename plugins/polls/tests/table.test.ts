/** The results of a poll as a table to take along. */
import t from 'tap'
import { GROUP } from '../../../server/core/actor.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { LUNCH, pollBy } from './polls.ts'

t.test('results as a file for tables', async t => {
  const app = await startStaged(t)
  const [mia, noor, visitor] = [await app.as(people.mia), await app.as(people.noor), app.visitor()]

  await t.test('a line for each option; what would be a formula is a text', async t => {
    const { path } = await pollBy(app, ':::poll\nWhich?\n\n- =1+1\n- -2\n- Soup, "hot"\n- Bread\n:::')
    await mia.post(`${path}/ballot`, { choice: '0' })
    await noor.post(`${path}/ballot`, { choice: '2' })
    const file = await visitor.get(`${path}/results.csv`)
    t.equal(file.status, 200)
    t.match(file.headers, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': /^attachment; filename="poll-\d+-0\.csv"$/,
      'x-content-type-options': 'nosniff',
      'cache-control': /no-store/,
    })
    t.equal(file.bytes.subarray(0, 3).toString('hex'), 'efbbbf', 'it says that it is UTF-8')
    const lines = file.bytes.subarray(3).toString('utf8').split('\r\n')
    t.strictSame(lines, ['Option,Votes,Share', "'=1+1,1,0.5", "'-2,0,0", '"Soup, ""hot""",1,0.5', 'Bread,0,0', ''])
    t.match((await visitor.get(path)).text, new RegExp(`href="${path}/results.csv" download`))
  })

  await t.test('of a ranked poll with its rounds, of a rating with its scores', async t => {
    const ranked = await pollBy(app, ':::poll ranked\nWhich?\n\n- A\n- B\n- C\n:::')
    const vote = (who: typeof mia, postId: number, choice: number[]) =>
      who.api('PUT', `/polls/${postId}/0/ballot`, { choice })
    await vote(mia, ranked.postId, [0])
    await vote(noor, ranked.postId, [1, 0])
    const rounds = (await visitor.get(`${ranked.path}/results.csv`)).text
    t.match(rounds, /Option,Votes,Share,Round 1/)
    t.match(rounds, /Votes without an option left,,,0/)
    const rating = await pollBy(app, ':::poll rating\nHow?\n\n- A\n- B\n:::')
    await vote(mia, rating.postId, [5, 0])
    await vote(noor, rating.postId, [2, 0])
    const scores = (await visitor.get(`${rating.path}/results.csv`)).text
    t.match(
      scores,
      /Option,Votes,Average,Spread,1 of 5,2 of 5,3 of 5,4 of 5,5 of 5\r\nA,2,3\.5,1\.5,0,1,0,0,1\r\nB,0,,,0,0,0,0,0/,
    )
  })

  await t.test('only who may see the results has them, in their own language', async t => {
    const later = await pollBy(app, LUNCH.replace(':::poll', ':::poll results=voted'))
    t.equal((await mia.get(`${later.path}/results.csv`)).status, 403)
    t.notMatch((await mia.get(later.path)).text, /results\.csv/)
    await mia.post(`${later.path}/ballot`, { choice: '1' })
    t.equal((await mia.get(`${later.path}/results.csv`)).status, 200)
    t.equal((await visitor.get(`${later.path}/results.csv`)).status, 403)
    t.equal((await visitor.get('/x/polls/999999/0/results.csv')).status, 404)
    const { id: categoryId } = await app.make.category({ rights: { see: [GROUP.staff], create: [GROUP.staff] } })
    const ada = await app.as(people.ada)
    const opened = await ada.api('POST', '/threads', { categoryId: String(categoryId), title: 'Ours', body: LUNCH })
    const { post } = opened.json<{ post: { id: string } }>()
    t.equal((await mia.get(`/x/polls/${post.id}/0/results.csv`)).status, 404)
    t.equal((await ada.get(`/x/polls/${post.id}/0/results.csv`)).status, 200)
    const { path } = await pollBy(app, LUNCH)
    const french = await visitor.send('GET', `${path}/results.csv`, { headers: { 'accept-language': 'fr' } })
    t.match(french.text, /Option,Votes,Part/)
  })
})

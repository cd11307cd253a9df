/** Looking for the plugin that causes a trouble, from `/admin/plugins` and by the API. */
import { join } from 'node:path'
import t from 'tap'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const GREET = join(import.meta.dirname, 'good/greet')
const OFFERS = join(import.meta.dirname, 'good/offers')

t.test('from the page, without scripts', async t => {
  const app = await startStaged(t, { plugins: [GREET, OFFERS] })
  const ada = await app.as(people.ada)
  const section = async (path = '/admin/plugins') =>
    (await ada.get(path)).page.querySelector('[aria-labelledby=bisect]')?.textContent ?? ''

  await t.test('who may not manage plugins begins none', async t => {
    const mia = await app.as(people.mia)
    t.equal((await mia.post('/admin/plugin-bisection', {})).status, 403)
    t.equal((await mia.post('/admin/plugin-bisection/answers', { gone: 'yes' })).status, 403)
    t.equal((await mia.post('/admin/plugin-bisection/delete', {})).status, 403)
    t.equal((await mia.api('GET', '/plugin-bisection')).status, 403)
  })

  await t.test('what was answered too late is told on the list', async t => {
    const late = await ada.post('/admin/plugin-bisection/answers', { gone: 'yes' })
    t.equal(late.status, 409)
    t.match(late.text, /None is under way/)
    t.match(late.text, /Hold all back and begin/)
  })

  await t.test('all are held back, then half of them, until it is found', async t => {
    t.equal((await ada.post('/admin/plugin-bisection', {})).location, '/admin/plugins')
    t.match(await section(), /Held back now: Polls, Questions, Greetings, Offers.*It takes at most 3 answers/)
    t.equal((await app.visitor().get('/x/greet')).status, 404)
    t.match((await ada.get('/admin/plugins/greet')).text, /held back while somebody looks for the plugin/)
    for (let asked = 0; asked < 3; asked++) {
      const gone = (await app.visitor().get('/x/greet')).status === 404
      const answer = await ada.post('/admin/plugin-bisection/answers', { gone: gone ? 'yes' : 'no' })
      t.equal(answer.location, '/admin/plugins', answer.text)
    }
    t.match(await section(), /This one causes it: Greetings/)
    t.match((await ada.get('/admin/plugins')).text, /<strong><a href="\/admin\/plugins\/greet">/)
    t.equal((await ada.post('/admin/plugin-bisection', {})).status, 409, 'one at a time')
  })

  await t.test('stopped, all are as they were', async t => {
    t.equal((await ada.post('/admin/plugin-bisection/delete', {})).location, '/admin/plugins')
    t.match(await section(), /Hold all back and begin/)
    t.equal((await app.visitor().get('/x/greet')).status, 200)
  })

  await t.test('a trouble that is there without any is no plugin’s', async t => {
    await ada.post('/admin/plugin-bisection', {})
    const answer = await ada.post('/admin/plugin-bisection/answers', { gone: 'no' })
    t.match(await section(answer.location), /none causes it.*Hold all back and begin/)
    t.equal((await app.visitor().get('/x/greet')).status, 200)
  })

  await t.test('by the API it is the same', async t => {
    t.match((await ada.api('GET', '/plugin-bisection')).json(), { state: 'none', suspects: [], heldBack: [], left: 0 })
    t.match((await ada.api('POST', '/plugin-bisection')).json(), {
      state: 'testing',
      heldBack: ['polls', 'questions', 'greet', 'offers'],
      left: 3,
    })
    t.equal((await ada.api('POST', '/plugin-bisection')).status, 409)
    const next = await ada.api('POST', '/plugin-bisection/answers', { gone: true })
    t.match(next.json(), { state: 'testing', heldBack: ['greet', 'offers'], left: 2 })
    t.match((await ada.api('GET', '/plugins/greet')).json(), { state: 'held' })
    t.match((await ada.get('/admin/plugins?state=held')).text, /Held back <span class="num">2</)
    t.equal((await ada.api('POST', '/plugin-bisection/answers', { gone: 'perhaps' })).status, 422)
    t.equal((await ada.api('DELETE', '/plugin-bisection')).status, 204)
    t.match((await ada.api('GET', '/plugin-bisection')).json(), { state: 'none' })
  })
})

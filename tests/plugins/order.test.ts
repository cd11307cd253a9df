import { join } from 'node:path'
import t from 'tap'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const GOOD = join(import.meta.dirname, 'good')

t.test('several plugins at one point are asked in the order of their priorities', async t => {
  const app = await startStaged(t, { plugins: [join(GOOD, 'greet'), join(GOOD, 'first')] })
  const [mia, ada] = [await app.as(people.mia), await app.as(people.ada)]
  const thread = await app.make.thread({ by: people.mia })

  await t.test('a filter gets what the one before made of the value', async t => {
    const post = await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'EARLY bird' })
    t.match(post.json(), { body: 'Hello bird' })
  })

  await t.test('slots stand in that order, too', async t => {
    await app.settled()
    const { text } = await mia.get(`/t/${thread.id}/${thread.slug}`)
    t.match(text, /<p class="first">first<\/p><\/div>|<p class="first">first<\/p><p id="greet-/)
    t.ok(text.indexOf('class="first"') < text.indexOf('id="greet-'))
  })

  await t.test('an administrator is told of it, on the page and by the API', async t => {
    const told = (await ada.get('/api/v1/plugins/greet')).json<{ shared: { point: string; order: string[] }[] }>()
    t.strictSame(told.shared.find(({ point }) => point === 'slot post.footer')?.order, ['first', 'greet'])
    t.match((await ada.get('/admin/plugins/greet')).text, /slot post\.footer: first, greet/)
  })
})

import { join } from 'node:path'
import t from 'tap'
import * as plugins from '../../server/plugins/service.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

const GOOD = join(import.meta.dirname, 'good')

t.test('a plugin steps in where it says that it does', async t => {
  const app = await startStaged(t, { plugins: [join(GOOD, 'greet')] })
  const { make, as } = app
  const mia = await as(people.mia)
  const visitor = app.visitor()

  await t.test('it is on, and nothing is wrong with it', async t => {
    const greet = plugins.all(await app.ctx(people.ada)).find(({ id }) => id === 'greet')
    t.match(greet, { id: 'greet', on: true, trouble: null, origin: 'folder', about: { version: '1.2.0' } })
    t.strictSame(app.errors, [])
  })

  await t.test('a filter changes a text before it is posted, and refuses one with its own words', async t => {
    const thread = await make.thread({ by: people.mia })
    const post = await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'HELLO there' })
    t.match(post.json(), { body: 'Hello there' })
    const rude = await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'RUDE' })
    t.equal(rude.status, 422)
    t.match(rude.json(), { errors: [{ path: 'body', message: 'That is no greeting.' }] })
  })

  await t.test('a listener writes into its tables, and a slot shows it under the post', async t => {
    const thread = await make.thread({ by: people.mia, body: 'To be greeted' })
    await app.settled()
    const page = await visitor.get(`/t/${thread.id}/${thread.slug}`)
    t.match(page.text, /<div class="plugged"><p id="greet-\d+">greeting noted<\/p><\/div>/)
  })

  await t.test('a block of the text is filled for each viewer', async t => {
    const thread = await make.thread({ by: people.mia, body: 'Look:\n\n:::greet\nwords that stay\n:::\n\nafter' })
    await app.settled()
    const path = `/t/${thread.id}/${thread.slug}`
    t.match((await visitor.get(path)).text, /<div class="greet"><b>Hello, @\d+<\/b><\/div>\s*<p>after/)
    t.match((await mia.get(path)).text, /<b>Hello, Mia@\d+<\/b>/i)
    const posts = (await visitor.get(`/api/v1/threads/${thread.id}/posts`)).json<{ items: { html: string }[] }>()
    t.match(posts.items[0]?.html, /<section data-block="greet" data-place="0">\s*<p>words that stay<\/p>/)
  })

  await t.test(
    'its page and its operation stand under its own address, and open pages hear of what it does',
    async t => {
      t.match((await visitor.get('/x/greet')).text, /<h1>Hello, all<\/h1>/)
      const thread = await make.thread({ by: people.mia, body: 'For a greeting' })
      await app.settled()
      const listener = await Listener.open(visitor)
      t.teardown(() => listener.close())
      await listener.subscribe(`thread:${thread.id}`, { html: 'en' })
      const { items } = (await mia.get(`/api/v1/threads/${thread.id}/posts`)).json<{ items: { id: string }[] }>()
      const id = items[0]?.id
      t.equal((await visitor.api('POST', `/greet/${id}`, { words: 'Good morning' })).status, 401)
      t.match((await mia.api('POST', `/greet/${id}`, { words: 'Good morning' })).json(), { words: 'Good morning' })
      await listener.next(({ type }) => type === 'greet.greeted')
      const page = await mia.get(`/t/${thread.id}/${thread.slug}`)
      t.match(page.text, /greeting Good morning/)
      const document = (await visitor.get('/api/v1/openapi.json')).json<{ paths: Record<string, unknown> }>()
      t.ok(document.paths['/api/v1/greet/{id}'])
    },
  )

  await t.test('its settings and permissions stand among the others', async t => {
    const ada = await as(people.ada)
    t.match((await ada.get('/admin/settings')).text, /Greetings[\s\S]*greet\.word/)
    t.match((await ada.get('/admin/permissions')).text, /Send greetings/)
    t.match((await ada.api('PATCH', '/settings', { values: { 'greet.word': 'Ahoy' } })).status, 200)
    const thread = await make.thread({ by: people.mia })
    const post = await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'HELLO there' })
    t.match(post.json(), { body: 'Ahoy there' })
  })

  await t.test('it is switched off and on without a restart, while sockets stay open', async t => {
    const thread = await make.thread({ by: people.mia })
    const listener = await Listener.open(visitor)
    t.teardown(() => listener.close())
    await listener.subscribe(`thread:${thread.id}`)
    await plugins.disable(await app.ctx(people.ada), 'greet')
    t.equal((await visitor.get('/x/greet')).status, 404)
    const post = await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'HELLO there' })
    t.match(post.json(), { body: 'HELLO there' }, 'nobody changes it now')
    await listener.next(({ type }) => type === 'post.created')
    await plugins.enable(await app.ctx(people.ada), 'greet', ['tables', 'routes', 'jobs'])
    t.equal((await visitor.get('/x/greet')).status, 200)
    const heard = listener.frames.length
    await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'Another' })
    await listener.next(({ type }) => type === 'post.created', heard)
    t.equal(listener.goodbye, null)
    t.strictSame(app.errors, [])
  })
})

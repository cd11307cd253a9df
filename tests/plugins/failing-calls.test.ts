/** Plugins that fail when they are asked: what is written and shown stays as it would be without them. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'
import { ended, until } from '../support/until.ts'
import { bad, seenOff, works } from './forum.ts'

const SHELF = join(import.meta.dirname, 'good/shelf')

t.test('a filter that throws, lies or never answers changes no text, and is switched off', async t => {
  const app = await startStaged(t, { plugins: bad('filterthrows', 'filterlies', 'filterwaits', 'grabs') })
  await works(t, app)
  const { id: threadId } = await app.make.thread({ body: 'Opened with care' })
  const mia = await app.as(people.mia)
  for (let written = 0; written < 5; written++) {
    const post = await mia.api('POST', `/threads/${threadId}/posts`, { body: `Reply ${written}` })
    t.match(post.json(), { body: `Reply ${written}` })
  }
  await seenOff(t, app, 'filterthrows', /post\.beforeCreate: no posts/)
  await seenOff(t, app, 'filterlies', /post\.beforeCreate: it answered with another kind of "body"/)
  await seenOff(t, app, 'filterwaits', /post\.beforeCreate did not answer within 2 s/)
  await seenOff(t, app, 'grabs', /needs the capability "tables", which it does not declare/)
  await works(t, app)
})

t.test('a filter that turns threads into what they cannot be leaves them as they were', async t => {
  const app = await startStaged(t, { plugins: bad('filterturns') })
  const mia = await app.as(people.mia)
  const categoryId = String((await app.make.category()).id)
  for (let written = 0; written < 5; written++) {
    const thread = await mia.api('POST', '/threads', { categoryId, title: 'As it was', body: 'Typed with care' })
    t.match(thread.json(), { kind: 'thread', title: 'As it was', post: { body: 'Typed with care' } })
  }
  const unknown = { categoryId, title: 'A kind', body: 'Of nobody', kind: 'lottery' }
  t.equal((await mia.api('POST', '/threads', unknown)).status, 422, 'what the member asked for wrongly is theirs')
  await seenOff(t, app, 'filterturns', /thread\.beforeCreate: it answered with a kind of thread/)
  await works(t, app)
})

t.test('a view or a loader that fails shows nothing, and is switched off', async t => {
  const ids = ['viewthrows', 'loaderthrows', 'loaderlies', 'loaderwaits']
  const app = await startStaged(t, { plugins: bad(...ids) })
  const body = 'Before\n\n:::broken\nwords that stay\n:::\n\n:::unfilled\nothers\n:::\n\nafter'
  const mia = await app.as(people.mia)
  const categoryId = String((await app.make.category()).id)
  for (let seen = 0; seen < 5; seen++) {
    const { id } = (await mia.api('POST', '/threads', { categoryId, title: 'Shown', body })).json<{ id: string }>()
    const page = await app.visitor().get(`/t/${id}/shown`)
    t.equal(page.status, 200)
    t.match(page.text, 'words that stay')
    t.notMatch(page.text, 'never shown')
  }
  await seenOff(t, app, 'viewthrows', /no footer|no block|nothing of yours/)
  await seenOff(t, app, 'loaderthrows', /load\.posts: not-found/)
  await seenOff(t, app, 'loaderlies', /load\.posts: it answered with something that is no Map/)
  await seenOff(t, app, 'loaderwaits', /load\.posts did not answer within 1 s/)
  await works(t, app)
})

t.test('one whose finds fail, lie, lead away or never come leaves search whole, and is switched off', async t => {
  const ids = ['findthrows', 'findlies', 'findsaway', 'findwaits']
  const app = await startStaged(t, { plugins: [...bad(...ids), SHELF] })
  const { id } = await app.make.thread({ title: 'Spindle speeds', body: 'Found with care' })
  await app.settled()
  const { db } = await app.ctx()
  await db.execute(sql`insert into plugin_shelf.books (title) values ('The spindle')`)
  const visitor = app.visitor()
  for (let asked = 0; asked < 5; asked++) {
    const page = await visitor.get('/search?q=spindle')
    t.equal(page.status, 200)
    t.match(page.seen('main'), /Spindle speeds/)
    t.match(page.seen('main'), /The spindle/)
    t.notMatch(page.text, /never shown|elsewhere/)
    const suggested = await visitor.api('GET', '/search/suggestions?q=spin')
    t.match(suggested.json(), { threads: [{ threadId: String(id) }], found: [{ name: 'shelf.books' }] })
    t.equal(suggested.json<{ found: object[] }>().found.length, 1)
  }
  await seenOff(t, app, 'findthrows', /search things: no finds/)
  await seenOff(t, app, 'findlies', /search things: it answered with something that is no list/)
  await seenOff(t, app, 'findsaway', /search things: it found something that is not on this site/)
  await seenOff(t, app, 'findwaits', /search things did not answer within 1 s/)
  await works(t, app)
})

t.test('HTML that would take over the page stays in its place and does nothing', async t => {
  const app = await startStaged(t, { plugins: bad('hostile') })
  const { id, slug } = await app.make.thread({ body: 'A post like any other' })
  await app.make.post({ threadId: id, body: 'The reply after it' })
  const { page } = await app.visitor().get(`/t/${id}/${slug}`)
  const [shown] = [...page.querySelectorAll('.plugged')]
  t.match(shown?.textContent, /kept words/)
  t.equal(page.querySelectorAll('main').length, 1)
  t.ok(
    [...page.querySelectorAll('.plugged')].every(one => one.closest('main') !== null),
    'the page goes on around it',
  )
  t.notOk([...page.querySelectorAll('script')].some(({ textContent }) => /steal/.test(textContent ?? '')))
  const html = [...page.querySelectorAll('.plugged')].map(one => one.innerHTML).join('\n')
  t.notMatch(html, /<script|onclick|onerror|style=|javascript:|<iframe|<base|<meta|action="(https?:|\/\/)/)
  t.equal(page.querySelectorAll('#post-1').length, page.querySelectorAll('article#post-1, li#post-1').length)
  t.ok(page.querySelector('#hostile-1'), 'an id of its own stays')
  await works(t, app)
})

t.test('a page, an operation, a job and a table that fail do so alone, and it is switched off', async t => {
  const app = await startStaged(t, { plugins: bad('crashes') })
  const visitor = app.visitor()
  t.equal((await visitor.get('/x/crashes')).status, 500)
  t.equal((await visitor.get('/x/crashes/view')).status, 500)
  t.equal((await visitor.get('/api/v1/crashes')).status, 500)
  const mia = await app.as(people.mia)
  t.equal((await mia.api('POST', '/crashes/jobs', {})).status, 200)
  await until(async () => app.errors.some(line => JSON.parse(line).point === 'job fails'), 'the job has failed')
  await works(t, app)
  t.equal((await visitor.get('/x/crashes/numbers')).status, 500)
  await seenOff(t, app, 'crashes', /no table/)
  t.equal((await visitor.get('/x/crashes')).status, 404)
  const { db } = await app.ctx()
  const left = await db.execute(sql`
    update graphile_worker._private_jobs job set run_at = now(), locked_at = null
    from graphile_worker._private_tasks task
    where task.id = job.task_id and task.identifier like '%crashes%' returning job.id`)
  t.equal(left.length, 1, 'its job waits until it is on again')
  await ended(app.settled(), 'the server does not wait for it')
})

t.test('a process in which nothing else is left to do still ends a call that does not answer', async t => {
  const script = `
    import { Guard } from ${JSON.stringify(join(import.meta.dirname, '../../server/plugins/guard.ts'))}
    const guard = new Guard({ id: 'mute', log: { error() {} }, tripped() {} })
    await guard.call('job', () => new Promise(() => {}), 50).catch(error => console.log(error.message))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type', 'module', '--eval', script],
    { env: { PATH: process.env.PATH } },
  )
  t.equal(stdout.trim(), 'job did not answer within 0.05 s')
})

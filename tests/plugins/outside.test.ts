/** Servers outside that plugins ask: which ones somebody agreed to, and nothing else that could be reached from here. */
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { changeSettings } from '../../server/core/settings.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { type Staged, startStaged } from '../support/staged.ts'
import { until } from '../support/until.ts'
import { bad, seenOff, works } from './forum.ts'

const ASKS = join(import.meta.dirname, 'good/asks')

type Asked = {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A server outside: it keeps what it is asked, and never answers `/silent`. */
async function startLibrary(t: Test, answer: (path: string, response: ServerResponse) => void) {
  const asked: Asked[] = []
  let closed = 0
  const server = createServer(async (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) closed++
    })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url: path = '', headers } = request
    asked.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
    if (!path.endsWith('/silent')) answer(path, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  /** How many left before they were answered. */
  const left = () => closed
  return { url: `http://127.0.0.1:${port}`, asked, left }
}

const give = async (app: Staged, values: Readonly<Record<string, unknown>>): Promise<void> =>
  changeSettings(await app.ctx(people.ada), values)

const ask = (who: Client, url: string, more: object = {}) => who.api('POST', '/asks/questions', { url, ...more })

t.test('hosts outside are agreed to by their names', async t => {
  const app = await startStaged(t)
  await app.install(ASKS, { on: false })
  await app.stage.reload()
  const ada = await app.as(people.ada)
  const state = async () => (await ada.api('GET', '/plugins/asks')).json<{ state: string; capabilities: string[] }>()

  await t.test('whoever decides reads each of them', async t => {
    const { page } = await ada.get('/admin/plugins/asks')
    const form = page.querySelector('form[action$="/enabled"]')
    t.match(form?.textContent, /Asks api\.example\.org.*Asks the address in its setting “Address of it”/)
    t.match(await state(), { state: 'off', capabilities: ['routes', 'host:api.example.org', 'host-of:address'] })
  })

  await t.test('without one of them it stays off', async t => {
    const refused = await ada.post('/admin/plugins/asks/enabled', { agreed: ['routes', 'host:api.example.org'] })
    t.equal(refused.status, 422)
    t.equal((await ada.api('PUT', '/plugins/asks/enabled', { agreed: ['routes'] })).status, 422)
    t.equal((await ada.api('PUT', '/plugins/asks/enabled', { agreed: ['host:https://nonsense'] })).status, 422)
    t.match(await state(), { state: 'off' })
  })

  await t.test('with all of them it is on, and its page says what was agreed to', async t => {
    const agreed = ['routes', 'host:api.example.org', 'host-of:address']
    t.equal((await ada.post('/admin/plugins/asks/enabled', { agreed })).status, 303)
    t.match(await state(), { state: 'on', agreed })
    t.match((await ada.get('/admin/plugins/asks')).seen('[aria-labelledby=brings]'), /Asks api\.example\.org, Asks the/)
  })

  await t.test('a version that wants another host waits until somebody agrees to that one', async t => {
    const path = join(app.dataDir, 'plugins/asks/plugin.tsx')
    const source = await readFile(path, 'utf8')
    await writeFile(path, source.replace("'api.example.org'", "'api.example.org', 'more.example.org'"))
    await ada.post('/admin/plugins/asks/reloads', {})
    t.match(await state(), { state: 'consent', capabilities: ['routes', /./, 'host:more.example.org', /./] })
    const agreed = (await state()).capabilities
    t.equal((await ada.api('PUT', '/plugins/asks/enabled', { agreed })).status, 204)
    t.match(await state(), { state: 'on' })
  })
})

t.test('what a plugin asks', async t => {
  const elsewhere = await startLibrary(t, (_, response) => response.end('from elsewhere'))
  const library = await startLibrary(t, (path, response) => {
    if (path === '/word') response.end('a better word')
    else if (path === '/moved') response.writeHead(302, { location: `${elsewhere.url}/inside` }).end()
    else if (path === '/much') response.end('x'.repeat(1024 * 1024 + 1))
    else response.writeHead(418, { 'X-Pot': 'tea', 'set-cookie': ['a=1', 'b=2'] }).end('{"is":"a pot"}')
  })
  const app = await startStaged(t, { plugins: [ASKS] })
  await give(app, { 'asks.address': `${library.url}/base` })
  const visitor = app.visitor()

  await t.test('is answered with status, headers, text and JSON', async t => {
    const answer = await ask(visitor, `${library.url}/pot?of=tea#here`, { parsed: true })
    t.match(answer.json(), {
      ...{ status: 418, text: '{"is":"a pot"}', parsed: { is: 'a pot' } },
      headers: { 'x-pot': 'tea', 'set-cookie': 'a=1, b=2' },
    })
    t.match(library.asked.at(-1), { method: 'GET', path: '/pot?of=tea', headers: { 'user-agent': /^Guildhall\// } })
  })

  await t.test('is sent as it was said', async t => {
    await ask(visitor, `${library.url}/json`, { json: { word: 'é' }, headers: { Authorization: 'Bearer key' } })
    t.match(library.asked.at(-1), {
      ...{ method: 'POST', body: '{"word":"é"}' },
      headers: { authorization: 'Bearer key', 'content-type': 'application/json; charset=utf-8' },
    })
    await ask(visitor, `${library.url}/text`, { method: 'PUT', body: 'a=1', headers: { 'Content-Type': 'text/x-own' } })
    t.match(library.asked.at(-1), { method: 'PUT', body: 'a=1', headers: { 'content-type': 'text/x-own' } })
    t.match((await ask(visitor, `${library.url}/head`, { method: 'HEAD' })).json(), { status: 418, text: '' })
    await ask(visitor, `${library.url}/gone`, { method: 'DELETE' })
    t.match(library.asked.at(-1), { method: 'DELETE', body: '' })
  })

  await t.test('leads nowhere else by a redirect, and the plugin may not follow it', async t => {
    const moved = (await ask(visitor, `${library.url}/moved`)).json<{ status: number; headers: { location: string } }>()
    t.match(moved, { status: 302, headers: { location: `${elsewhere.url}/inside` } })
    t.equal((await ask(visitor, moved.headers.location)).status, 500, 'the same machine, at another port')
    t.equal(elsewhere.asked.length, 0)
    t.ok(app.errors.some(line => /needs the capability \\"host 127\.0\.0\.1:\d+\\", which it does not/.test(line)))
  })

  await t.test('gets no answer that is too much, no JSON, not there or no address, and nobody is to blame', async t => {
    const cases = [
      { url: `${library.url}/much`, code: 'outside.size' },
      { url: `${library.url}/word`, parsed: true, code: 'outside.json' },
      { url: 'http://api.example.org/', code: 'outside.address' },
      { url: 'https://me:you@api.example.org/', code: 'outside.address' },
      { url: '/base', code: 'outside.address' },
      { url: '', code: 'outside.address' },
    ]
    for (const { code, url, ...more } of cases) {
      const answer = await ask(visitor, url, more)
      t.equal(answer.status, 502, code)
      t.match(answer.json(), { type: new RegExp(`${code}$`), title: /Another server.*does not answer/ }, url)
    }
    const health = (await (await app.as(people.ada)).api('GET', '/plugins/asks')).json<{ health: object[] }>()
    t.match(
      health.health.find(one => Reflect.get(one, 'point') === 'api /questions'),
      { faults: 1 },
      'the one that it never declared',
    )
  })

  await t.test(
    'stands in a setting, as a whole server: another port, or plain where it is https, is another',
    async t => {
      await give(app, { 'asks.address': library.url.replace('http:', 'https:') })
      t.equal((await ask(visitor, `${library.url}/word`)).status, 500)
      const secure = await ask(visitor, library.url.replace('http:', 'https:'))
      t.equal(secure.status, 502)
      t.match(secure.json(), { type: /outside\.(certificate|connection)$/ }, 'what it answers is no certificate')
      await give(app, { 'asks.address': library.url })
      t.match((await ask(visitor, `${library.url}/word`)).json(), { text: 'a better word' })
    },
  )

  await t.test('changes what is posted, and where there is no answer in time the text stays as it was', async t => {
    const mia = await app.as(people.mia)
    const thread = await app.make.thread({ by: people.mia })
    const post = async (body: string) =>
      (await mia.api('POST', `/threads/${thread.id}/posts`, { body })).json<{ body: string }>().body
    t.equal(await post('LOOK UP /word'), 'a better word')
    const before = library.left()
    t.equal(await post('LOOK UP /silent'), 'LOOK UP /silent')
    await until(async () => library.left() > before, 'nobody waits for that answer any more')
    await give(app, { 'asks.address': 'http://127.0.0.1:1' })
    t.equal(await post('LOOK UP /word'), 'LOOK UP /word')
    t.match((await (await app.as(people.ada)).api('GET', '/plugins/asks')).json(), { state: 'on' })
  })
})

t.test('on a server that others reach, a plugin asks no machine inside, nor plainly', async t => {
  const library = await startLibrary(t, (_, response) => response.end('from inside'))
  const app = await startStaged(t, { plugins: [ASKS], env: { PUBLIC_URL: 'https://talk.example.org' } })
  const { host } = new URL(library.url)
  for (const address of [
    library.url,
    `https://${host}`,
    `https://localhost:${host.split(':')[1]}`,
    'https://10.0.0.1',
  ]) {
    await give(app, { 'asks.address': address })
    const answer = await ask(app.visitor(), address)
    t.equal(answer.status, 502, address)
    t.match(answer.json(), { type: /outside\.address$/ }, address)
  }
  t.equal(library.asked.length, 0)
})

t.test('a plugin that asks a host which it did not declare reaches nobody, and is switched off', async t => {
  const app = await startStaged(t, { plugins: bad('strays') })
  const visitor = app.visitor()
  t.equal((await visitor.get('/api/v1/strays/header')).status, 500)
  t.ok(app.errors.some(line => /sets the header \\"host\\"/.test(line)))
  for (let asked = 0; asked < 4; asked++) t.equal((await visitor.get('/api/v1/strays')).status, 500)
  await seenOff(t, app, 'strays', /needs the capability "host elsewhere\.example\.org", which it does not declare/)
  await works(t, app)
})

t.test('nobody waits in a transaction for a server outside', async t => {
  const library = await startLibrary(t, (_, response) => response.end('answered'))
  const app = await startStaged(t, { plugins: bad('holds') })
  await give(app, { 'holds.address': library.url })
  const visitor = app.visitor()
  const tries = async () => (await visitor.api('POST', '/holds/tries', {})).json<Record<string, string>>()

  await t.test('in whichever way it is held; before and after, it may ask', async t => {
    const { inner, outer, own, after } = await tries()
    for (const outcome of [inner, outer, own]) t.match(outcome, /within a transaction.*add a job, and ask there/)
    t.equal(after, 'answered')
    t.equal(library.asked.length, 1)
  })

  await t.test('what it kept of a call asks nobody after it', async t => {
    t.match(await tries(), { before: /used after it had ended/, after: 'answered' })
  })

  await t.test('the end of the call is the end of what nobody waits for, and of nothing else', async t => {
    t.equal((await visitor.api('POST', '/holds/floats', {})).status, 200)
    t.match(await tries(), { after: 'answered' })
  })

  await t.test('a listener has one of its own, so it is told to add a job', async t => {
    await app.make.thread()
    await seenOff(t, app, 'holds', /on post\.created: it asks a host outside within a transaction/)
    await works(t, app)
  })
})

/** The door of the socket: who may come in, and what is no way in. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { WebSocket } from 'ws'
import * as tokens from '../../server/tokens/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'

type Headers = Readonly<Record<string, string>>

/** 101 for who is let in, else the status of the refusal. */
async function knock({ url }: TestApp, headers: Headers): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, { headers: { ...headers } })
  socket.on('error', () => {})
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, answer]) => Number(answer.statusCode)),
  ])
  socket.terminate()
  return status
}

/** The first line of the answer to a request written by hand. */
async function firstLine({ url }: TestApp, lines: readonly string[]): Promise<string> {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(`${[...lines, `Host: ${host}`].join('\r\n')}\r\n\r\n`)
  const [data] = await once(socket, 'data')
  socket.destroy()
  return String(data).split('\r\n')[0] ?? ''
}

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

t.test('the door of the socket', async t => {
  const app = await startApp(t)
  const mia = await app.as(people.mia)
  const cookie = mia.cookieHeader

  t.test('a page of the site comes in, with a cookie and without', async t => {
    t.equal(await knock(app, { origin: app.url, cookie }), 101)
    t.equal(await knock(app, { origin: app.url }), 101)
    t.equal(
      await knock(app, { origin: app.url.replace('localhost', '127.0.0.1'), cookie }),
      101,
      'by any name of this machine',
    )
  })

  t.test('no other page does', async t => {
    const { port } = new URL(app.url)
    const origins = [
      'https://elsewhere.example',
      'null',
      'http://',
      '%%',
      '[object Object]',
      '',
      ' ',
      `${app.url}.elsewhere.example`,
      `https://localhost:${port}`,
      'http://localhost:1',
      `${app.url}, https://elsewhere.example`,
      `https://elsewhere.example, ${app.url}`,
      `http://${'a'.repeat(8000)}.example`,
    ]
    for (const origin of origins) {
      const shown = JSON.stringify(origin.slice(0, 60))
      t.equal(await knock(app, { origin, cookie }), 403, `${shown} with a cookie`)
      t.equal(await knock(app, { origin }), 403, `${shown} without`)
    }
    const twice = [...UPGRADE, `Cookie: ${cookie}`, `Origin: ${app.url}`, 'Origin: https://elsewhere.example']
    t.match(await firstLine(app, ['GET /live HTTP/1.1', ...twice]), /^HTTP\/1\.1 403 /, 'two origins')
  })

  t.test('a program comes in as nobody or with a token, but not on a cookie', async t => {
    const { token } = await tokens.create(await app.ctx(people.mia), { name: 'A listener', scopes: ['read'] })
    t.equal(await knock(app, {}), 101)
    t.equal(await knock(app, { authorization: `Bearer ${token}` }), 101)
    t.equal(await knock(app, { cookie }), 403)
    t.equal(await knock(app, { cookie, authorization: `Bearer ${token}` }), 403)
    for (const authorization of ['Bearer gh_of-nobody-and-nothing-at-all', 'Bearer ', 'Bearer null', 'Digest x', '%%'])
      t.equal(await knock(app, { authorization }), 401, authorization)
  })

  t.test('who signed in with a cookie that is over is a visitor', async t => {
    const listener = await Listener.at(app.url, { origin: app.url, cookie: 'session=gone-long-ago' })
    t.teardown(() => listener.close())
    t.equal((await listener.subscribe('me')).code, 'forbidden')
  })

  t.test('it is a door for sockets only', async t => {
    t.equal((await app.visitor().get('/live')).status, 404)
    t.equal((await app.visitor().send('HEAD', '/live')).status, 404)
    t.equal((await mia.post('/live')).status, 404)
    for (const version of ['1', 'x'])
      t.match(
        await firstLine(app, ['GET /live HTTP/1.1', ...UPGRADE.map(line => line.replace('13', version))]),
        /^HTTP\/1\.1 4\d\d /,
        `version ${version}`,
      )
    const keyless = UPGRADE.filter(line => !line.startsWith('Sec-WebSocket-Key'))
    t.match(await firstLine(app, ['GET /live HTTP/1.1', ...keyless]), /^HTTP\/1\.1 400 /)
    t.match(await firstLine(app, ['POST /live HTTP/1.1', ...UPGRADE, `Origin: ${app.url}`]), /^HTTP\/1\.1 404 /)
  })

  t.test('a page is still a page for who offers to speak something else', async t => {
    const asked = (path: string, protocol: string) => [
      `GET ${path} HTTP/1.1`,
      'Connection: Upgrade',
      `Upgrade: ${protocol}`,
    ]
    for (const path of ['/', '/latest', '/sign-in', '/healthz']) {
      t.match(await firstLine(app, asked(path, 'h2c')), /^HTTP\/1\.1 200 /, path)
      t.match(await firstLine(app, asked(path, 'websocket')), /^HTTP\/1\.1 200 /, path)
    }
    t.match(await firstLine(app, asked('/nothing-here', 'h2c')), /^HTTP\/1\.1 404 /)
    t.match(await firstLine(app, asked('/live', 'h2c')), /^HTTP\/1\.1 4\d\d /)
    t.match(await firstLine(app, ['GET /nothing-here HTTP/1.1', ...UPGRADE]), /^HTTP\/1\.1 404 /)
  })

  t.test('what is said before the server could have looked is heard', async t => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/live`, { origin: app.url })
    socket.on('open', () => socket.send('{"op":"ping"}'))
    const [data] = await once(socket, 'message')
    t.equal(String(data), '{"op":"pong"}')
    socket.terminate()
    // In the same packet as the question whether it may come in.
    const { hostname, port, host } = new URL(app.url)
    const raw = connect(Number(port), hostname)
    const ping = Buffer.from('{"op":"ping"}')
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 | ping.length, 0, 0, 0, 0]), ping])
    raw.write(
      Buffer.concat([
        Buffer.from(`${['GET /live HTTP/1.1', ...UPGRADE, `Host: ${host}`].join('\r\n')}\r\n\r\n`),
        frame,
      ]),
    )
    let answer = ''
    for await (const chunk of raw) {
      answer += String(chunk)
      if (answer.includes('pong')) break
    }
    t.match(answer, /^HTTP\/1\.1 101 [\s\S]*\{"op":"pong"\}/)
    raw.destroy()
  })
})

t.test('one member, or one address, has so many sockets and no more', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' } })
  const mia = await app.as(people.mia)
  const opened: Listener[] = []
  t.teardown(() => opened.map(one => one.socket.terminate()))
  for (let index = 0; index < 50; index++) opened.push(await Listener.open(mia))
  t.equal(await knock(app, { origin: app.url, cookie: mia.cookieHeader }), 429)
  t.equal(await knock(app, { origin: app.url }), 101, 'others behind the same address are not in her way')
  const last = opened.pop()
  last?.close()
  await last?.closed()
  t.equal(await knock(app, { origin: app.url, cookie: mia.cookieHeader }), 101, 'when one goes, another may come')
  for (let index = 0; index < 200; index++) opened.push(await Listener.at(app.url, {}))
  t.equal(await knock(app, {}), 429)
  const noor = await app.as(people.noor)
  t.equal(await knock(app, { origin: app.url, cookie: noor.cookieHeader }), 101)
})

t.test('who knocks while the server closes does not keep it', async t => {
  const app = await startApp(t)
  const { hostname, port, host } = new URL(app.url)
  const knocking = ['/live', '/'].map(path => {
    const socket = connect(Number(port), hostname)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n`)
    return socket
  })
  // Half a question: the connection is one that the server has to wait for.
  await pause(200)
  const closed = app.server.app.close()
  await pause(200)
  const answered = knocking.map(async socket => {
    socket.end(`${UPGRADE.join('\r\n')}\r\n\r\n`)
    for await (const _ of socket);
  })
  await Promise.all([closed, ...answered])
  t.pass('it has closed')
})

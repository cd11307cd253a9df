/** Whatever arrives is answered with a 4xx at worst: a 5xx, which the server logs as an error, fails these tests. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { startApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { allRoutes, type Route } from '../support/routes.ts'
import { thirdOf } from '../support/third-of.ts'

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** A route's address with something in place of each parameter. */
const fill = ({ url }: Route, value = '1'): string => url.replace(/:(\w+)\??/g, value).replace('*', value)

t.test('wire safety', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread()
  const routes = allRoutes().filter(route => route.method !== 'HEAD')
  const writes = routes.filter(route => UNSAFE.has(route.method))
  const member = await app.as(people.mia)
  const admin = await app.as(people.ada)

  t.test('every route declares a query budget, but for the files of the build, which ask nothing', async t => {
    const without = routes.filter(route => route.budget === undefined).map(route => route.url)
    t.strictSame(without, ['/assets/*'])
  })

  t.test('every answer carries the policy and its companions, errors too', async t => {
    const bare: string[] = []
    for (const route of [...routes, { method: 'GET', url: '/no/such/page', budget: 0 }]) {
      const { status, headers } = await app.visitor().send(route.method, fill(route))
      const policy = String(headers['content-security-policy'])
      const complete =
        /(^|; )default-src 'none'/.test(policy) &&
        /(^|; )script-src 'self'(;|$)/.test(policy) &&
        /(^|; )frame-ancestors 'none'/.test(policy) &&
        /(^|; )base-uri 'none'/.test(policy) &&
        !/unsafe|\*|nonce/.test(policy) &&
        headers['x-content-type-options'] === 'nosniff' &&
        headers['referrer-policy'] !== undefined &&
        headers['cross-origin-opener-policy'] === 'same-origin'
      if (!complete || status >= 500) bare.push(`${route.method} ${route.url} (${status})`)
    }
    t.strictSame(bare, [])
  })

  t.test('nothing says which software answers, and pages of members are kept by nobody else', async t => {
    const page = await member.get('/')
    t.notOk(page.headers['x-powered-by'])
    t.match(page.headers['cache-control'], /private|no-store/)
  })

  t.test('every answer names its request, as a proxy that is trusted has named it', async t => {
    const named = { headers: { 'x-request-id': 'proxy-17' } }
    const own = [await app.visitor().get('/', named), await app.visitor().get('/no/such/page')]
    const ids = own.map(({ headers }) => String(headers['x-request-id']))
    t.equal(new Set(ids).size, 2)
    for (const id of ids) t.match(id, /^[0-9a-f]{6}-[0-9a-z]+$/)
    const behind = await startApp(t, { env: { TRUST_PROXY: 'loopback' } })
    t.equal((await behind.visitor().get('/', named)).headers['x-request-id'], 'proxy-17')
    const hostile = await behind.visitor().get('/', { headers: { 'x-request-id': 'a b\tc' } })
    t.match(hostile.headers['x-request-id'], /^[0-9a-f]{6}-/)
  })

  t.test('a log of answers tells of routes and ids, and repeats no address', async t => {
    const lines: string[] = []
    const told = await startApp(t, { env: { LOG_LEVEL: 'debug' }, lines: line => lines.push(line) })
    const mia = await told.as(people.mia)
    const { headers } = await mia.get('/forgot?notice=her-own-words')
    const line = lines.map(one => JSON.parse(one)).find(({ request }) => request === headers['x-request-id'])
    t.match(line, { msg: 'answered', method: 'GET', route: '/forgot', status: 200, ms: Number })
    t.equal(line.member, people.mia.id)
    t.notMatch(lines.join(''), /her-own-words|mia/)
  })

  t.test('under https browsers are told to stay there', async t => {
    const secure = await startApp(t, { env: { PUBLIC_URL: 'https://talk.example.org' } })
    t.match((await secure.visitor().get('/')).headers['strict-transport-security'], /^max-age=\d{8}/)
    t.notOk((await app.visitor().get('/')).headers['strict-transport-security'])
  })

  t.test('an unsafe request that a page of another site may have sent is refused, whoever is signed in', async t => {
    const foreign: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'cross-site', origin: app.url },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${app.url}.evil.example` },
      { origin: app.url.replace('http:', 'https:') },
      { origin: 'http://localhost:1' },
      { origin: 'not an origin' },
      {},
    ]
    const passed: string[] = []
    for (const route of writes) {
      for (const headers of route.url.startsWith('/api/') ? foreign.slice(0, -1) : foreign) {
        const { status } = await admin.send(route.method, fill(route), { headers })
        if (status !== 403) passed.push(`${route.method} ${route.url} with ${JSON.stringify(headers)}: ${status}`)
      }
    }
    t.strictSame(passed, [])
    const withCookieOnly = await admin.send('POST', '/api/v1/threads', { json: {} })
    t.equal(withCookieOnly.status, 403, 'a cookie alone opens nothing')
  })

  t.test('a form of our own pages passes, by either header', async t => {
    const sent: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
      { origin: app.url },
      { origin: app.url.replace('localhost', '127.0.0.1') },
    ]
    for (const headers of sent) {
      const { status } = await member.send('POST', `/threads/${thread.id}/posts`, {
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'body=Sent+from+our+own+page',
      })
      t.equal(status, 303, JSON.stringify(headers))
    }
  })

  t.test('while PUBLIC_URL is set only that origin is ours, whatever Host a request names', async t => {
    const named = await startApp(t, { env: { PUBLIC_URL: 'https://talk.example.org' } })
    const post = (headers: Record<string, string>) =>
      named.visitor().send('POST', '/sign-in', {
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: 'login=mia&password=wrong+wrong',
      })
    t.equal((await post({ origin: named.url, host: new URL(named.url).host })).status, 403)
    t.equal((await post({ origin: 'https://evil.example', host: 'evil.example' })).status, 403)
    t.not((await post({ origin: 'https://talk.example.org' })).status, 403)
  })

  t.test('bodies of any kind to any route are refused politely', async t => {
    const bodies: readonly [string | undefined, string | Buffer][] = [
      ['application/json', ''],
      ['application/json', '{'],
      ['application/json', 'null'],
      ['application/json', '[]'],
      ['application/json', '"text"'],
      ['application/json', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'],
      ['application/json', `{"body":${'['.repeat(5000)}${']'.repeat(5000)}}`],
      [
        'application/json',
        '{"body":"a\\u0000b","title":"\\u0000","name":"\\u0000","login":"\\u0000","email":"\\u0000"}',
      ],
      ['application/json', '{"body":"\\ud800","title":"\\udfff\\ud800 lone surrogates","name":"\\ud800"}'],
      ['application/json', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
      ['application/json; charset=utf-16', '{}'],
      ['application/json ;x', '{}'],
      ['APPLICATION/JSON\t; a=b', '{"x":1}'],
      ['application/x-www-form-urlencoded', '%'],
      ['application/x-www-form-urlencoded', 'a=%ff%fe&b=%00&body=%00&title=%00'],
      ['application/x-www-form-urlencoded', '__proto__=1&__proto__[a]=2&constructor=3&body=x&body=y&title=z&title=z'],
      ['application/x-www-form-urlencoded', Array.from({ length: 3000 }, (_, index) => `k${index}=v`).join('&')],
      ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="body"\r\n\r\nhello\r\n--x--'],
      ['multipart/form-data', '--x'],
      ['text/plain', 'body=hello'],
      ['text/html', '<form>'],
      ['application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
      ['application/octet-stream', Buffer.alloc(64, 0xff)],
      ['', 'x'],
      [';', 'x'],
      ['a', 'x'],
      ['json', '{}'],
      [undefined, 'no type at all'],
    ]
    const bad: string[] = []
    for (const [place, route] of writes.entries()) {
      const client = route.url.includes('sign-out') || /session/.test(route.url) ? app.visitor() : member
      for (const [type, body] of thirdOf(bodies, place)) {
        const headers = { 'sec-fetch-site': 'same-origin', ...(type !== undefined && { 'content-type': type }) }
        const { status } = await client.send(route.method, fill(route, '999999'), { headers, body })
        if (status >= 500) bad.push(`${route.method} ${route.url} ${type} ${String(body).slice(0, 40)}: ${status}`)
      }
    }
    t.strictSame(bad, [])
  })

  t.test('a body that is too large is refused by its size', async t => {
    const headers = { 'sec-fetch-site': 'same-origin' }
    const large = 'x'.repeat(3 * 1024 * 1024)
    for (const [path, type, body] of [
      ['/api/v1/threads', 'application/json', JSON.stringify({ body: large })],
      ['/threads', 'application/x-www-form-urlencoded', `body=${large}`],
    ] as const) {
      const answer = await member.send('POST', path, { headers: { ...headers, 'content-type': type }, body })
      t.equal(answer.status, 413, path)
    }
  })

  t.test('addresses of any kind are answered', async t => {
    const odd = [
      '0',
      '-1',
      '1.5',
      '1e3',
      '0x1',
      '9007199254740993',
      '99999999999999999999',
      'NaN',
      '__proto__',
      '%00',
      'a%00b',
      '%',
      '%zz',
      '%ff',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '..',
      'é',
      '%F0%9F%91%8B',
      "1'--",
      'x'.repeat(300),
      '1;2',
      '1,2',
      ' ',
      '+',
    ]
    const bad: string[] = []
    for (const route of routes.filter(one => /[:*]/.test(one.url) && one.method === 'GET')) {
      for (const value of odd) {
        const { status } = await admin.get(fill(route, value.replace('é', encodeURIComponent('é'))))
        if (status >= 500) bad.push(`GET ${fill(route, value)}: ${status}`)
      }
    }
    t.strictSame(bad, [])
  })

  t.test('queries of any kind are answered', async t => {
    const odd = [
      'limit=0',
      'limit=-5',
      'limit=1e9',
      'limit=a',
      'limit=1&limit=2',
      'limit[]=1',
      'cursor=x',
      'cursor=',
      'cursor=%00',
      'cursor=W10',
      `cursor=${Buffer.from('["a","b"]').toString('base64url')}`,
      `cursor=${Buffer.from('[1e400,-1]').toString('base64url')}`,
      `cursor=${Buffer.from('[99999999999999999,9999999999999999999999]').toString('base64url')}`,
      // Numbers as JSON knows them, and yet no time, no count and no id.
      ...[8e15, 250_000_000_000_000, -1].flatMap(number =>
        [1, 2, 3].map(
          length => `cursor=${Buffer.from(JSON.stringify(Array(length).fill(number))).toString('base64url')}`,
        ),
      ),
      'cursor=a&cursor=b',
      'after=-1',
      'before=0',
      'around=99999999999',
      'after=1&before=2',
      'replyTo=x',
      'replyTo=1&replyTo=2',
      'category=x',
      'token=%00',
      'token=a&token=b',
      'next=https://evil.example',
      '__proto__=1',
      '__proto__[x]=1',
      'a'.repeat(9000),
      '%',
      '&&&===',
    ]
    const bad: string[] = []
    for (const [place, route] of routes.filter(one => one.method === 'GET').entries()) {
      const path = fill(route, route.url.startsWith('/c/') || route.url.startsWith('/m/') ? 'mia' : String(thread.id))
      for (const query of thirdOf(odd, place)) {
        const { status } = await member.get(`${path}?${query}`)
        if (status >= 500) bad.push(`GET ${path}?${query.slice(0, 60)}: ${status}`)
      }
    }
    t.strictSame(bad, [])
  })

  t.test('headers of any kind are answered', async t => {
    const odd: readonly Record<string, string>[] = [
      { cookie: 'guildhall=%' },
      { cookie: `guildhall=${'a'.repeat(40)}` },
      { cookie: 'guildhall=; lang=xx; theme=<script>' },
      { cookie: ';;;=;=a;lang=fr;lang=en' },
      { cookie: '__proto__=1; constructor=2' },
      { authorization: 'Bearer' },
      { authorization: 'Bearer gh_' },
      { authorization: `Bearer gh_${'x'.repeat(50)}` },
      { authorization: 'Basic YTpi' },
      { authorization: '%00' },
      { 'accept-language': ';;;q=,,,;q=1e99,*' },
      { accept: 'a/b;q=x' },
      { 'if-none-match': '*' },
      { 'if-match': 'nonsense' },
      { 'if-modified-since': 'never' },
      { range: 'bytes=9-1' },
      { 'idempotency-key': '' },
      { 'idempotency-key': 'x'.repeat(500) },
      { 'x-forwarded-for': 'not-an-address, ::::' },
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-proto': 'javascript' },
      { 'accept-encoding': 'gzip;q=0, br' },
      { 'accept-encoding': 'x'.repeat(3000) },
      { host: 'evil.example' },
      { host: '' },
      { 'transfer-encoding': 'chunked' },
      { expect: '100-continue' },
      { upgrade: 'websocket', connection: 'upgrade', origin: 'null' },
    ]
    const bad: string[] = []
    for (const headers of odd) {
      for (const path of [
        '/',
        `/t/${thread.id}/${thread.slug}`,
        '/settings/account',
        '/api/v1/threads',
        '/assets/x',
        '/no-page',
      ]) {
        const { status } = await app.visitor().get(path, { headers })
        if (status >= 500) bad.push(`${path} with ${JSON.stringify(headers).slice(0, 80)}: ${status}`)
      }
    }
    t.strictSame(bad, [])
  })

  t.test('forwarding headers are believed from nobody unless the operator names the proxy', async t => {
    const answer = await app
      .visitor()
      .get('/', { headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' } })
    t.notMatch(answer.text, /evil\.example/)
    const named = await app.visitor().get('/', { headers: { host: 'evil.example' } })
    t.notMatch(named.text, /evil\.example/)
    t.notMatch(JSON.stringify(named.headers), /evil\.example/)
  })

  t.test('what is not HTTP ends that connection and nothing else', async t => {
    for (const bytes of [
      '\x16\x03\x01\x02\x00',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n',
    ]) {
      t.match(await raw(app.url, bytes), /^$|^HTTP\/1\.1 (400|505)/)
    }
    const smuggled =
      'POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n'
    t.match(await raw(app.url, smuggled), /^HTTP\/1\.1 400/)
    const split = `GET /t/${thread.id}/%0d%0aset-cookie:%20a=b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`
    t.notMatch(await raw(app.url, split), /\nset-cookie: a=b/i)
    t.equal((await app.visitor().get('/')).status, 200)
  })

  t.test('a compressed body is not opened', async t => {
    const body = gzipSync('body=hello')
    const headers = {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      'content-encoding': 'gzip',
    }
    const { status } = await member.send('POST', `/threads/${thread.id}/posts`, { headers, body })
    t.ok(status >= 400 && status < 500, String(status))
  })

  t.test('fields that nobody asked for are refused, not dropped in silence', async t => {
    const before = await whoIs(member)
    const extra = { body: 'A reply of some length', authorId: '1', number: 99, trustLevel: 4, pinned: true }
    t.equal((await member.api('POST', `/threads/${thread.id}/posts`, extra)).status, 422)
    t.equal(
      (await member.post('/settings/profile', { displayName: 'Mia', about: '', trustLevel: '4', groups: '5' })).status,
      422,
    )
    t.strictSame(await whoIs(member), before)
  })

  t.test('errors of the API are problems, with nothing of the inside', async t => {
    for (const answer of [
      await member.api('GET', '/no/such/thing'),
      await member.api('POST', '/threads', { title: 1 }),
      await member.api('GET', '/threads?limit=x'),
      await app.visitor().api('POST', '/threads', { categoryId: '1', title: 'A title', body: 'A body' }),
    ]) {
      t.match(answer.headers['content-type'], /^application\/problem\+json/)
      const problem = answer.json<Record<string, unknown>>()
      t.equal(problem.status, answer.status)
      for (const field of ['type', 'title', 'detail']) t.type(problem[field], 'string')
      t.notMatch(answer.text, /node_modules|at .*\.ts:|select |postgres/i)
    }
  })
})

const whoIs = async (client: Client) => (await client.api('GET', '/session')).json<{ member: unknown }>()

/** Everything that comes back until the server closes. */
async function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname)
  const chunks: string[] = []
  socket.setEncoding('latin1').on('data', chunk => chunks.push(String(chunk)))
  socket.on('error', () => undefined)
  socket.end(bytes, 'latin1')
  await once(socket, 'close')
  return chunks.join('')
}

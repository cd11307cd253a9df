/** What members and administrators type leads outside, and nowhere else. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { askOutside, isOwnMachine, isWithin, OutsideError, outsideUrl } from '../../server/core/http/outbound.ts'

const NOWHERE = { privateNetworks: false, loopback: false }
const HOUSE = { privateNetworks: true, loopback: false }
const SELF = { privateNetworks: false, loopback: true }
const ANYWHERE = { privateNetworks: true, loopback: true }

const PUBLIC = [
  '1.1.1.1',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '2606:4700::1111',
]
const PRIVATE = ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fc00::1', 'fdff::1']
const LOOPBACK = ['127.0.0.1', '127.255.255.254', '::1']
const CLOSED = [
  // Link-local, and the metadata of clouds wherever they are.
  '169.254.169.254',
  '169.254.0.1',
  '100.100.100.200',
  '168.63.129.16',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'fd20:ce::254',
  // No single machine on the internet.
  '0.0.0.0',
  '0.1.2.3',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '192.88.99.1',
  '::',
  'ff02::1',
  'fec0::1',
  '100::1',
  '2001:db8::1',
  '3fff::1',
  '5f00::1',
  // IPv4 in IPv6, whatever it holds.
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:1.1.1.1',
  '::127.0.0.1',
  '::7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::1',
  '2001:0:7f00:1::1',
  // No addresses.
  'localhost',
  '127.1',
  '0x7f.0.0.1',
  '',
]

async function serve(t: Test, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

const failing = (trouble: string) => ({ message: new RegExp(`: ${trouble}$`) })

const asking = { timeoutMs: 5000, maxBytes: 1000, reach: SELF }

t.test('addresses', async t => {
  const cases = [
    { addresses: PUBLIC, within: [NOWHERE, HOUSE, SELF, ANYWHERE] },
    { addresses: PRIVATE, within: [HOUSE, ANYWHERE] },
    { addresses: LOOPBACK, within: [SELF, ANYWHERE] },
    { addresses: CLOSED, within: [] },
  ]
  for (const { addresses, within } of cases) {
    for (const address of addresses) {
      const reached = [NOWHERE, HOUSE, SELF, ANYWHERE].filter(reach => isWithin(address, reach))
      t.strictSame(reached, within, address || 'nothing')
    }
  }
})

t.test('only whole addresses of the web, without credentials, are asked', async t => {
  for (const text of [
    'ftp://example.org',
    'file:///etc/passwd',
    'http://me:you@example.org',
    'http://me@example.org',
  ]) {
    t.equal(outsideUrl(text), null, text)
    await t.rejects(askOutside({ ...asking, url: text }), failing('address'), text)
  }
  for (const text of ['', 'example.org', '/path', 'http://', 'javascript:alert(1)'])
    t.equal(outsideUrl(text), null, text)
  t.equal(outsideUrl('HTTP://Example.org/a#b')?.href, 'http://example.org/a')
})

t.test('a trial on one’s own machine is one that nobody reaches from elsewhere', async t => {
  const on = (host: string, address: string) => isOwnMachine({ host, publicUrl: new URL(address) })
  t.ok(on('127.0.0.1', 'http://localhost:3000'))
  t.ok(on('::1', 'http://[::1]:3000'))
  t.ok(on('localhost', 'http://127.0.0.1:3000'))
  t.notOk(on('127.0.0.1', 'https://talk.example.org'), 'behind a proxy')
  t.notOk(on('0.0.0.0', 'http://localhost:3000'))
})

t.test('asking', async t => {
  t.test('an answer comes with its status, and is ours by name', async t => {
    const agents: unknown[] = []
    const port = await serve(t, (request, response) => {
      agents.push(request.headers['user-agent'], request.method, request.headers.connection)
      response.writeHead(418).end('short and stout')
    })
    const { status, body } = await askOutside({ ...asking, url: `http://127.0.0.1:${port}/pot` })
    t.equal(status, 418)
    t.equal(body.toString(), 'short and stout')
    t.match(agents, [/^Guildhall\/\d/, 'GET'])
  })

  t.test('a name that leads inside is refused before anything is sent', async t => {
    let asked = 0
    const port = await serve(t, (_, response) => {
      asked++
      response.end()
    })
    const hidden = [
      `http://localhost:${port}`,
      `http://127.0.0.1:${port}`,
      `http://127.1:${port}`,
      `http://2130706433:${port}`,
      `http://0x7f000001:${port}`,
      `http://0177.0.0.1:${port}`,
      `http://[::ffff:127.0.0.1]:${port}`,
      `http://0.0.0.0:${port}`,
    ]
    for (const url of hidden) await t.rejects(askOutside({ ...asking, url, reach: HOUSE }), failing('address'), url)
    t.equal(asked, 0)
  })

  t.test('the connection goes to the address that was looked at, and the name is looked up once', async t => {
    const hosts: unknown[] = []
    const port = await serve(t, (request, response) => {
      hosts.push(request.headers.host)
      response.end()
    })
    const answers = ['127.0.0.1', '10.0.0.1']
    const looked: string[] = []
    const resolve = async (name: string) => {
      looked.push(name)
      return [{ address: answers.shift() ?? '10.0.0.1', family: 4 }]
    }
    const url = `http://rebinds.test:${port}/`
    t.equal((await askOutside({ ...asking, url, resolve })).status, 200)
    t.strictSame(looked, ['rebinds.test'])
    t.strictSame(hosts, [`rebinds.test:${port}`])
    await t.rejects(askOutside({ ...asking, url, resolve }), failing('address'), 'each time anew')
  })

  t.test('a name with one address inside is not asked at its others', async t => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '192.168.0.1', family: 4 },
    ]
    await t.rejects(askOutside({ ...asking, url: 'http://both.test', resolve }), failing('address'))
  })

  t.test('a redirect is an answer, wherever it leads', async t => {
    const paths: unknown[] = []
    const port = await serve(t, (request, response) => {
      paths.push(request.url)
      response.writeHead(307, { location: `http://127.0.0.1:${port}/inside` }).end()
    })
    t.equal((await askOutside({ ...asking, url: `http://127.0.0.1:${port}/outside`, body: 'x' })).status, 307)
    t.strictSame(paths, ['/outside'])
  })

  t.test('of a body without end only the beginning is read', async t => {
    const port = await serve(t, (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      }
      response.on('drain', more)
      more()
    })
    const { body } = await askOutside({ ...asking, url: `http://127.0.0.1:${port}` })
    t.equal(body.length, 1000)
  })

  t.test('the time limit holds for an answer that never comes, and for one that never ends', async t => {
    const silent = await serve(t, () => {})
    const dripping = await serve(t, (_, response) => {
      response.write('x')
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    for (const port of [silent, dripping]) {
      const question = { ...asking, url: `http://127.0.0.1:${port}`, timeoutMs: 300 }
      await t.rejects(askOutside(question), failing('timeout'))
    }
    const resolve = () => new Promise<never>(() => {})
    await t.rejects(askOutside({ ...asking, url: 'http://slow.test', resolve, timeoutMs: 50 }), failing('timeout'))
  })

  t.test('each failure has its reason', async t => {
    const plain = await serve(t, (_, response) => void response.end())
    const unknown = Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
    const cases = [
      { url: 'http://nobody.test', resolve: () => Promise.reject(unknown), trouble: 'name' },
      { url: `https://127.0.0.1:${plain}`, trouble: 'certificate' },
      { url: 'http://127.0.0.1:1', trouble: 'connection' },
    ]
    for (const { trouble, ...question } of cases) {
      const error = await askOutside({ ...asking, ...question }).catch((thrown: unknown) => thrown)
      t.ok(error instanceof OutsideError)
      t.match(error, { trouble }, question.url)
    }
  })
})

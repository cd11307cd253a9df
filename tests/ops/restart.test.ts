/** A restart behind a proxy that holds requests meanwhile: nobody is told of it, and nothing is written twice or not at all. */
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { freePort } from '../support/port.ts'
import { holdingProxy } from './holding-proxy.ts'
import { folderFor, guildhall } from './processes.ts'

const ADMIN = { name: 'ada', email: 'ada@example.org', password: 'a long and good passphrase 1' }
const READERS = 4
const WRITERS = 2

t.test('requests that come during a restart are answered, each once', async t => {
  const folder = await folderFor(t)
  const port = await freePort()
  const address = await holdingProxy(t, port)
  const env = {
    ...{ PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: address, GUILDHALL_LIMITS: 'off', TRUST_PROXY: 'loopback' },
    ...{
      GUILDHALL_ADMIN_NAME: ADMIN.name,
      GUILDHALL_ADMIN_EMAIL: ADMIN.email,
      GUILDHALL_ADMIN_PASSWORD: ADMIN.password,
    },
  }
  const start = async () => {
    const server = guildhall(folder, ['start'], { env })
    t.teardown(() => server.kill('SIGKILL'))
    await server.line(/^Guildhall is at /)
    return server
  }
  const first = await start()
  const made = guildhall(
    folder,
    ['token', 'create', '--member', 'ada', '--name', 'test', '--scopes', 'read,write,admin', '--json'],
    { env },
  )
  t.equal(await made.ended, 0, made.complaint())
  const { token } = JSON.parse(made.said())
  const call = (path: string, body?: object) =>
    fetch(address + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
  const { id: categoryId } = await (await call('/api/v1/categories', { name: 'Talk', slug: 'talk' })).json()
  const { id } = await (await call('/api/v1/threads', { categoryId, title: 'A restart', body: 'Begins.' })).json()

  let going = true
  const statuses = new Map<number, number>()
  const acknowledged: string[] = []
  const note = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const reader = async () => {
    while (going) note((await call(`/t/${id}`)).status)
  }
  const writer = async (name: number) => {
    for (let turn = 0; going; turn++) {
      const body = `Word ${name} ${turn}.`
      const answer = await call(`/api/v1/threads/${id}/posts`, { body })
      note(answer.status)
      if (answer.status === 201) acknowledged.push(body)
      await answer.arrayBuffer()
    }
  }
  const all = [
    ...Array.from({ length: READERS }, reader),
    ...Array.from({ length: WRITERS }, (_, name) => writer(name)),
  ]
  await pause(500)
  first.kill('SIGTERM')
  t.equal(await first.ended, 0)
  const before = acknowledged.length
  const second = await start()
  await pause(500)
  going = false
  await Promise.all(all)
  t.strictSame([...statuses.keys()].sort(), [200, 201], JSON.stringify([...statuses]))
  t.ok(before > 0 && acknowledged.length > before, `${before} posts before, ${acknowledged.length} in all`)

  const written: string[] = []
  for (let after = 1; ; ) {
    const { items } = await (await call(`/api/v1/threads/${id}/posts?after=${after}&limit=100`)).json()
    if (items.length === 0) break
    written.push(...items.map((one: { body: string }) => one.body))
    after = items.at(-1).number
  }
  t.strictSame(written.sort(), acknowledged.sort(), 'what was answered is there, once')
  second.kill('SIGTERM')
  t.equal(await second.ended, 0)
})

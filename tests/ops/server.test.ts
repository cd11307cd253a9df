/** The server as an operator meets it: one process started, told to stop, killed, and what it says when it cannot. */
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { connect } from '../../server/core/db.ts'
import { DatabaseTooNew, migrate } from '../../server/core/migrate.ts'
import { socketFolder } from '../../server/core/postgres/socket.ts'
import { quietLog } from '../support/log.ts'
import { folderFor, guildhall, isAlive, killPostgres, postmaster, type Running, type RunOptions } from './processes.ts'

const folder = await folderFor(t)

type Server = Running & { readonly address: string }

async function start(options: RunOptions = {}): Promise<Server> {
  const running = guildhall(folder, ['start'], options)
  const line = await running.line(/^Guildhall is at /)
  return { ...running, address: line.slice('Guildhall is at '.length) }
}

/** Runs a verb that prints JSON. */
async function ask<T>(...args: string[]): Promise<T> {
  const running = guildhall(folder, [...args, '--json'])
  if ((await running.ended) === 2) throw new Error(running.complaint())
  return JSON.parse(running.said()) as T
}

/** Its one line, for a start that must fail. */
async function refusal(t: Test, options: RunOptions = {}): Promise<string> {
  const running = guildhall(folder, ['start'], options)
  t.equal(await running.ended, 1)
  const said = running
    .complaint()
    .replace(/^Building.*\n/, '')
    .trim()
  t.equal(said.split('\n').length, 1, said)
  return said
}

async function stop(t: Test, running: Running): Promise<void> {
  running.kill('SIGTERM')
  t.equal(await running.ended, 0)
}

t.test('a first start prints the address and the set-up link, and SIGTERM ends all of it', async t => {
  const server = await start()
  const link = await server.line(/\/setup\?key=/)
  t.ok(link.includes(`${server.address}/setup?key=`))
  for (const path of ['/healthz', '/readyz']) t.equal((await fetch(server.address + path)).status, 200, path)
  const postgres = (await postmaster(folder)) ?? 0
  t.ok(await isAlive(postgres))
  await stop(t, server)
  t.notOk(await isAlive(postgres))
  t.equal((await stat(join(folder, 'secrets.json'))).mode & 0o777, 0o600)

  const again = await start()
  t.equal((await again.line(/\/setup\?key=/)).split('key=')[1], link.split('key=')[1], 'the link stays the same')
  await stop(t, again)
})

t.test('the verbs work while the server runs, and while it does not', async t => {
  const server = await start()
  const args = ['--name', 'ada', '--email', 'ada@example.org']
  const { password } = await ask<{ password: string }>('admin', 'create', ...args)
  const signedIn = await fetch(`${server.address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.address },
    body: JSON.stringify({ name: 'ada', password }),
  })
  t.equal(signedIn.status, 200)
  t.same(await ask('migrate'), { applied: [] })
  type Health = { ok: boolean; checks: { check: string; result: string; says: string }[] }
  const running = await ask<Health>('doctor')
  t.ok(running.ok, JSON.stringify(running.checks))
  t.match(running.checks.find(one => one.check === 'port')?.says, `process ${server.pid}`)
  await stop(t, server)

  t.ok((await ask<Health>('doctor')).checks.some(one => one.check === 'migrations' && one.result === 'ok'))
  t.equal(await postmaster(folder), null, 'what a verb has started it stops')
})

t.test('kill -9 of everything loses no acknowledged post', async t => {
  const { token } = await ask<{ token: string }>(
    ...['token', 'create', '--member', 'ada', '--name', 'test', '--scopes', 'read,write,admin'],
  )
  const api = async <T>(server: Server, path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
    const answer = await fetch(`${server.address}/api/v1${path}`, init)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const server = await start({ env: { GUILDHALL_LIMITS: 'off' } })
  const category = await api<{ id: string }>(server, '/categories', { name: 'Talk', slug: 'talk' })
  const input = { categoryId: category.id, title: 'What stays', body: 'The first.' }
  const thread = await api<{ id: string }>(server, '/threads', input)
  const acknowledged: string[] = []
  const write = async () => {
    for (;;) {
      const { id } = await api<{ id: string }>(server, `/threads/${thread.id}/posts`, { body: 'One more.' })
      if (acknowledged.push(id) === 60) kill(server)
    }
  }
  const kill = async (running: Running) => {
    running.kill('SIGKILL')
    await killPostgres(folder)
  }
  await Promise.allSettled([write(), write(), write()])
  await server.ended

  const again = await start()
  for (const id of acknowledged) await t.resolves(api(again, `/posts/${id}`))
  await stop(t, again)
})

t.test('a port that is taken is named', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  t.match(await refusal(t, { env: { PORT: String(port) } }), `Port ${port} on 127.0.0.1 is taken`)
  t.equal(await postmaster(folder), null, 'the database that was started is stopped')
  other.close()
})

t.test('a second server on the folder is told who has it', async t => {
  const server = await start()
  t.match(await refusal(t), `(process ${server.pid})`)
  await stop(t, server)
})

t.test('wrong variables are all named, one line each', async t => {
  const running = guildhall(folder, ['start'], { env: { PORT: 'eighty', GUILDHALL_COLOUR: 'red' } })
  t.equal(await running.ended, 1)
  t.match(running.complaint(), /PORT must be a port/)
  t.match(running.complaint(), /GUILDHALL_COLOUR is not a variable/)
})

t.test('a database newer than the code is left alone', async t => {
  const server = await start()
  const target = { host: socketFolder(folder), port: 5432, database: 'guildhall', user: 'guildhall' }
  const sql = connect(target, { max: 1 })
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 4102444800000)`
  await sql.end()
  await t.rejects(migrate(target, quietLog().log), DatabaseTooNew)
  await stop(t, server)
  t.match(await refusal(t), /newer than this Guildhall/)
})

t.test('usage errors end with 2, failures with 1', async t => {
  for (const args of [['no-such-verb'], ['doctor', '--no-such-flag'], ['admin', 'create']]) {
    t.equal(await guildhall(folder, args).ended, 2, args.join(' '))
  }
  t.equal(await guildhall(folder, ['token', 'create', '--help']).ended, 0)
})

/** `WORKERS=2` as an operator meets it: one address, two processes behind it. */
import { readFile } from 'node:fs/promises'
import t, { type Test } from 'tap'
import { folderFor, guildhall, isAlive, postmaster, type Running, type RunOptions } from '../ops/processes.ts'
import { Listener } from '../support/listener.ts'
import { until } from '../support/until.ts'

const ADMIN = { name: 'ada', email: 'ada@example.org', password: 'ada keeps 1 long secret' }
const VARIABLES = {
  WORKERS: '2',
  GUILDHALL_LIMITS: 'off',
  GUILDHALL_ADMIN_NAME: ADMIN.name,
  GUILDHALL_ADMIN_EMAIL: ADMIN.email,
  GUILDHALL_ADMIN_PASSWORD: ADMIN.password,
}
const linuxOnly = process.platform === 'linux' ? false : 'looks for processes in /proc'

const folder = await folderFor(t)

type Server = Running & { readonly address: string }

async function start(env: Readonly<Record<string, string>> = {}, options: RunOptions = {}): Promise<Server> {
  const running = guildhall(folder, ['start'], { ...options, env: { ...VARIABLES, ...env } })
  const line = await running.line(/^Guildhall is at /)
  return { ...running, address: line.slice('Guildhall is at '.length) }
}

/** The web processes of a server. */
async function workersOf({ pid }: Running): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const found: number[] = []
  for (const child of children.trim().split(' ').filter(Boolean)) {
    const line = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')
    if (line.includes('worker.js')) found.push(Number(child))
  }
  return found
}

class Writer {
  private cookie = ''
  constructor(private readonly server: Server) {}

  async signIn(): Promise<this> {
    const answer = await this.send('/session', ADMIN)
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    return this
  }

  async make<T>(path: string, body: object): Promise<T> {
    const answer = await this.send(path, body)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  /** Each over a connection of its own: they are dealt out to the processes in turn. */
  private send(path: string, body: object): Promise<Response> {
    return fetch(`${this.server.address}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: this.server.address,
        connection: 'close',
        ...(this.cookie && { cookie: this.cookie }),
      },
      body: JSON.stringify(body),
    })
  }
}

async function listeners(t: Test, { address }: Server, channel: string, count: number): Promise<Listener[]> {
  const all: Listener[] = []
  for (let n = 0; n < count; n++) {
    const listener = await Listener.at(address, { origin: address })
    t.teardown(() => listener.close())
    await listener.subscribe(channel)
    all.push(listener)
  }
  return all
}

const heard = (listener: Listener, postId: string) =>
  until(async () => JSON.stringify(listener.events()).includes(`"postId":"${postId}"`), `post ${postId} is heard`)

t.test('two processes share an address, and one that is killed is replaced', { skip: linuxOnly }, async t => {
  const server = await start({}, { grouped: true })
  t.equal(server.said().match(/^Guildhall is at /gm)?.length, 1, 'the address is said once')
  const workers = await workersOf(server)
  t.equal(workers.length, 2)
  const database = (await postmaster(folder)) ?? 0

  const writer = await new Writer(server).signIn()
  const category = await writer.make<{ id: string }>('/categories', { name: 'Talk', slug: 'talk' })
  const input = { categoryId: category.id, title: 'Heard by all', body: 'The first.' }
  const thread = await writer.make<{ id: string }>('/threads', input)
  const channel = `thread:${thread.id}`
  const reply = async () => (await writer.make<{ id: string }>(`/threads/${thread.id}/posts`, { body: 'One more.' })).id
  const ears = await listeners(t, server, channel, 4)
  for (let n = 0; n < 4; n++) {
    const id = await reply()
    for (const ear of ears) await heard(ear, id)
  }

  process.kill(workers[0] ?? 0, 'SIGKILL')
  await until(async () => ears.some(ear => ear.goodbye !== null), 'those who listened to it notice')
  // Not all in the same moment: each hears from its process once more, or that it is gone.
  await Promise.allSettled(ears.map(ear => ear.settled()))
  const left = ears.filter(ear => ear.goodbye === null)
  t.ok(left.length > 0, 'those who listened to the other do not')
  const answered = await reply()
  for (const ear of left) await heard(ear, answered)

  await until(async () => {
    const now = await workersOf(server)
    return now.length === 2 && !now.includes(workers[0] ?? 0) && server.said().includes('a web process ended')
  }, 'another takes its place')
  const newEars = await listeners(t, server, channel, 4)
  for (let n = 0; n < 4; n++) {
    const id = await reply()
    for (const ear of [...left, ...newEars]) await heard(ear, id)
  }

  const all = [server.pid, ...(await workersOf(server)), database]
  process.kill(-server.pid, 'SIGINT')
  t.equal(await server.ended, 0, server.complaint())
  for (const ear of [...left, ...newEars]) t.equal((await ear.closed()).code, 1012, 'all are told to come again')
  for (const pid of all) t.notOk(await isAlive(pid), 'nothing is left running')
})

t.test(
  'SIGTERM to the one that was started ends all; killed, it takes its processes along',
  { skip: linuxOnly },
  async t => {
    const server = await start({}, { grouped: true })
    const workers = await workersOf(server)
    server.kill('SIGTERM')
    t.equal(await server.ended, 0)
    for (const pid of workers) t.notOk(await isAlive(pid))

    const again = await start({}, { grouped: true })
    const orphans = await workersOf(again)
    again.kill('SIGKILL')
    await again.ended
    for (const pid of orphans) await until(async () => !(await isAlive(pid)), 'a process without the first ends')

    const adopting = await start()
    adopting.kill('SIGTERM')
    t.equal(await adopting.ended, 0)
  },
)

t.test('what cannot be is told in one line, and nothing is left', async t => {
  const refusal = async (env: Readonly<Record<string, string>>) => {
    const running = guildhall(folder, ['start'], { env: { ...VARIABLES, ...env } })
    t.equal(await running.ended, 1)
    return running.complaint().trim()
  }
  t.match(await refusal({ WORKERS: 'many' }), /^guildhall: WORKERS must be a number of processes[^\n]*$/)
  const taken = await start({ WORKERS: '1' })
  t.match(await refusal({ PORT: new URL(taken.address).port }), /^guildhall: Port \d+ on 127.0.0.1 is taken[^\n]*$/)
  taken.kill('SIGTERM')
  await taken.ended
  t.match(
    await refusal({ GUILDHALL_ADMIN_PASSWORD: 'short', DATA_DIR: `${folder}/another` }),
    /^guildhall: .*administrator/,
  )
  t.equal(await postmaster(`${folder}/another`), null)
})

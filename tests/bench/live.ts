/** What it costs to tell: one post to many sockets, beside *bare* `ws` sending the same bytes, and sockets at rest. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Asked, Told } from './listeners.ts'
import { cpuMs, memoryMb } from './processes.ts'
import { type Content, poster, type Running, startServer } from './server.ts'

const CROWD = 2000
const ROUNDS = 10
const IDLE = 10_000
const IDLE_MS = 30_000
/** Besides sockets: modules, the database, the log. */
const FILES_OF_OUR_OWN = 200
const THREADS = 100
const A_SECOND = 50
const SECONDS = 5
const MISSED = 10

type Rows = (readonly string[])[]
type Post = ReturnType<typeof poster>

/** A process of its own, on our channel of messages. */
const own = (file: string): ChildProcess => fork(join(import.meta.dirname, file), { execArgv: ['--import', 'tsx'] })

class Listeners {
  private readonly child = own('listeners.ts')

  constructor(private readonly url: string) {}

  open(count: number, channels: readonly string[], after?: string): Promise<Told> {
    return this.ask({ open: count, url: this.url, channels, ...(after !== undefined && { after }) })
  }

  hear(count: number): Promise<Told> {
    return this.ask({ hear: count })
  }

  end(): void {
    this.child.kill()
  }

  private async ask(asked: Asked): Promise<Told> {
    this.child.send(asked)
    // The answer to it: they are asked one thing at a time.
    const [told]: Told[] = await once(this.child, 'message')
    if (!told || told.failed > 0) throw new Error(`${told?.failed} sockets were not let in`)
    return told
  }
}

const socketUrl = (url: string): string => `${url.replace('http', 'ws')}/live`
const reply = (post: Post, thread: string) =>
  post(`/threads/${thread}/posts`, { body: 'I went the other way, **twice**, and saw no stile at all.' })

/** Takes over a running server, and starts it anew where something is to be seen from its beginning. */
export async function measureLive(folder: string, first: Running, content: Content): Promise<Rows> {
  const rows: Rows = [['what', 'median', 'p99', 'hold', '']]
  rows.push(...(await oneToMany(folder, first, content)))
  rows.push(await commitToSocket(first, content))
  const after = await position(first, content)
  const post = poster(first.url, content.cookie)
  for (let index = 0; index < MISSED; index++) await reply(post, content.threads[0] ?? '')
  await first.stop()
  const second = await startServer(folder)
  rows.push(await comingBack(second, content, after))
  await second.stop()
  const third = await startServer(folder)
  rows.push(...(await atRest(third, content)))
  await third.stop()
  return rows
}

async function oneToMany(folder: string, { url }: Running, { cookie, threads: [thread = ''] }: Content): Promise<Rows> {
  const post = poster(url, cookie)
  const ours = new Listeners(socketUrl(url))
  await ours.open(CROWD, [`thread:${thread}`])
  const { lastFrame } = await told(ours, () => reply(post, thread))
  const file = join(folder, 'frame.json')
  writeFileSync(file, lastFrame)

  const bare = own('bare-sockets.ts')
  const [address]: { port: number }[] = await once(bare, 'message')
  const theirs = new Listeners(`ws://127.0.0.1:${address?.port}`)
  await theirs.open(CROWD, [])
  const [withUs, withBare]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    withUs.push(...(await told(ours, () => reply(post, thread))).later)
    let began = 0
    const { at } = await told(theirs, async () => {
      bare.send(file)
      began = Number((await once(bare, 'message'))[0])
    })
    withBare.push(...at.map(time => time - began))
  }
  theirs.end()
  bare.kill()

  const began = performance.now()
  const hearing = ours.hear(CROWD * ROUNDS * 4)
  const writer = async () => {
    for (let count = 0; count < ROUNDS; count++) await reply(post, thread)
  }
  await Promise.all([writer(), writer(), writer(), writer()])
  const { at } = await hearing
  const rate = at.length / ((performance.now() - began) / 1000)
  ours.end()
  const times = (quantile(withUs, 0.99) / quantile(withBare, 0.99)).toFixed(2)
  return [
    [`bare ws, ${CROWD} sockets`, ms(quantile(withBare, 0.5)), ms(quantile(withBare, 0.99)), '', ''],
    [`a post to ${CROWD} sockets`, ms(quantile(withUs, 0.5)), ms(quantile(withUs, 0.99)), '≤ 2 × bare', `${times} ×`],
    ['many posts to them', '', '', '', `${rate.toFixed(0)} per second`],
  ]
}

/** What all of a crowd heard of one act. */
async function told(listeners: Listeners, act: () => Promise<unknown>): Promise<Told> {
  const hearing = listeners.hear(CROWD)
  await act()
  return hearing
}

async function commitToSocket({ url }: Running, { cookie, threads }: Content): Promise<readonly string[]> {
  const post = poster(url, cookie)
  const listeners = new Listeners(socketUrl(url))
  const channels = threads.slice(0, THREADS).map(id => `thread:${id}`)
  await listeners.open(THREADS * 10, channels)
  const count = A_SECOND * SECONDS
  const hearing = listeners.hear(count * 10)
  const posting: Promise<unknown>[] = []
  for (let index = 0; index < count; index++) {
    posting.push(reply(post, threads[index % THREADS] ?? ''))
    await pause(1000 / A_SECOND)
  }
  await Promise.all(posting)
  const { later } = await hearing
  listeners.end()
  const [median, p99] = [quantile(later, 0.5), quantile(later, 0.99)]
  return [`${A_SECOND} posts a second, ${THREADS} threads`, ms(median), ms(p99), 'median < 50 ms', '']
}

async function atRest({ url, pid }: Running, { threads }: Content): Promise<Rows> {
  const listeners = new Listeners(socketUrl(url))
  const before = memoryMb(pid)
  const channels = threads.map(id => `thread:${id}`)
  const count = Math.min(IDLE, openFiles() - FILES_OF_OUR_OWN)
  await listeners.open(count, channels)
  const cpu = cpuMs([pid])
  await pause(IDLE_MS)
  const [used, grown] = [cpuMs([pid]) - cpu, memoryMb(pid) - before]
  listeners.end()
  return [
    [`memory of one of ${count} at rest`, '', '', '≤ 20 KB', `${((grown * 1024) / count).toFixed(1)} KB`],
    ...(count < IDLE ? [[`(${IDLE} are more files than one process may open here)`]] : []),
    ['CPU of all of them', '', '', '', `${((used / IDLE_MS) * 100).toFixed(1)} % of a core`],
  ]
}

async function position({ url }: Running, { threads: [thread = ''] }: Content): Promise<string> {
  const listeners = new Listeners(socketUrl(url))
  const { position } = await listeners.open(1, [`thread:${thread}`])
  listeners.end()
  return position
}

async function comingBack({ url }: Running, { threads: [thread = ''] }: Content, after: string) {
  const listeners = new Listeners(socketUrl(url))
  const began = performance.now()
  await listeners.open(CROWD, [`thread:${thread}`], after)
  const { at } = await listeners.hear(CROWD * MISSED)
  const seconds = (performance.now() - began) / 1000
  listeners.end()
  if (at.length !== CROWD * MISSED) throw new Error(`${at.length} events were heard, not ${CROWD * MISSED}`)
  return [`${CROWD} come back, ${MISSED} events missed`, '', '', '', `${seconds.toFixed(2)} s for all`]
}

/** Node itself raises its limit as far as it may: what counts is the hard one. */
function openFiles(): number {
  return Number(/^Max open files +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? IDLE * 2)
}

const ms = (value: number): string => `${value.toFixed(1)} ms`

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/**
 * `npm run bench`: what a page and a reply cost, beside *bare* Fastify sending the same bytes in the same run. CPU per
 * request of the whole process tree and PostgreSQL comes first: it is steady where requests per second are not.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import autocannon from 'autocannon'
import { measureLive } from './live.ts'
import { cpuMs, memoryMb } from './processes.ts'
import { type Content, fill, poster, postmasterPid, startServer } from './server.ts'

const ROUNDS = 3
const SECONDS = 3
const CONNECTIONS = 10

type Figure = { readonly cpu: number; readonly rate: number }
type Target = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly processes: readonly number[]
}

const folder = mkdtempSync(join(tmpdir(), 'guildhall-bench-'))
chmodSync(folder, 0o711) // as root, PostgreSQL runs as another account and must pass through
async function bench() {
  await (await startServer(folder)).stop() // makes the build and the database
  const server = await startServer(folder)
  const atRest = memoryMb(server.pid)
  const ours = [server.pid, postmasterPid(folder)]
  const content = await fill(server.url)
  const html = await (await fetch(server.url + content.page)).text()
  const bare = await startBare(html)

  const gzip = { 'accept-encoding': 'gzip' }
  const targets = {
    bareBuffer: { url: `${bare.url}/buffer`, headers: {}, processes: [bare.pid] },
    bareString: { url: `${bare.url}/string`, headers: {}, processes: [bare.pid] },
    visitor: { url: server.url + content.page, headers: gzip, processes: ours },
    member: { url: server.url + content.page, headers: { ...gzip, cookie: content.cookie }, processes: ours },
    category: { url: server.url + content.category, headers: { ...gzip, cookie: content.cookie }, processes: ours },
  } satisfies Record<string, Target>
  const measured = await inTurns(targets)
  const replies = await reply(server.url, content, ours)
  bare.stop()
  const live = await measureLive(folder, server, content)

  const kilobytes = (html.length / 1024).toFixed(0)
  const share = (of: Figure, base: Figure) => `${((base.cpu / of.cpu) * 100).toFixed(0)} %`
  console.log(`\nA thread page of 20 posts, ${kilobytes} KB; ${ROUNDS} rounds of ${SECONDS} s in turns, medians\n`)
  table([
    ['what', 'CPU ms', 'of bare', 'hold', 'per second'],
    ['bare Fastify, Buffer', ms(measured.bareBuffer), '100 %', '', rate(measured.bareBuffer)],
    ['bare Fastify, string', ms(measured.bareString), '', '', rate(measured.bareString)],
    [
      'thread, signed out',
      ms(measured.visitor),
      share(measured.visitor, measured.bareBuffer),
      '≥ 60 % of Buffer',
      rate(measured.visitor),
    ],
    [
      'thread, signed in',
      ms(measured.member),
      share(measured.member, measured.bareString),
      '≥ 25 % of string',
      rate(measured.member),
    ],
    [
      'category, signed in',
      ms(measured.category),
      share(measured.category, measured.bareString),
      '',
      rate(measured.category),
    ],
    ['reply, 100 threads', ms(replies), '', '≥ 400 per second', rate(replies)],
    ['memory at rest', `${atRest.toFixed(0)} MB`, '', '≤ 150 MB', ''],
    ['start, ready database', `${(server.startMs / 1000).toFixed(2)} s`, '', '≤ 1.5 s', ''],
  ])
  console.log('\nThe live socket; times from the event to the socket\n')
  table(live)
}

const ms = ({ cpu }: Figure): string => cpu.toFixed(3)
const rate = (figure: Figure): string => figure.rate.toFixed(0)

/** Each target once per round, so that a slow spell of the machine meets them all; then the median of each. */
async function inTurns<K extends string>(targets: Readonly<Record<K, Target>>): Promise<Record<K, Figure>> {
  const rounds = new Map<string, Figure[]>()
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, target] of Object.entries<Target>(targets)) {
      const figure = await load(target)
      if (round > 0) rounds.set(name, [...(rounds.get(name) ?? []), figure]) // the first warms up
    }
  }
  const medians = [...rounds].map(([name, figures]) => [name, median(figures)])
  return Object.fromEntries(medians)
}

async function load({ url, headers, processes }: Target): Promise<Figure> {
  const before = cpuMs(processes)
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS })
  const answered = result['2xx']
  if (answered === 0 || result.non2xx > 0) throw new Error(`${url}: ${result.non2xx} answers were not 200`)
  return { cpu: (cpuMs(processes) - before) / answered, rate: answered / SECONDS }
}

/** Replies through HTTP, 24 at a time over 100 threads: each is committed, numbered and consumed. */
async function reply(url: string, { cookie, threads }: Content, processes: readonly number[]): Promise<Figure> {
  const post = poster(url, cookie)
  const before = cpuMs(processes)
  const began = performance.now()
  let sent = 0
  const writer = async () => {
    while (performance.now() - began < SECONDS * 2000) {
      await post(`/threads/${threads[sent++ % threads.length]}/posts`, {
        body: 'I went the other way, **twice**, and saw no stile at all.',
      })
    }
  }
  await Promise.all(Array.from({ length: 24 }, writer))
  const seconds = (performance.now() - began) / 1000
  return { cpu: (cpuMs(processes) - before) / sent, rate: sent / seconds }
}

async function startBare(html: string) {
  const file = join(folder, 'page.html')
  writeFileSync(file, html)
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'bare.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(createInterface(child.stdout), 'line')
  return { url: String(url), pid: Number(child.pid), stop: () => child.kill() }
}

const median = (figures: readonly Figure[]): Figure => {
  const sorted = [...figures].sort((a, b) => a.cpu - b.cpu)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (!middle) throw new Error('nothing was measured')
  return middle
}

function table(rows: readonly (readonly string[])[]) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('   '),
    )
}

try {
  await bench()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

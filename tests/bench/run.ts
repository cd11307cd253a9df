/**
 * `npm run bench`: what a page and a reply cost, beside *bare* Fastify sending the same bytes in the same run. CPU per
 * request of the whole process tree and PostgreSQL comes first: it is steady where requests per second are not.
 * `npm run bench -- --parts pages,import` leaves out what takes three quarters of an hour: the million posts.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { measureLive } from './live.ts'
import { type Figure, inTurns, MANNER, ms, rate, type Target, table } from './load.ts'
import { measurePlugins } from './plugins.ts'
import { cpuMs, memoryMb } from './processes.ts'
import { type Content, fill, poster, postmasterPid, startServer } from './server.ts'
import { measureImport, measureSize } from './size.ts'

/** How long replies are written, in ms. */
const REPLIES_MS = 6000

const PARTS: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  pages: measurePages,
  plugins: measurePlugins,
  import: measureImport,
  size: measureSize,
}
const { parts } = parseArgs({ options: { parts: { type: 'string', default: Object.keys(PARTS).join() } } }).values
const folder = mkdtempSync(join(tmpdir(), 'guildhall-bench-'))
chmodSync(folder, 0o711) // as root, PostgreSQL runs as another account and must pass through

async function bench() {
  await (await startServer(folder)).stop() // makes the build and the database
  for (const part of parts.split(',')) {
    const measure = PARTS[part]
    if (!measure) throw new Error(`there is no part ${part}: ${Object.keys(PARTS).join(', ')}`)
    await measure(folder)
  }
}

async function measurePages(folder: string): Promise<void> {
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
  console.log(`\nA thread page of 20 posts, ${kilobytes} KB; ${MANNER}\n`)
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
  await server.stop()
}

/** Replies through HTTP, 24 at a time over 100 threads: each is committed, numbered and consumed. */
async function reply(url: string, { cookie, threads }: Content, processes: readonly number[]): Promise<Figure> {
  const post = poster(url, cookie)
  const before = cpuMs(processes)
  const began = performance.now()
  let sent = 0
  const writer = async () => {
    while (performance.now() - began < REPLIES_MS) {
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

try {
  await bench()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The built server as a process of its own, on a folder of its own, with the content that is measured. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '../..')
const ADMIN = { name: 'ada', password: 'a bench is for sitting' }

export type Running = {
  readonly url: string
  readonly pid: number
  /** From the start of the process to its first page. */
  readonly startMs: number
  stop(): Promise<void>
}

/** Starts `guildhall start` and waits for its first page. */
export async function startServer(dataDir: string): Promise<Running> {
  const began = performance.now()
  const child = spawn(process.execPath, ['server/start.mjs', 'start'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: '0',
      LOG_LEVEL: 'warn',
      GUILDHALL_LIMITS: 'off',
      GUILDHALL_ADMIN_NAME: ADMIN.name,
      GUILDHALL_ADMIN_EMAIL: 'ada@example.org',
      GUILDHALL_ADMIN_PASSWORD: ADMIN.password,
    },
  })
  // From the start on: who stops it twice waits for nothing that has been.
  const ended = once(child, 'exit')
  const url = await printedAddress(child)
  await (await fetch(url)).arrayBuffer()
  return {
    url,
    pid: Number(child.pid),
    startMs: performance.now() - began,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function printedAddress(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output')
  for await (const line of createInterface(child.stdout)) {
    const found = /^Guildhall is at (\S+)$/.exec(line)?.[1]
    if (found) {
      child.stdout.resume()
      return found
    }
  }
  throw new Error('the server ended before it was there')
}

/** The id of the postmaster, whose children are all of PostgreSQL. */
export const postmasterPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

export type Content = {
  readonly cookie: string
  readonly page: string
  readonly category: string
  readonly threads: readonly string[]
}

/** A thread of 20 posts whose page is about 36 KB, a category of 130 threads, and a signed-in administrator. */
export async function fill(url: string): Promise<Content> {
  const cookie = await signIn(url)
  const post = poster(url, cookie)
  const category = await post('/categories', { name: 'Trail talk', slug: 'trail-talk' })
  const threads: string[] = []
  for (let index = 0; index < 130; index++) {
    const thread = await post('/threads', {
      categoryId: category.id,
      title: `Where the path divides, part ${index}`,
      body: text(index),
    })
    threads.push(thread.id)
  }
  const read = await post('/threads', { categoryId: category.id, title: 'Which way round the tarn?', body: text(3) })
  for (let index = 1; index < 20; index++) await post(`/threads/${read.id}/posts`, { body: text(index) })
  return { cookie, page: new URL(read.url).pathname, category: '/c/trail-talk', threads: threads.slice(0, 100) }
}

/** Signs the administrator in. @returns their cookie */
export async function signIn(url: string): Promise<string> {
  const signedIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  })
  return String(signedIn.headers.get('set-cookie')).split(';')[0] ?? ''
}

/** Runs a verb of the command line to its end. @returns its answer */
export async function runVerb(dataDir: string, args: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, ['server/start.mjs', ...args, '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' },
  })
  const exited = once(child, 'exit')
  let answer = ''
  for await (const piece of child.stdout.setEncoding('utf8')) answer += piece
  const [code] = await exited
  if (code !== 0) throw new Error(`guildhall ${args.join(' ')} ended with ${code}`)
  return JSON.parse(answer)
}

type Made = { readonly id: string; readonly url: string }

/** Posts JSON to the API as the signed-in member. */
export const poster =
  (url: string, cookie: string) =>
  async (path: string, body: unknown): Promise<Made> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(body),
    })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    // The API's own schema of a thread, post or category has both.
    return (await answer.json()) as Made
  }

const SENTENCES = [
  'The left fork is dry until June, and the stile at its end is **new**.',
  'Take the ridge if the wind is below 40 km/h; above that it is no fun.',
  'There is a bothy by the outflow, with a stove, a saw and a visitors’ book.',
  'My map of 1998 shows a wall where the fence stands now, so go by the fence.',
]

/** 200 to 1,500 characters, the same for the same number. */
function text(seed: number): string {
  const paragraphs = Array.from({ length: 1 + (seed % 3) }, (_, index) =>
    Array.from(
      { length: 3 + ((seed + index) % 5) },
      (_, line) => SENTENCES[(seed + index + line) % SENTENCES.length],
    ).join(' '),
  )
  return paragraphs.join('\n\n')
}

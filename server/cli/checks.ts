/** The doctor's checks that need no database. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { access, constants, mkdtemp, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { createServer, connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as dialTls } from 'node:tls'
import type { Env } from '../core/env.ts'
import { folderHolder } from '../core/postgres/folder-lock.ts'
import { openStorage } from '../core/storage/open.ts'
import { whoIsAt } from '../core/valkey.ts'
import { type Finding, fail, ok, warn } from '../doctor/finding.ts'
import { MOST_CRASHES } from '../plugins/crash-loop.ts'
import { startsNoted } from '../plugins/starts.ts'

const MEGABYTE = 1024 * 1024
const PATIENCE_MS = 5000
const PROBE = 'written by guildhall doctor'

/** In the order in which they are told. Null: nothing to check. */
export const CHECKS: Readonly<Record<string, (env: Env) => Promise<Finding | null>>> = {
  node: async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    if (major < 20 || (major === 20 && minor < 19)) return fail(`${process.version} is too old: install 22 or newer`)
    return major < 22
      ? warn(`${process.version} works, but gets no more fixes: install 22 or newer`)
      : ok(process.version)
  },
  folder,
  secrets,
  disk,
  port,
  address,
  mail,
  files,
  valkey,
  starts,
}

async function folder({ dataDir }: Env): Promise<Finding> {
  const there = await nearest(dataDir)
  await access(there, constants.W_OK | constants.X_OK).catch(() => {
    throw new Error(`${there} is not writable by this account: give it to it, or set DATA_DIR to another folder`)
  })
  return there === dataDir ? ok(`${dataDir} is writable`) : ok(`${dataDir} will be made at the first start`)
}

async function secrets({ dataDir }: Env): Promise<Finding | null> {
  const path = join(dataDir, 'secrets.json')
  const found = await stat(path).catch(() => null)
  if (!found) return null
  if ((found.mode & 0o077) !== 0) return fail(`${path} can be read by other accounts: chmod 600 ${path}`)
  return ok(`${path} is readable by its account only`)
}

async function disk({ dataDir }: Env): Promise<Finding> {
  const { bavail, bsize } = await statfs(await nearest(dataDir))
  const free = Math.floor((bavail * bsize) / MEGABYTE)
  if (free < 200)
    return fail(`${free} MB are free, and PostgreSQL stops when the disk is full: free some, or move DATA_DIR`)
  return free < 2000
    ? warn(`only ${free} MB are free: free some before it is full`)
    : ok(`${Math.floor(free / 1024)} GB are free`)
}

/** Taken by Guildhall itself while it runs; free otherwise. */
async function port({ port, host, dataDir }: Env): Promise<Finding> {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const running = await folderHolder(dataDir)
  const taken = await whyTaken(port, host)
  if (taken === null) {
    return running === null
      ? ok(`${place} is free`)
      : warn(`Guildhall (process ${running}) does not answer at ${place}: set PORT and HOST here as they are there`)
  }
  const answer = await fetch(`http://${place}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null)
  if (answer?.ok) return ok(`Guildhall${running === null ? '' : ` (process ${running})`} answers at ${place}`)
  return fail(`${place} cannot be used (${taken.message}): stop what has it, or set PORT`)
}

function whyTaken(port: number, host: string): Promise<Error | null> {
  const server = createServer()
  return new Promise(resolve => {
    server.once('error', resolve).listen(port, host, () => server.close(() => resolve(null)))
  })
}

async function address({ publicUrl, publicUrlGiven, host, port, trustProxy }: Env): Promise<Finding> {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(publicUrl.hostname)
  const open = !['localhost', '127.0.0.1', '::1'].includes(host)
  if (!publicUrlGiven) {
    return open
      ? warn(`PUBLIC_URL is not set, and HOST is ${host}: set it to the address that people use`)
      : ok(publicUrl.origin)
  }
  if (local) {
    const said = Number(publicUrl.port || (publicUrl.protocol === 'https:' ? 443 : 80))
    return said === port
      ? ok(publicUrl.origin)
      : warn(`PUBLIC_URL says port ${said}, and PORT is ${port}: set both to the same`)
  }
  if (publicUrl.protocol === 'http:')
    return warn(
      `${publicUrl.origin} is not https, so passwords travel in the open: put a proxy with a certificate before it`,
    )
  if (trustProxy.length > 0) return ok(publicUrl.origin)
  return warn(
    `${publicUrl.origin} needs a proxy, and TRUST_PROXY is off, so all visitors seem to have its address: set it to the proxy's`,
  )
}

/** Waits for the greeting; signing in is tried with the first mail. */
async function mail({ smtpUrl }: Env): Promise<Finding> {
  if (smtpUrl === null) return warn('mail waits on the outbox page: set SMTP_URL to send it')
  const { protocol, hostname, port } = new URL(smtpUrl)
  const secure = protocol === 'smtps:'
  const to = { host: hostname, port: Number(port) || (secure ? 465 : 587), timeout: PATIENCE_MS }
  const socket = secure ? dialTls({ ...to, servername: hostname }) : dial(to)
  socket.on('timeout', () => socket.destroy(new Error('no answer')))
  try {
    const [greeting] = await once(socket.setEncoding('utf8'), 'data')
    const first = String(greeting).split('\n', 1)[0]?.trim() ?? ''
    return first.startsWith('220')
      ? ok(`${hostname}:${to.port} answers`)
      : fail(`${hostname}:${to.port} says ${first}: correct SMTP_URL`)
  } catch (error) {
    return fail(
      `${hostname}:${to.port} does not answer (${error instanceof Error ? error.message : error}): correct SMTP_URL`,
    )
  } finally {
    socket.destroy()
  }
}

/** Writes a file where uploads are kept, reads it and removes it. */
async function files(env: Env): Promise<Finding | null> {
  if (env.s3 !== null) return bucket(env)
  const folder = join(env.dataDir, 'uploads')
  // Made by the account that runs the server, when the first file comes.
  if (!(await stat(folder).catch(() => null))) return null
  const probe = join(folder, `.doctor-${process.pid}`)
  try {
    await writeFile(probe, PROBE, { flag: 'wx' })
    if ((await readFile(probe, 'utf8')) !== PROBE)
      return fail(`${folder} gives back other bytes than were written: have its disk looked at`)
  } catch (error) {
    return fail(
      `${folder} cannot be written and read (${error instanceof Error ? error.message : error}): give it to this account`,
    )
  } finally {
    await rm(probe, { force: true })
  }
  return ok(`${folder} can be written and read`)
}

async function bucket(env: Env): Promise<Finding> {
  const storage = await openStorage(env)
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-doctor-'))
  const key = randomBytes(16).toString('base64url')
  try {
    const path = join(folder, 'probe')
    await writeFile(path, PROBE)
    await storage.put({ key, path, type: 'text/plain' })
    const found = await storage.get(key)
    if (!found || (await text(found.stream)) !== PROBE)
      return fail(`${storage.place} gives back other bytes than were put: ask who runs it`)
    await storage.remove(key)
    return ok(`${storage.place} can be written and read`)
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: error }
    return fail(`${storage.place} cannot be used: ${cause instanceof Error ? cause.message : error}: correct S3_…`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function valkey({ valkeyUrl }: Env): Promise<Finding | null> {
  if (valkeyUrl === null) return null
  const { host } = new URL(valkeyUrl)
  return whoIsAt(valkeyUrl).then(
    name => ok(`${name} answers at ${host}`),
    error => fail(`nobody answers at ${host}: ${error instanceof Error ? error.message : error}: correct VALKEY_URL`),
  )
}

/** One may be under way. */
async function starts({ dataDir }: Env): Promise<Finding | null> {
  const noted = startsNoted(dataDir)
  return noted > MOST_CRASHES
    ? warn(
        `${noted - 1} starts in a row ended by themselves within minutes: the log says why, and which plugins are off for it`,
      )
    : null
}

/** The path itself, or the nearest folder above it that exists. */
async function nearest(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  )
  return there || path === dirname(path) ? path : nearest(dirname(path))
}

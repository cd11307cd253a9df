/**
 * The operator's variables (docs/OPERATIONS.md lists them): parsed once at start, all mistakes named together.
 * What an administrator would change at run time is a setting, not a variable.
 */
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'

export type Env = {
  readonly port: number
  readonly host: string
  readonly publicUrl: URL
  /** Whether PUBLIC_URL was given: while it is not, any loopback name at our port is our own origin. */
  readonly publicUrlGiven: boolean
  readonly dataDir: string
  readonly databaseUrl: string | null
  /** Web processes on this machine. */
  readonly workers: number
  /** Where processes wake each other and count; null: PostgreSQL does it. */
  readonly valkeyUrl: string | null
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** Where uploads are kept; null: under `dataDir`. */
  readonly s3: S3Access | null
  /** What looks for posts; null: PostgreSQL does it. */
  readonly meilisearch: MeilisearchAccess | null
  readonly logLevel: LogLevel
  /** Addresses or networks of proxies whose X-Forwarded-* headers are believed; empty: nobody's. */
  readonly trustProxy: readonly string[]
  readonly limits: boolean
  /** Whether the server starts without plugins. */
  readonly safeMode: boolean
  /** What Prometheus must show to read `/metrics`; null: nobody may. */
  readonly metricsToken: string | null
  readonly firstAdmin: { readonly email: string; readonly name: string; readonly password: string } | null
}

/** A bucket of a service that speaks S3, and the account that may write there. */
export type S3Access = {
  readonly endpoint: URL
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

/** A Meilisearch, and the key that it asks for, if any. */
export type MeilisearchAccess = { readonly url: URL; readonly apiKey: string | null }

/** Thrown with one line per wrong variable. */
export class EnvError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'EnvError'
  }
}

const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace']
const MOST_WORKERS = 64
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/** Whether only this machine reaches a HOST. */
export const isLoopback = (host: string): boolean => LOOPBACK.has(host)

/** Engines that interfaces.md names and this version does not have: refused, never silently ignored. */
const NOT_BUILT = ['DATABASE_REPLICA_URL']

const OWN_NAMES = new Set([
  'GUILDHALL_ADMIN_EMAIL',
  'GUILDHALL_ADMIN_NAME',
  'GUILDHALL_ADMIN_PASSWORD',
  'GUILDHALL_SAFE_MODE',
  'GUILDHALL_LIMITS',
])

const S3_NAMES = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'S3_REGION'] as const

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads the environment, with `.env` beneath it (a variable that is set wins over the file).
 * @throws EnvError naming every unknown `GUILDHALL_…` name and every value that cannot be read.
 */
export function loadEnv(source: Variables = process.env, file = '.env'): Env {
  const values = readVariables(source, file)
  const read = new Reader(values)

  for (const name of Object.keys(values)) {
    if (name.startsWith('GUILDHALL_') && !OWN_NAMES.has(name)) read.refuse(name, 'is not a variable Guildhall knows')
  }
  for (const name of NOT_BUILT) {
    if (read.text(name)) read.refuse(name, 'is set, but this version has no such engine yet: remove it')
  }

  const port = read.port('PORT', 3000)
  const host = read.text('HOST') ?? '127.0.0.1'
  const limits = read.oneOf('GUILDHALL_LIMITS', ['on', 'off'], 'on') === 'on'
  if (!limits && !isLoopback(host)) {
    read.refuse('GUILDHALL_LIMITS', `may be off only while HOST is a loopback address, and HOST is ${host}`)
  }
  const publicUrl = read.url('PUBLIC_URL', ['http:', 'https:']) ?? new URL(`http://localhost:${port}`)
  if (publicUrl.pathname !== '/' || publicUrl.search || publicUrl.hash) {
    read.refuse('PUBLIC_URL', 'must be an address without a path, such as https://talk.example.org')
  }
  const env: Env = {
    port,
    host,
    publicUrl,
    publicUrlGiven: read.text('PUBLIC_URL') !== undefined,
    dataDir: resolve(read.text('DATA_DIR') ?? './data'),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:'])?.href ?? null,
    workers: read.workers('WORKERS'),
    valkeyUrl: read.url('VALKEY_URL', ['redis:', 'rediss:'])?.href ?? null,
    smtpUrl: read.url('SMTP_URL', ['smtp:', 'smtps:'])?.href ?? null,
    mailFrom: read.text('MAIL_FROM') ?? `Guildhall <noreply@${publicUrl.hostname}>`,
    s3: read.s3(),
    meilisearch: read.meilisearch(),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    trustProxy: read.proxies('TRUST_PROXY'),
    limits,
    safeMode: read.oneOf('GUILDHALL_SAFE_MODE', ['0', '1'], '0') === '1',
    metricsToken: read.secret('METRICS_TOKEN', 16),
    firstAdmin: read.firstAdmin(),
  }
  if (read.problems.length > 0) throw new EnvError(read.problems)
  return env
}

/** The variables as they are written. */
export const readVariables = (source: Variables = process.env, file = '.env'): Variables =>
  existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...source } : source

class Reader {
  readonly problems: string[] = []
  constructor(private readonly values: Variables) {}

  refuse(name: string, why: string) {
    this.problems.push(`${name} ${why}`)
  }

  /** An empty variable counts as not set, as compose files and shells leave them so. */
  text(name: string): string | undefined {
    return this.values[name]?.trim() || undefined
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const text = this.text(name)
    const found = allowed.find(one => one === text)
    if (text !== undefined && found === undefined) this.refuse(name, `must be one of ${allowed.join(', ')}`)
    return found ?? fallback
  }

  /** A secret that others present: too short, it is guessed. */
  secret(name: string, shortest: number): string | null {
    const text = this.text(name)
    if (text === undefined || text.length >= shortest) return text ?? null
    this.refuse(name, `must have ${shortest} characters at least`)
    return null
  }

  port(name: string, fallback: number): number {
    const text = this.text(name)
    if (text === undefined) return fallback
    const value = Number(text)
    if (/^\d{1,5}$/.test(text) && value <= 65535) return value
    this.refuse(name, 'must be a port from 0 to 65535')
    return fallback
  }

  /** 0 stands for one per core. */
  workers(name: string): number {
    const text = this.text(name) ?? '1'
    const value = Number(text)
    if (/^\d{1,3}$/.test(text) && value <= MOST_WORKERS) return value || Math.min(availableParallelism(), MOST_WORKERS)
    this.refuse(name, `must be a number of processes from 1 to ${MOST_WORKERS}, or 0 for one per core`)
    return 1
  }

  url(name: string, protocols: readonly string[]): URL | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url && protocols.includes(url.protocol)) return url
    this.refuse(name, `must be an address that starts with ${protocols.map(one => `${one}//`).join(' or ')}`)
    return undefined
  }

  proxies(name: string): string[] {
    const text = this.text(name)
    if (text === undefined || text === 'off') return []
    const list = text.split(',').map(one => one.trim())
    const valid = /^(loopback|linklocal|uniquelocal|[\da-fA-F:.]+(\/\d{1,3})?)$/
    if (list.every(one => valid.test(one))) return list
    this.refuse(name, 'must list addresses or networks, such as loopback,10.0.0.0/8 (never "true")')
    return []
  }

  s3(): S3Access | null {
    const endpoint = this.url('S3_ENDPOINT', ['http:', 'https:'])
    const [bucket, accessKeyId, secretAccessKey, region] = S3_NAMES.map(name => this.text(name))
    if (endpoint && bucket && accessKeyId && secretAccessKey && region) {
      return { endpoint, bucket, accessKeyId, secretAccessKey, region }
    }
    const all = ['S3_ENDPOINT', ...S3_NAMES]
    const missing = all.filter(name => this.text(name) === undefined)
    if (missing.length < all.length && missing.length > 0) {
      this.refuse(missing.join(', '), `must be set too: ${all.join(', ')} go together, all or none`)
    }
    return null
  }

  meilisearch(): MeilisearchAccess | null {
    const [url, apiKey = null] = [this.url('MEILI_URL', ['http:', 'https:']), this.text('MEILI_API_KEY')]
    if (url && (url.username || url.password || url.search || url.hash)) {
      this.refuse('MEILI_URL', 'must be an address without a name, such as http://localhost:7700')
    }
    if (apiKey !== null && this.text('MEILI_URL') === undefined) {
      this.refuse('MEILI_API_KEY', 'is set without MEILI_URL: set both, or none')
    }
    return url ? { url, apiKey } : null
  }

  firstAdmin(): Env['firstAdmin'] {
    const [email, name, password] = ['EMAIL', 'NAME', 'PASSWORD'].map(one => this.text(`GUILDHALL_ADMIN_${one}`))
    if (!email && !name && !password) return null
    if (email && name && password) return { email, name, password }
    this.refuse('GUILDHALL_ADMIN_EMAIL, _NAME and _PASSWORD', 'go together: set all three or none')
    return null
  }
}

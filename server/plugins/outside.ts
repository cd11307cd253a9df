/**
 * How a plugin asks a server outside: only the hosts that it declared, by https, outside any transaction, and for as long
 * as its call lasts. All of it goes through the one way out (core/http/outbound.ts).
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Ctx } from '../core/context.ts'
import { AppError } from '../core/errors.ts'
import {
  askOutside,
  isOwnMachine,
  isThisMachine,
  OutsideError,
  outsideUrl,
  type Trouble,
} from '../core/http/outbound.ts'
import type { Call } from './call.ts'
import type { PluginHost } from './declaration.ts'
import { isHolding } from './holding.ts'
import { refuseEnded } from './revocable.ts'

export type AskOptions = {
  /** Without it GET, or POST where something is sent. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Those of the connection itself are not the plugin's to set. */
  readonly headers?: Readonly<Record<string, string>>
  /** A text to be sent. */
  readonly body?: string
  /** What is sent as JSON instead. */
  readonly json?: unknown
}

export type OutsideAnswer = {
  /** Any: it throws for none. A redirect is not followed. */
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The whole body, 1 MB at most. */
  readonly text: string
  /** What the body says as JSON. @throws Unreachable where it is none */
  json(): unknown
}

/** A server outside gave no answer that can be used. Nobody's fault here, and worth another try. */
export class Unreachable extends AppError {
  constructor(
    /** Why: `address`: it may not be asked. `size`: too much. `json`: it is none. */
    readonly trouble: Trouble | 'size' | 'json',
    cause?: unknown,
  ) {
    super(502, `outside.${trouble}`, 'error.outside')
    this.cause = cause
  }
}

/** For all of it, as for a webhook; a filter has less. */
const TIMEOUT_MS = 10_000
/** More than a page of any API we know of. */
const MOST_BYTES = 1024 * 1024

/** What the client sets by itself, or what would make it speak to somebody else. */
const NOT_ITS_OWN = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

type Asker = {
  readonly id: string
  readonly hosts: readonly PluginHost[]
  readonly setting: (name: string) => unknown
  readonly undeclared: (what: string) => Error
}

type For = { readonly asker: Asker; readonly call: Call }

/**
 * Asks one of the plugin's hosts.
 * @throws Unreachable where there is no answer; what `undeclared` makes for another host; Error within a transaction;
 * CallEnded
 */
export function ask(ctx: Ctx, asking: For, url: string, options: AskOptions): Promise<OutsideAnswer> {
  const answer = askInTime(ctx, asking, url, options)
  // Heard here in any case: where the plugin does not wait for it, its failure must not end the process.
  answer.catch((error: unknown) => {
    if (!(error instanceof Unreachable)) return
    const about = { plugin: asking.asker.id, host: outsideUrl(url)?.host ?? null, trouble: error.trouble }
    ctx.log.warn(about, 'a host that a plugin asked gave no answer')
  })
  return answer
}

async function askInTime(
  ctx: Ctx,
  { asker, call }: For,
  url: string,
  { method, headers = {}, body, json }: AskOptions,
): Promise<OutsideAnswer> {
  refuseEnded(call)
  const { signal } = call
  if (isHolding(ctx, call))
    throw new Error('it asks a host outside within a transaction, which would wait with it: add a job, and ask there')
  const asked = addressOf(ctx, url)
  if (!originsOf(asker).includes(asked.origin)) throw asker.undeclared(`host ${asked.host}`)
  const sent = json === undefined ? body : JSON.stringify(json)
  const question = {
    ...{ url: asked.href, headers: { ...typeOf(json, body), ...lowered(headers) }, signal },
    ...{ timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES + 1, reach: reachOf(ctx) },
    ...(method && { method }),
    ...(sent !== undefined && { body: sent }),
  }
  try {
    const answer = await askOutside(question)
    if (answer.body.length > MOST_BYTES) throw new Unreachable('size')
    return answerOf(answer)
  } catch (error) {
    refuseEnded(call)
    throw error instanceof OutsideError ? new Unreachable(error.trouble, error) : error
  }
}

/** By https; to who tries things out on their own machine plainly too, to another program there. @throws Unreachable */
function addressOf({ host: { env } }: Ctx, url: string): URL {
  const address = outsideUrl(url)
  const isTrial = isOwnMachine(env) && isThisMachine(address?.hostname ?? '')
  if (!address || (address.protocol !== 'https:' && !isTrial)) throw new Unreachable('address')
  return address
}

/** What stands in a setting may name a port, as an administrator typed it. */
const originsOf = ({ hosts, setting }: Asker): readonly (string | undefined)[] =>
  hosts.map(host => (typeof host === 'string' ? `https://${host}` : outsideUrl(String(setting(host.setting)))?.origin))

const reachOf = (ctx: Ctx) => ({
  privateNetworks: ctx.setting('plugins.privateNetworks'),
  loopback: isOwnMachine(ctx.host.env),
})

function typeOf(json: unknown, body: string | undefined): Readonly<Record<string, string>> {
  if (json !== undefined) return { 'content-type': 'application/json; charset=utf-8' }
  return body === undefined ? {} : { 'content-type': 'text/plain; charset=utf-8' }
}

/** @throws Error for one that is not the plugin's to set */
function lowered(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const wrong = named.find(([name]) => NOT_ITS_OWN.has(name))
  if (wrong) throw new Error(`it sets the header "${wrong[0]}", which is not a plugin's to set`)
  return Object.fromEntries(named)
}

type Given = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

function answerOf({ status, headers, body }: Given): OutsideAnswer {
  const text = body.toString('utf8')
  const named = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return {
    ...{ status, headers: Object.fromEntries(named), text },
    json: (): unknown => {
      try {
        return JSON.parse(text)
      } catch (error) {
        throw new Unreachable('json', error)
      }
    },
  }
}

/**
 * The one way in which the server asks an address that somebody typed. Such an address may name a machine inside, or a
 * name that leads elsewhere when it is looked up again. So the name is resolved once, all that it leads to is judged, and
 * the connection goes to what was judged. A redirect is an answer like any other and is not followed.
 */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { request as askPlainly, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as askSecurely } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Env } from '../env.ts'
import { codeOf } from '../operator-error.ts'
import { VERSION } from '../version.ts'

/** Which addresses may be asked beside those of the public internet. */
export type Reach = {
  /** Of the company or the house: RFC 1918, carrier-grade NAT, unique local. */
  readonly privateNetworks: boolean
  /** This machine. */
  readonly loopback: boolean
}

/** Why there is no answer: an address that may not be asked, a name that leads nowhere, too slow, a bad certificate, no connection. */
export type Trouble = 'address' | 'name' | 'timeout' | 'certificate' | 'connection'

export class OutsideError extends Error {
  constructor(
    readonly trouble: Trouble,
    options?: ErrorOptions,
  ) {
    super(`an outside address gave no answer: ${trouble}`, options)
    this.name = new.target.name
  }
}

type Resolve = (name: string) => Promise<readonly LookupAddress[]>

type Question = {
  readonly url: string
  /** With a body POST, without one GET, unless said. */
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** For all of it, from the look-up of the name to the last byte. */
  readonly timeoutMs: number
  /** The answer is read up to here and cut. */
  readonly maxBytes: number
  readonly reach: Reach
  /** Ends it early. */
  readonly signal?: AbortSignal
  /** The system's resolver, unless a test has its own. */
  readonly resolve?: Resolve
}

type OutsideAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The address as one that may be asked: http or https, without a name and password in it; null for any other. */
export function outsideUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  url.hash = ''
  return url
}

/** Asks. @throws OutsideError when there is no answer, whatever the reason */
export async function askOutside(question: Question): Promise<OutsideAnswer> {
  const url = outsideUrl(question.url)
  if (!url) throw new OutsideError('address')
  const limit = AbortSignal.timeout(question.timeoutMs)
  const signal = question.signal ? AbortSignal.any([limit, question.signal]) : limit
  try {
    return await send(url, await judged(url, question, signal), question, signal)
  } catch (error) {
    throw error instanceof OutsideError ? error : new OutsideError(troubleOf(error, signal), { cause: error })
  }
}

/** Whether an address (not a name) may be asked. */
export function isWithin(address: string, { privateNetworks, loopback }: Reach): boolean {
  switch (placeOf(address)) {
    case 'public':
      return true
    case 'private':
      return privateNetworks
    case 'loopback':
      return loopback
    case 'closed':
      return false
  }
}

/** Whether an address that is no name may not be asked: known before anybody asks. */
export function isOutOfReach({ hostname }: URL, reach: Reach): boolean {
  const address = unbracketed(hostname)
  return isIP(address) !== 0 && !isWithin(address, reach)
}

/**
 * Whether this installation is somebody's trial on their own machine: nobody reaches it from elsewhere. HOST alone does not
 * say so, for behind a proxy it is a loopback address too.
 */
export const isOwnMachine = ({ host, publicUrl }: Pick<Env, 'host' | 'publicUrl'>): boolean =>
  [host, publicUrl.hostname].every(isThisMachine)

/** Whether a name or an address is plainly this machine's. */
export const isThisMachine = (name: string): boolean =>
  name === 'localhost' || placeOf(unbracketed(name)) === 'loopback'

const USER_AGENT = `Guildhall/${VERSION}`

type Place = 'public' | 'private' | 'loopback' | 'closed'

type Family = {
  readonly loopback: BlockList
  readonly private: BlockList
  readonly closed: BlockList
  readonly public: BlockList
}

function listOf(family: 'ipv4' | 'ipv6', ...networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [start = '', bits] = network.split('/')
    list.addSubnet(start, Number(bits), family)
  }
  return list
}

// From the IANA registries of special-purpose addresses (RFC 6890 and its successors). Each family has lists of its own:
// BlockList would take an IPv4 address for a part of ::ffff:0:0/96.

const V4: Family = {
  loopback: listOf('ipv4', '127.0.0.0/8'),
  private: listOf('ipv4', '10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'),
  closed: listOf(
    'ipv4',
    '0.0.0.0/8',
    // Link-local, with the metadata of most clouds; then those of Alibaba and Azure, which stand elsewhere.
    '169.254.0.0/16',
    '100.100.100.200/32',
    '168.63.129.16/32',
    // Protocol assignments, documentation, 6to4 relays, benchmarks, multicast, reserved and broadcast.
    '192.0.0.0/24',
    '192.0.2.0/24',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ),
  public: listOf('ipv4', '0.0.0.0/0'),
}

const V6: Family = {
  loopback: listOf('ipv6', '::1/128'),
  private: listOf('ipv6', 'fc00::/7'),
  closed: listOf(
    'ipv6',
    // Metadata of Amazon's and Google's clouds.
    'fd00:ec2::254/128',
    'fd20:ce::254/128',
    // Teredo, ORCHID, benchmarks and the like; 6to4, which holds an IPv4 address; documentation.
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
  ),
  // All else is not: link-local, multicast, IPv4 in a mapped, compatible or translated form.
  public: listOf('ipv6', '2000::/3'),
}

function placeOf(address: string): Place {
  const family = isIP(address)
  // One with a zone is of a network that this machine is on.
  if (family === 0 || address.includes('%')) return 'closed'
  const lists = family === 4 ? V4 : V6
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  const order = ['closed', 'loopback', 'private', 'public'] as const
  return order.find(place => lists[place].check(address, kind)) ?? 'closed'
}

const unbracketed = (host: string): string => host.replace(/^\[|\]$/g, '')

const resolveName: Resolve = name => lookup(name, { all: true })

/** What the address leads to. One that may not be asked among others is a trick or a mistake: then none is. */
async function judged(url: URL, { reach, resolve = resolveName }: Question, signal: AbortSignal) {
  const found = await Promise.race([resolve(unbracketed(url.hostname)), aborted(signal)])
  if (!found.every(({ address }) => isWithin(address, reach))) throw new OutsideError('address')
  return found
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

function send(
  url: URL,
  addresses: readonly LookupAddress[],
  { method, body, headers, maxBytes }: Question,
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  const ask = url.protocol === 'https:' ? askSecurely : askPlainly
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const options = {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...headers, ...length, 'accept-encoding': 'identity', 'user-agent': USER_AGENT },
      // A connection of its own: a kept one leads to what was judged for another question.
      agent: false,
      lookup: leadingTo(addresses),
      signal,
    }
    const sent = ask(url, options, incoming => {
      const { statusCode = 0, headers } = incoming
      readUpTo(incoming, maxBytes).then(read => resolve({ status: statusCode, headers, body: read }), reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Answers whatever name is looked up with these. */
const leadingTo =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_name, { all }, answer) => {
    const [first] = addresses
    if (all) answer(null, [...addresses])
    else answer(null, first?.address ?? '', first?.family)
  }

async function readUpTo(incoming: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    chunks.push(chunk)
    size += chunk.length
    // Leaving the loop ends the connection.
    if (size >= most) break
  }
  return Buffer.concat(chunks).subarray(0, most)
}

/** OpenSSL's and Node's codes of what is wrong with a certificate or a handshake. */
const CERTIFICATE = /CERT|^ERR_(TLS|SSL)|^UNABLE_TO_|^EPROTO$|^HOSTNAME_MISMATCH$/

function troubleOf(error: unknown, signal: AbortSignal): Trouble {
  if (signal.aborted) return 'timeout'
  const code = codeOf(error)
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'name'
  return CERTIFICATE.test(code) ? 'certificate' : 'connection'
}

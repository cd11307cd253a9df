/**
 * A process full of sockets, so that what it costs to listen is not counted as the server's. It does what its parent
 * asks, and answers each time.
 */
import { WebSocket } from 'ws'

export type Asked =
  /** Opens that many; the n-th listens to the n-th channel, to none when there are none. */
  | { readonly open: number; readonly url: string; readonly channels: readonly string[]; readonly after?: string }
  /** Waits until that many frames with events have come since the last question. */
  | { readonly hear: number }
  | { readonly close: true }

export type Told = {
  /** When each event came, in milliseconds of the machine's clock. */
  readonly at: readonly number[]
  /** How long after it happened. */
  readonly later: readonly number[]
  readonly lastFrame: string
  readonly position: string
  readonly failed: number
}

const AT_ONCE = 100
const PATIENCE_MS = 30_000

const now = (): number => performance.timeOrigin + performance.now()
const sockets: WebSocket[] = []
let at: number[] = []
let later: number[] = []
let lastFrame = ''
let position = ''
let heard = () => {}

function take(frame: string): void {
  const came = now()
  at.push(came)
  later.push(came - Date.parse(/"at":"([^"]+)"/.exec(frame)?.[1] ?? ''))
  lastFrame = frame
  heard()
}

function listen(url: string, channel: string | undefined, after: string | undefined): Promise<boolean> {
  return new Promise(resolve => {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    sockets.push(socket)
    socket.on('error', () => resolve(false))
    socket.on('open', () => {
      if (channel === undefined) resolve(true)
      else socket.send(JSON.stringify({ op: 'subscribe', channel, after: after ?? null, html: 'en' }))
    })
    socket.on('message', data => {
      const frame = String(data)
      if (frame.startsWith('{"op":"event"')) return take(frame)
      position = /"op":"subscribed".*"after":"(\d+)"/.exec(frame)?.[1] ?? position
      resolve(true)
    })
  })
}

async function open({ open: count, url, channels, after }: Extract<Asked, { open: number }>): Promise<number> {
  let [failed, next] = [0, 0]
  const opening = async () => {
    while (next < count) if (!(await listen(url, channels[next++ % channels.length], after))) failed++
  }
  await Promise.all(Array.from({ length: AT_ONCE }, opening))
  return failed
}

function hear(count: number): Promise<void> {
  return new Promise(resolve => {
    const late = setTimeout(resolve, PATIENCE_MS)
    heard = () => {
      if (at.length < count) return
      clearTimeout(late)
      resolve()
    }
    heard()
  })
}

process.on('message', async (asked: Asked) => {
  let failed = 0
  if ('open' in asked) failed = await open(asked)
  else if ('hear' in asked) await hear(asked.hear)
  else for (const socket of sockets.splice(0)) socket.terminate()
  const told: Told = { at, later, lastFrame, position, failed }
  if (!('open' in asked)) [at, later] = [[], []]
  process.send?.(told)
})
process.on('disconnect', () => process.exit())

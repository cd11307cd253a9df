/**
 * Where texts are cooked: a worker of this process, so that no text holds up the server, with a time limit, so that none
 * holds up the others. It is started by the first text and ends when there has been none for a while.
 */
import type { Worker } from 'node:worker_threads'
import { startThread } from '../thread.ts'
import type { CookedText, Known } from './cooked.ts'
import type { Dish, FromThread, Order, Text } from './thread.ts'

/** Ordinary texts take a millisecond, the worst a third of a second; a machine that is busy elsewhere takes its time. */
const LIMIT_MS = 2000
/** The worker holds some 30 MB, which a quiet community should not pay for. */
const IDLE_MS = 60_000
/** Sent ahead, so that the worker has the next text while the server is busy with the last. */
const AHEAD = 8
/** A text that needs more is hostile. */
const MEMORY_MB = 192

/** Of many texts, so many travel together, unless they are long: a message costs as much as a short text. */
const TOGETHER = { texts: 20, characters: 40_000 } as const

type Waiting = Order & {
  readonly resolve: (texts: readonly CookedText[]) => void
  readonly reject: (error: Error) => void
}

export type KitchenOptions = {
  readonly start?: () => Worker
  readonly limitMs?: number
  readonly idleMs?: number
}

export class Kitchen {
  private readonly queue: Waiting[] = []
  /** What the worker has, oldest first: it answers in this order. */
  private sent: Waiting[] = []
  private worker: Worker | null = null
  private ready = false
  private limit: NodeJS.Timeout | undefined
  private idle: NodeJS.Timeout | undefined
  private orders = 0

  constructor(private readonly options: KitchenOptions = {}) {}

  /** Cooks a text. @throws Error for one that takes too long, or that the pipeline refuses */
  async cook(source: string, known: Known): Promise<CookedText> {
    const [text] = await this.order([{ source, known }])
    if (!text) throw new Error('a text was not cooked')
    return text
  }

  /** Cooks many texts, in their order. What comes to nothing is an error in its place, and spoils no other. */
  async cookMany(texts: readonly Text[]): Promise<(CookedText | Error)[]> {
    const cooked = await Promise.all(
      together(texts).map(some =>
        this.order(some).catch(() =>
          Promise.all(some.map(({ source, known }) => this.cook(source, known).catch((error: Error) => error))),
        ),
      ),
    )
    return cooked.flat()
  }

  /** Starts the worker before the first text. */
  warm(): void {
    this.send()
  }

  private order(texts: readonly Text[]): Promise<readonly CookedText[]> {
    return new Promise((resolve, reject) => {
      this.queue.push({ id: ++this.orders, texts, resolve, reject })
      this.send()
    })
  }

  /** Ends the worker; what is being cooked comes to its end first. */
  async close(): Promise<void> {
    while (this.sent.length + this.queue.length > 0) await new Promise(resolve => setTimeout(resolve, 5))
    await this.end()
  }

  private send(): void {
    clearTimeout(this.idle)
    const worker = this.worker ?? this.open()
    // Only while somebody waits does it keep the process from ending.
    worker.ref()
    if (!this.ready) return
    while (this.sent.length < AHEAD) {
      const next = this.queue.shift()
      if (!next) break
      this.sent.push(next)
      const { id, texts } = next
      worker.postMessage({ id, texts } satisfies Order)
      // Its time begins when the worker turns to it.
      if (this.sent.length === 1) this.watch()
    }
    if (this.sent.length > 0) return
    worker.unref()
    this.idle = setTimeout(() => void this.end(), this.options.idleMs ?? IDLE_MS).unref()
  }

  private open(): Worker {
    const worker = (this.options.start ?? startCook)()
    this.worker = worker
    this.ready = false
    worker.on('message', (message: FromThread) => {
      if (this.worker !== worker) return
      if (message === 'ready') this.ready = true
      else this.serve(message)
      this.send()
    })
    worker.on('error', error => this.replace(worker, String(error)))
    worker.on('exit', () => this.replace(worker, 'the worker ended'))
    return worker
  }

  private serve(dish: Dish): void {
    clearTimeout(this.limit)
    const [first, ...rest] = this.sent
    if (first?.id !== dish.id) return
    this.sent = rest
    if ('texts' in dish) first.resolve(dish.texts)
    else first.reject(new Error(dish.error))
    if (rest.length > 0) this.watch()
  }

  private watch(): void {
    const { worker } = this
    const [watched] = this.sent
    this.limit = setTimeout(
      // When the server itself was held up, the answer is there already, behind this timer.
      () => setImmediate(() => this.sent[0] === watched && worker && this.replace(worker, 'a text took too long')),
      this.options.limitMs ?? LIMIT_MS,
    ).unref()
  }

  /** The text that the worker was at is given up; the others go to a new worker, and their time begins anew. */
  private replace(worker: Worker, reason: string): void {
    if (this.worker !== worker) return
    const [culprit, ...others] = this.sent
    // One that dies before it is ready would die again: whoever waits for it is not left waiting.
    const lost = this.ready ? [culprit] : [culprit, ...this.queue.splice(0)]
    this.queue.unshift(...others)
    void this.end()
    for (const one of lost) one?.reject(new Error(reason))
    if (this.queue.length > 0) this.send()
  }

  private async end(): Promise<void> {
    const { worker } = this
    clearTimeout(this.limit)
    clearTimeout(this.idle)
    this.worker = null
    this.ready = false
    this.sent = []
    await worker?.terminate()
  }
}

function together(texts: readonly Text[]): Text[][] {
  const orders: Text[][] = []
  let characters = Number.POSITIVE_INFINITY
  for (const text of texts) {
    const last = orders.at(-1)
    characters += text.source.length
    if (last && last.length < TOGETHER.texts && characters <= TOGETHER.characters) last.push(text)
    else {
      orders.push([text])
      characters = text.source.length
    }
  }
  return orders
}

/** What a text needs is mostly gone after it: with room for some, far less is looked through in vain. */
const YOUNG_MB = 32

const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB }

const startCook = (): Worker => startThread('text-thread', new URL('./thread.ts', import.meta.url), { resourceLimits })

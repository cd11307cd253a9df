/** Documents are unpacked here and told apart by a thread, some at a time: both cores are at work. */
import { on } from 'node:events'
import { oneAhead } from '../../core/ahead.ts'
import { startThread } from '../../core/thread.ts'
import type { Found } from './read.ts'
import type { Opened, Read } from './reading.ts'

/** What the thread is sent at once: a message costs as much as a short document. */
const TOGETHER = { documents: 100, bytes: 500_000 } as const
/** What the thread may have at once: the first parts wait until it has started; of documents of 100 MB few would fill the memory. */
const AHEAD = { parts: 8, bytes: 32_000_000 } as const

/** The documents, in their order. */
export async function* toldAside(documents: AsyncIterable<Opened>): AsyncGenerator<Read> {
  const thread = startThread('reading-thread', new URL('./thread.ts', import.meta.url), {})
  const answers: AsyncIterator<(readonly Found[])[]> = on(thread, 'message', { close: ['exit'] })
  const asked: (readonly Opened[])[] = []
  async function* oldest(): AsyncGenerator<Read> {
    const { value, done } = await answers.next()
    if (done) throw new Error('the thread that reads documents has ended')
    yield* named(asked.shift() ?? [], value[0] ?? [])
  }
  try {
    for await (const part of oneAhead(parts(documents))) {
      thread.postMessage(part.flatMap(one => ('content' in one ? [one.content] : [])))
      asked.push(part)
      while (asked.length >= AHEAD.parts || bytesOf(asked.flat()) > AHEAD.bytes) yield* oldest()
    }
    while (asked.length > 0) yield* oldest()
  } finally {
    await thread.terminate()
  }
}

const bytesOf = (part: readonly Opened[]): number => part.reduce((sum, { bytes }) => sum + bytes, 0)

async function* parts(documents: AsyncIterable<Opened>): AsyncGenerator<readonly Opened[]> {
  let part: Opened[] = []
  for await (const one of documents) {
    part.push(one)
    if (part.length < TOGETHER.documents && bytesOf(part) < TOGETHER.bytes) continue
    yield part
    part = []
  }
  yield part
}

/** @param found what those with a content are */
function* named(part: readonly Opened[], found: readonly Found[]): Generator<Read> {
  let next = 0
  for (const one of part) {
    const { name, bytes } = one
    const told = 'found' in one ? one.found : found[next++]
    if (told) yield { name, bytes, found: told }
  }
}

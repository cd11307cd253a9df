/** Documents are unpacked here and told apart by a thread, some at a time: both cores are at work. */
import { on } from 'node:events'
import { oneAhead } from '../../core/ahead.ts'
import { startThread } from '../../core/thread.ts'
import type { Found } from './read.ts'
import type { Opened, Read } from './reading.ts'

/** What the thread is sent at once: a message costs as much as a short document. */
const TOGETHER = { documents: 100, bytes: 500_000 } as const
/** Parts that the thread may have at once. The first wait until it has started. */
const AHEAD = 8

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
      if (asked.length >= AHEAD) yield* oldest()
    }
    while (asked.length > 0) yield* oldest()
  } finally {
    await thread.terminate()
  }
}

async function* parts(documents: AsyncIterable<Opened>): AsyncGenerator<readonly Opened[]> {
  let part: Opened[] = []
  let bytes = 0
  for await (const one of documents) {
    part.push(one)
    bytes += one.bytes
    if (part.length < TOGETHER.documents && bytes < TOGETHER.bytes) continue
    yield part
    part = []
    bytes = 0
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

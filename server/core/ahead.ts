/**
 * The same values; while one is being worked on, the next is under way. For a source that waits for disks or networks
 * before work that keeps the processor busy.
 */
export async function* oneAhead<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value> {
  const source = values[Symbol.asyncIterator]()
  let coming = source.next()
  try {
    for (;;) {
      const { done, value } = await coming
      if (done) return
      coming = source.next()
      // Whoever asks for it is told; until then nobody must take it for forgotten.
      coming.catch(() => {})
      yield value
    }
  } finally {
    await coming.catch(() => {})
    await source.return?.()
  }
}

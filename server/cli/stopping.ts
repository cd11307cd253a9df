/** Ctrl-C, or a kind kill. */
import { complain } from './verb.ts'

/** npm passes Ctrl-C on to us although the terminal has told us too: within this time it is the same one. */
const SAME_KEYPRESS_MS = 400
const INTERRUPTED = 130

/** While long work is under way: it comes to an end that leaves nothing half done. */
export function askedToStop(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

/** Waits for work that throws when it is stopped: then it says so, and the answer is null. */
export async function orStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error
    complain('Stopped: nothing of it was kept')
    return null
  }
}

/** Resolves at the first signal; a second one ends the process there and then (its database is adopted at the next start). */
export function toldToStop(): Promise<void> {
  return new Promise(resolve => {
    let first = 0
    const tell = () => {
      if (first === 0) {
        first = Date.now()
        resolve()
      } else if (Date.now() - first > SAME_KEYPRESS_MS) process.exit(INTERRUPTED)
    }
    process.on('SIGINT', tell)
    process.on('SIGTERM', tell)
  })
}

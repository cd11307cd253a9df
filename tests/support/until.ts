import { setTimeout as pause } from 'node:timers/promises'

const PATIENCE_MS = 20_000
/** Whatever ends, ends sooner, on the busiest machine. */
const END_MS = 90_000

/** Waits until something is so. @throws Error naming what did not come about */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it did not come about: ${what}`)
    await pause(50)
  }
}

/** Waits for something to end. @throws Error naming what goes on: better than a file that says nothing for ten minutes */
export async function ended(work: Promise<unknown>, what: string): Promise<void> {
  const late = new AbortController()
  const limit = pause(END_MS, 'late', { signal: late.signal }).catch(() => 'ended')
  const first = await Promise.race([work.then(() => 'ended'), limit])
  late.abort()
  if (first === 'late') throw new Error(`it does not end: ${what}`)
}

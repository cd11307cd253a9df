import { setTimeout as pause } from 'node:timers/promises'

const PATIENCE_MS = 20_000

/** Waits until something is so. @throws Error naming what did not come about */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it did not come about: ${what}`)
    await pause(50)
  }
}

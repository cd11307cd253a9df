/** Why a plugin was switched off by itself, as it is kept: in the words of what failed, or as the server's own end. */
import type { Trouble } from './load.ts'

const CRASHES = /^crash loop: (\d+)$/

export const crashesKept = (times: number): string => `crash loop: ${times}`

export const areCrashes = (kept: string | null): boolean => kept !== null && CRASHES.test(kept)

/** What is told of it. */
export function troubleKept(kept: string): Trouble {
  const times = CRASHES.exec(kept)?.[1]
  if (times === undefined) return { key: 'plugins.problem.tripped', values: { trouble: kept } }
  return { key: 'plugins.problem.crashLoop', values: { times: Number(times) } }
}

import { random } from '../../server/site/random.ts'

/** Whole numbers from 0 to below the given one: they look like chance and are the same in every run, so that a failure can be looked at again. */
export function chance(seed: string): (below: number) => number {
  const roll = random(seed)
  return below => Math.floor(roll() * below)
}

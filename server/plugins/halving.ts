/**
 * Finding the one of many that causes a trouble, as `git bisect` does: pure steps. Those that need each other are one
 * *unit*, since one without the other would be off for another reason.
 */

/** The setting that keeps it. */
export const BISECT = 'plugins.bisect'

export type Halving = {
  /** The one to blame is among these units. */
  readonly suspects: readonly (readonly string[])[]
  /** Those of them that are on now: the first so many. At the beginning none, to see whether it is a plugin at all. */
  readonly trying: number
  /** Others that are off: with them off too the trouble was seen. */
  readonly off: readonly string[]
  /** Whether the only suspect is the one. */
  readonly found: boolean
}

/** @param units in the order in which they are tried */
export const beginHalving = (units: Halving['suspects']): Halving => ({
  suspects: units,
  trying: 0,
  off: [],
  found: false,
})

/**
 * The next step, when it is known how it is now.
 * @param good whether the trouble is gone
 * @returns null where none of them is to blame
 */
export function halve({ suspects, trying, off }: Halving, good: boolean): Halving | null {
  if (!good && trying === 0) return null
  const [on, rest] = [suspects.slice(0, trying), suspects.slice(trying)]
  const left = good ? rest : on
  if (left.length === 1) return { suspects: left, trying: 0, off: [], found: true }
  return {
    suspects: left,
    trying: Math.ceil(left.length / 2),
    // What was on without trouble stays on: the trouble may need it.
    off: good ? off : [...off, ...rest.flat()],
    found: false,
  }
}

/** All that is off because of it. */
export const heldBack = ({ suspects, trying, off }: Halving): string[] => [...off, ...suspects.slice(trying).flat()]

/** How many more answers it takes at most. */
export const answersLeft = ({ suspects, trying, found }: Halving): number =>
  found ? 0 : Math.ceil(Math.log2(suspects.length)) + (trying === 0 ? 1 : 0)

export const FAR = ['testing', 'found', 'innocent', 'none'] as const

/** How far it is, as it is told to who looks for the plugin. */
export type Told = {
  /** `innocent`: it is no plugin. */
  readonly state: (typeof FAR)[number]
  readonly suspects: readonly string[]
  readonly heldBack: readonly string[]
  /** Answers that it takes at most. */
  readonly left: number
}

/** @param otherwise what it means that none is under way */
export function toldOf(now: Halving | null, otherwise: 'innocent' | 'none' = 'none'): Told {
  if (!now) return { state: otherwise, suspects: [], heldBack: [], left: 0 }
  const state = now.found ? 'found' : 'testing'
  return { state, suspects: now.suspects.flat(), heldBack: heldBack(now), left: answersLeft(now) }
}

type Needing = { readonly id: string; readonly needs: Readonly<Record<string, string>> }

/** Those that need each other, however far, together. */
export function unitsOf(plugins: readonly Needing[]): string[][] {
  const units = new Map(plugins.map(({ id }) => [id, [id]]))
  for (const { id, needs } of plugins) {
    for (const needed of Object.keys(needs)) {
      const [mine, theirs] = [units.get(id), units.get(needed)]
      if (!mine || !theirs || mine === theirs) continue
      const both = [...theirs, ...mine]
      for (const one of both) units.set(one, both)
    }
  }
  return [...new Set(units.values())]
}

/** Before the JSON: a text that is nothing but JSON comes back from the database as what it stands for. */
const PREFIX = 'halving '

/** A state as the setting has it. */
export const writeHalving = (state: Halving): string => PREFIX + JSON.stringify(state)

/** The state that a text stands for; null where none is under way. What cannot be read must not keep the server down. */
export function readHalving(text: string): Halving | null {
  try {
    const { suspects, off, trying = 0, found = false }: Partial<Halving> = JSON.parse(text.slice(PREFIX.length))
    return Array.isArray(suspects) && Array.isArray(off) ? { suspects, off, trying, found } : null
  } catch {
    return null
  }
}

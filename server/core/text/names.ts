/** How a text names members and groups: `@mia`, `@staff`. */

/** What may stand after an `@`. Names are at most 30 characters, slugs of groups 60; a letter may take two. */
const RUN = /@([\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{0,119})(?!\/?[\p{L}\p{N}\p{M}._-])/uy

/** An `@` inside a word is part of an address; `@scope/package` is no person. */
const BEFORE = /[\p{L}\p{N}\p{M}_@/]$/u

/** What follows the `@` at this place; null when it names nobody. */
export function runAt(text: string, at: number): string | null {
  if (at > 0 && BEFORE.test(text.slice(Math.max(0, at - 2), at))) return null
  RUN.lastIndex = at
  return RUN.exec(text)?.[1] ?? null
}

/**
 * What a run may mean, the longest first: a sentence that ends right after a name, without a space before the next, still
 * names its member. At most four.
 */
export function readings(run: string): string[] {
  const found: string[] = []
  let name = run.replace(/[._-]+$/, '')
  while (name !== '' && found.length < 4) {
    found.push(name)
    name = /^(.*[^._-])[._-]/su.exec(name)?.[1] ?? ''
  }
  return found
}

/** Every name that a text may hold, each once, at most `most`: what to look up before it is cooked. */
export function namesIn(text: string, most: number): string[] {
  const found = new Set<string>()
  for (let at = text.indexOf('@'); at >= 0 && found.size < most; at = text.indexOf('@', at + 1)) {
    const run = runAt(text, at)
    if (run !== null) for (const name of readings(run)) found.add(name)
  }
  return [...found]
}

/** Keys of uploads in a text (`/uploads/<key>/…`), each once, at most `most`. */
export function uploadKeysIn(text: string, most: number): string[] {
  const found = new Set<string>()
  for (const match of text.matchAll(/\/uploads\/([\w-]{1,80})\//g)) {
    if (found.size >= most) break
    if (match[1] !== undefined) found.add(match[1])
  }
  return [...found]
}

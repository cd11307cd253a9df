/** Neutral chunks of pages, by a key that holds every version they depend on: what is found is never stale. */

/** HTML between viewer slots, and the slots' names: `chunks` has one more than `slots`. */
export type Chunks = { readonly chunks: readonly string[]; readonly slots: readonly string[] }

const MAX_CHARACTERS = 32 * 1024 * 1024

export class ChunkCache {
  hits = 0
  misses = 0
  private readonly entries = new Map<string, Chunks>()
  private characters = 0

  get(key: string): Chunks | undefined {
    const found = this.entries.get(key)
    if (!found) this.misses++
    else {
      this.hits++
      // The map's order is the order of use: the first is the one to let go.
      this.entries.delete(key)
      this.entries.set(key, found)
    }
    return found
  }

  set(key: string, made: Chunks): void {
    const before = this.entries.get(key)
    if (before) this.characters -= sizeOf(before)
    this.entries.delete(key)
    this.entries.set(key, made)
    this.characters += sizeOf(made)
    for (const [oldest, old] of this.entries) {
      if (this.characters <= MAX_CHARACTERS) break
      this.entries.delete(oldest)
      this.characters -= sizeOf(old)
    }
  }

  clear(): void {
    this.entries.clear()
    this.characters = 0
  }
}

const sizeOf = ({ chunks }: Chunks): number => chunks.reduce((sum, chunk) => sum + chunk.length, 0)

/** Puts each slot's filling between the chunks. */
export function fill({ chunks, slots }: Chunks, filling: (slot: string) => string): string {
  let html = chunks[0] ?? ''
  for (const [index, slot] of slots.entries()) html += filling(slot) + (chunks[index + 1] ?? '')
  return html
}

/** Fills the slots that `filling` knows, and leaves the others: fewer and larger chunks. */
export function fillSome({ chunks, slots }: Chunks, filling: (slot: string) => string | undefined): Chunks {
  const kept = { chunks: [chunks[0] ?? ''], slots: [] as string[] }
  for (const [index, slot] of slots.entries()) {
    const next = chunks[index + 1] ?? ''
    const filled = filling(slot)
    if (filled === undefined) {
      kept.slots.push(slot)
      kept.chunks.push(next)
    } else kept.chunks.push(`${kept.chunks.pop() ?? ''}${filled}${next}`)
  }
  return kept
}

/** The face of whoever has no picture, made of their id, in one place for both sides: the server draws it, and scripts do. */

const TONES = ['brick', 'rust', 'honey', 'moss', 'fern', 'tarn', 'sky', 'iris', 'heather'] as const
const LANDSCAPES = ['land1', 'land2', 'land3', 'land4', 'land5'] as const

type Face = {
  readonly tone: (typeof TONES)[number]
  /** A drawing of the sprite; half of the faces have their initials instead. */
  readonly landscape: (typeof LANDSCAPES)[number] | undefined
}

export function faceOf(id: number): Face {
  const number = scatter(id)
  return {
    tone: TONES[number % TONES.length] ?? 'brick',
    landscape: LANDSCAPES[(number >>> 8) % (LANDSCAPES.length * 2)],
  }
}

/** The first letters of the first and last word; whole characters, so that an emoji is not cut in two. */
export function initials(name: string, most: 1 | 2): string {
  const words = name
    .trim()
    .split(/[\s_.-]+/)
    .filter(Boolean)
  const taken = words.length > 1 && most > 1 ? [words[0], words.at(-1)] : words.slice(0, 1)
  return (
    taken
      .map(word => [...(word ?? '')][0] ?? '')
      .join('')
      .toUpperCase() || '?'
  )
}

/** Neighbouring ids get unlike faces (the finaliser of MurmurHash3). */
function scatter(id: number): number {
  let hash = id >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** How two texts differ, word by word, as a person would tell it. The texts are Markdown; nothing here is HTML. */
import { type Change, diffLines, diffWordsWithSpace } from 'diff'

/** A stretch of text that both have, that only the later one has, or that only the earlier one had. */
export type Piece = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }

/** Two texts of the greatest length that have nothing in common would keep the process busy for seconds. */
const TIMEOUT_MS = 60

/** Compares words; lines, when words take too long; and if even they do, tells the whole text as new. */
export function compare(before: string, after: string): readonly Piece[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }]
  const changes =
    diffWordsWithSpace(before, after, { timeout: TIMEOUT_MS }) ?? diffLines(before, after, { timeout: TIMEOUT_MS })
  const pieces: Piece[] = changes?.map(pieceOf) ?? [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
  return gather(pieces.filter(({ text }) => text !== ''))
}

const MOST_KEPT = 100
const kept = new Map<string, readonly Piece[]>()

/** The same of two versions of a post, which never change: whoever asks again costs nothing. */
export function compareOnce(key: string, before: string, after: string): readonly Piece[] {
  const pieces = kept.get(key) ?? compare(before, after)
  // The map's order is the order of use: the first is the one to let go.
  kept.delete(key)
  kept.set(key, pieces)
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break
    kept.delete(oldest)
  }
  return pieces
}

const pieceOf = ({ value, added, removed }: Change): Piece => ({
  kind: added ? 'added' : removed ? 'removed' : 'same',
  text: value,
})

/**
 * Makes one change of those that only a space or a comma parts: "by hand" for "with your hands" is read as two words
 * for three, not as four changes around a blank.
 */
function gather(pieces: readonly Piece[]): Piece[] {
  const told: Piece[] = []
  let removed = ''
  let added = ''
  const tell = (): void => {
    if (removed !== '') told.push({ kind: 'removed', text: removed })
    if (added !== '') told.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const [index, { kind, text }] of pieces.entries()) {
    if (kind === 'removed') removed += text
    else if (kind === 'added') added += text
    else if (parts(text) && removed !== '' && added !== '' && changesBoth(pieces, index)) {
      removed += text
      added += text
    } else {
      tell()
      told.push({ kind, text })
    }
  }
  tell()
  return told
}

/** Whether words go and words come right after this one, so that it stands between two replacements. */
const changesBoth = (pieces: readonly Piece[], index: number): boolean => {
  const kinds = [pieces[index + 1]?.kind, pieces[index + 2]?.kind]
  return kinds.includes('removed') && kinds.includes('added')
}

/** A piece that says nothing by itself: blanks within a line, with at most a mark. */
const parts = (text: string): boolean => /^[^\S\n]*[^\p{L}\p{N}\n]?[^\S\n]*$/u.test(text)

/** A stretch that both texts have and nobody needs to read to follow the changes. */
export type Folded = { readonly kind: 'folded'; readonly text: string; readonly lines: number }

/** Lines that stay around a change. */
const CONTEXT = 3
/** Fewer than these are not worth a click. */
const LEAST_FOLDED = 4

/** Folds what is far from any change. A text without changes stays whole. */
export function fold(pieces: readonly Piece[]): readonly (Piece | Folded)[] {
  if (pieces.length < 2) return pieces
  return pieces.flatMap((piece, index): (Piece | Folded)[] => {
    if (piece.kind !== 'same') return [piece]
    const lines = piece.text.split('\n')
    const head = index === 0 ? 0 : CONTEXT
    const tail = index === pieces.length - 1 ? 0 : CONTEXT
    const folded = lines.length - head - tail
    if (folded < LEAST_FOLDED) return [piece]
    const text = (from: number, to: number): string => lines.slice(from, to).join('\n')
    const end = lines.length - tail
    const told: (Piece | Folded)[] = []
    if (head > 0) told.push({ kind: 'same', text: `${text(0, head)}\n` })
    told.push({ kind: 'folded', text: `${text(head, end)}${tail > 0 ? '\n' : ''}`, lines: folded })
    if (tail > 0) told.push({ kind: 'same', text: text(end, lines.length) })
    return told
  })
}

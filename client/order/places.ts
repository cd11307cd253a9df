/** Where in a tree that is shown as a list a row may go: worked out from the rows alone. */

type Row = { readonly id: string; readonly depth: number }

export type Place = {
  /** The row that it comes below; empty at the top. */
  readonly parentId: string
  /** The sibling that it comes right before; empty in the last place. */
  readonly before: string
  readonly depth: number
}

/**
 * The place in the gap before row `gap` of those that stay, as deep as is wanted and possible: at most one deeper than
 * the row above it, and no less deep than the row below it, which would lose its own parent. In a flat list nothing is
 * below anything.
 */
export function placeAt(rows: readonly Row[], gap: number, wanted: number, flat = false): Place {
  const deepest = flat ? 0 : (rows[gap - 1]?.depth ?? -1) + 1
  const depth = Math.min(deepest, Math.max(rows[gap]?.depth ?? 0, wanted))
  const parent = rows.slice(0, gap).findLast(row => row.depth < depth)
  const after = rows.slice(gap)
  const end = after.findIndex(row => row.depth < depth)
  const before = (end < 0 ? after : after.slice(0, end)).find(row => row.depth === depth)
  return { parentId: parent?.id ?? '', before: before?.id ?? '', depth }
}

/** A row and all that stands below it: how many rows from `at` on. */
export function branchOf(rows: readonly Row[], at: number): number {
  const { depth } = rows[at] ?? { depth: 0 }
  const end = rows.findIndex((row, index) => index > at && row.depth <= depth)
  return (end < 0 ? rows.length : end) - at
}

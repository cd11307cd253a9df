/** Opaque positions in lists that are read by key: stable while others write, and safe to take from anybody. */
import { Invalid } from './errors.ts'

/** Writes a cursor from the key of a page's last row. */
const writeCursor = (key: readonly number[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** The end of the year 9999: a later time is none that PostgreSQL or a Date would take, and no id is as large. */
const LARGEST = 253_402_300_799_999

const isOurs = (part: unknown): boolean => Number.isSafeInteger(part) && Number(part) >= 0 && Number(part) <= LARGEST

/** Reads one of `length` numbers back; null when none is given. @throws Invalid for one that we did not write */
export function readCursor(cursor: string | undefined, length: number): number[] | null {
  return cursor === undefined ? null : keyIn(cursor, [length])
}

/** A position in a list that is read both ways: what stands before it (`back`) or after it. */
export type Place = { readonly key: readonly number[]; readonly back: boolean }

/** A cursor that leads back has one number more than the key. */
const BACK = 1

/** Reads one of a key of `length` numbers back, and which way it leads. @throws Invalid for one that we did not write */
export function readPlace(cursor: string | undefined, length: number): Place | null {
  if (cursor === undefined) return null
  const key = keyIn(cursor, [length, length + 1])
  return { key: key.slice(0, length), back: key.length > length }
}

function keyIn(cursor: string, lengths: readonly number[]): number[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fits = Array.isArray(key) && lengths.includes(key.length) && key.every(isOurs)
    if (fits) return key.map(Number)
  } catch {
    // Not JSON: not ours either.
  }
  throw new Invalid({ cursor: { key: 'invalid.cursor' } })
}

type KeyOf<T> = (row: T) => readonly number[]

/** Cuts the extra row that a list was read with, and says where the next page begins. */
export function pageOf<T>(rows: readonly T[], limit: number, key: KeyOf<T>): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? writeCursor(key(last)) : null }
}

export type PageBetween<T> = {
  readonly items: T[]
  readonly nextCursor: string | null
  /** To the page before; null on the first, and where there is nothing to go back from. */
  readonly prevCursor: string | null
  /** Whether the way back has come to the list's beginning, which has an address of its own and may hold more. */
  readonly reachesTop: boolean
}

/** The same for a list that is read both ways. Rows stand in the list's order: the extra one is the last, and of a page back the first. */
export function pageBetween<T>(rows: readonly T[], limit: number, key: KeyOf<T>, place: Place | null): PageBetween<T> {
  if (!place?.back) {
    const page = pageOf(rows, limit, key)
    return { ...page, prevCursor: place ? backFrom(page.items, key) : null, reachesTop: false }
  }
  const items = rows.slice(-limit)
  const last = items.at(-1)
  const reachesTop = rows.length <= limit
  return {
    items,
    nextCursor: last ? writeCursor(key(last)) : null,
    prevCursor: reachesTop ? null : backFrom(items, key),
    reachesTop,
  }
}

function backFrom<T>([first]: readonly T[], key: KeyOf<T>): string | null {
  return first === undefined ? null : writeCursor([...key(first), BACK])
}

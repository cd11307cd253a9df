/** Opaque positions in lists that are read by key: stable while others write, and safe to take from anybody. */
import { Invalid } from './errors.ts'

/** Writes a cursor from the key of a page's last row. */
const writeCursor = (key: readonly number[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** The end of the year 9999: a later time is none that PostgreSQL or a Date would take, and no id is as large. */
const LARGEST = 253_402_300_799_999

const isOurs = (part: unknown): boolean => Number.isSafeInteger(part) && Number(part) >= 0 && Number(part) <= LARGEST

/** Reads one of `length` numbers back; null when none is given. @throws Invalid for one that we did not write */
export function readCursor(cursor: string | undefined, length: number): number[] | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fits = Array.isArray(key) && key.length === length && key.every(isOurs)
    if (fits) return key.map(Number)
  } catch {
    // Not JSON: not ours either.
  }
  throw new Invalid({ cursor: { key: 'invalid.cursor' } })
}

/** Cuts the extra row that a list was read with, and says where the next page begins. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  key: (row: T) => readonly number[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? writeCursor(key(last)) : null }
}

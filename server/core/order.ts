/** Orders that people set by hand: told apart by a number, so that nobody overwrites one that they did not see. */
import { createHash } from 'node:crypto'
import { AppError } from './errors.ts'

/** A whole order in a number: two who have seen the same have the same. It fits into the version that an ETag names. */
export const orderVersion = (order: readonly (string | number)[]): number =>
  Number.parseInt(createHash('sha256').update(order.join()).digest('hex').slice(0, 7), 16)

/** @throws AppError 412 when the order is another than the one that was seen; undefined is whichever it is */
export function checkOrder(seen: number | undefined, now: number): void {
  if (seen !== undefined && seen !== now) throw new AppError(412, 'order.changed', 'error.orderChanged')
}

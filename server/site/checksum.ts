/**
 * Checksums of texts put end to end, from the checksums of their parts: CRC-32 is linear, so the sum of what came before
 * is carried past a part by one multiplication in GF(2), whatever the part's length (as zlib's crc32_combine does).
 */

/** The polynomial of CRC-32, bits reversed, without its highest term. */
const POLYNOMIAL = 0xedb88320
const ONE = 0x8000_0000

/** The product of two polynomials modulo that one. */
function product(a: number, b: number): number {
  let sum = 0
  let shifted = b
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) sum ^= shifted
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1
  }
  return sum >>> 0
}

/** x to the power of 2 to the power of the index. */
const SQUARES = squares()

function squares(): readonly number[] {
  const powers = [ONE >>> 1]
  while (powers.length < 35) {
    const last = powers.at(-1) ?? ONE
    powers.push(product(last, last))
  }
  return powers
}

/** What carries a checksum past so many bytes: x to the power of their bits. */
export function carryOf(bytes: number): number {
  let carry = ONE
  let rest = bytes
  for (let index = 3; rest > 0; index++) {
    if (rest % 2 === 1) carry = product(SQUARES[index] ?? ONE, carry)
    rest = Math.floor(rest / 2)
  }
  return carry
}

/** The checksum of two texts end to end: `carry` is the second one's. */
export const combine = (first: number, second: number, carry: number): number => (product(carry, first) ^ second) >>> 0

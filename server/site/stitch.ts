/**
 * A member's page as gzip without compressing it: neutral chunks are deflated once, when a page is read for the second
 * time, and the viewer's slots go between them as stored blocks. A deflate stream may be cut where its window was
 * emptied (RFC 1951 §3.2.4, RFC 1952): so the parts, end to end, are one stream that any browser reads. Its checksum is
 * put together from those of the parts, so that nothing is read again that was read once.
 */
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { carryOf, combine } from './checksum.ts'
import type { Chunks } from './chunk-cache.ts'

/** A chunk as it travels, and what the page's checksum needs of it. */
type Packed = { readonly deflated: Buffer; readonly length: number; readonly crc: number; readonly carry: number }

const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
/** An empty last block. */
const END = Buffer.from([3, 0])
const MOST_STORED = 0xffff

const packed = new WeakMap<Chunks, readonly Packed[] | null>()

/** The chunks' deflated parts; null for a page that is read for the first time, and perhaps the last. */
function packedOf(made: Chunks): readonly Packed[] | null {
  const known = packed.get(made)
  if (known) return known
  if (known === undefined) {
    packed.set(made, null)
    return null
  }
  const parts = made.chunks.map(chunk => {
    const plain = Buffer.from(chunk)
    return { deflated: deflateOf(plain), length: plain.length, crc: crc32(plain), carry: carryOf(plain.length) }
  })
  packed.set(made, parts)
  return parts
}

/**
 * The page as one gzip stream.
 * @param around what stands before the first chunk and after the last
 * @returns null when it is not worth it: send the text
 */
export function stitch(
  made: Chunks,
  around: readonly [string, string],
  filling: (slot: string) => string,
): Buffer | null {
  const parts = packedOf(made)
  if (!parts) return null
  const out: Buffer[] = [HEADER]
  let crc = 0
  let length = 0
  const store = (text: string) => {
    // Between two slots there may be nothing, and the sum of an empty buffer begins anew (zlib takes no address for a reset).
    if (text === '') return
    const plain = Buffer.from(text)
    crc = crc32(plain, crc)
    length += plain.length
    if (plain.length > MOST_STORED) out.push(deflateOf(plain))
    else out.push(storedHeader(plain.length), plain)
  }
  store(around[0])
  for (const [index, part] of parts.entries()) {
    if (part.length > 0) {
      crc = combine(crc, part.crc, part.carry)
      length += part.length
      out.push(part.deflated)
    }
    const slot = made.slots[index]
    if (slot !== undefined) store(filling(slot))
  }
  store(around[1])
  const trailer = Buffer.allocUnsafe(8)
  trailer.writeUInt32LE(crc, 0)
  trailer.writeUInt32LE(length >>> 0, 4)
  return Buffer.concat([...out, END, trailer])
}

const deflateOf = (plain: Buffer): Buffer => deflateRawSync(plain, { finishFlush: constants.Z_FULL_FLUSH })

/** A block that is not the last and not compressed: its length, and the length's complement. */
function storedHeader(length: number): Buffer {
  const header = Buffer.allocUnsafe(5)
  header[0] = 0
  header.writeUInt16LE(length, 1)
  header.writeUInt16LE(length ^ MOST_STORED, 3)
  return header
}

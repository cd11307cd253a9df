/** Documents as archives. */
import { execFileSync } from 'node:child_process'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32, gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { Documents } from './invented.ts'

/** By their endings; without `tar.xz` where the machine has no packer of it. */
export async function packed(documents: Documents): Promise<Readonly<Record<string, Buffer>>> {
  const files = Object.entries(documents).map(([name, content]) => ({
    name,
    bytes: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  }))
  const archive = pack()
  for (const { name, bytes } of files) archive.entry({ name }, bytes)
  archive.finalize()
  const tar = await buffer(Readable.from(archive))
  const xz = packXz(tar)
  return { tar, 'tar.gz': gzipSync(tar), zip: zipOf(files), ...(xz && { 'tar.xz': xz }) }
}

function packXz(bytes: Buffer): Buffer | null {
  try {
    return execFileSync('xz', ['--stdout'], { input: bytes, stdio: ['pipe', 'pipe', 'ignore'] })
  } catch {
    return null
  }
}

type File = { readonly name: string; readonly bytes: Buffer }

/** A `.zip` whose files are stored as they are (APPNOTE 4.3): for each a header and its bytes, then the list of all. */
function zipOf(files: readonly File[]): Buffer {
  const bodies: Buffer[] = []
  const list: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of files) {
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0) // the version that is needed
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(bytes.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), bytes])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    list.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), facts, place, Buffer.from(name)]))
    bodies.push(body)
    offset += body.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, directory, Buffer.from('PK\u0005\u0006'), end])
}

/** Drawings become pictures, and go in through the same verbs as what any member sends. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { uploads as uploadsTable } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import * as avatars from '../uploads/avatars.ts'
import { uploadPath } from '../uploads/paths.ts'
import { create, incomingFolder, type TakeFile } from '../uploads/service.ts'

/** Sends a drawing as the actor. @returns the address by which a text shows it */
export async function sendPicture(ctx: Ctx, name: string, drawing: Buffer): Promise<string> {
  const { id } = await withPicture(ctx, name, drawing, take => create(ctx, take))
  const [row] = await ctx.db.select().from(uploadsTable).where(eq(uploadsTable.id, id))
  if (!row) throw new Error(`the picture ${name} was not kept`)
  return uploadPath(row)
}

/** Gives the actor a face. */
export const sendFace = (ctx: Ctx, drawing: string): Promise<void> =>
  withPicture(ctx, 'face', Buffer.from(drawing), take => avatars.set(ctx, take))

/** The drawing as a file that somebody has sent, for as long as the work takes. */
async function withPicture<T>(
  ctx: Ctx,
  name: string,
  drawing: Buffer,
  work: (take: TakeFile) => Promise<T>,
): Promise<T> {
  // Only the demo draws in this process: a server without it never loads the library here.
  const { default: sharp } = await import('sharp')
  const bytes = await sharp(drawing).png().toBuffer()
  const under = incomingFolder(ctx)
  await mkdir(under, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(under, 'demo-'))
  try {
    const path = join(folder, `${name}.png`)
    await writeFile(path, bytes)
    const hash = createHash('sha256').update(bytes).digest('hex')
    return await work((_maxBytes, take) =>
      take({ path, folder, bytes: bytes.length, name: `${name}.png`, hash, fields: {}, gone: () => false }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Verbs on the community's marks: what is sent becomes a drawing of shapes, or a picture made anew. */
import { open, readFile } from 'node:fs/promises'
import type { Ctx } from '../core/context.ts'
import { AppError, NotSignedIn } from '../core/errors.ts'
import type { ReceivedFile } from '../core/http/form-file.ts'
import { authorize } from '../core/permissions.ts'
import * as settings from '../settings/service.ts'
import { type Mark, settingOf, textOf } from '../site/marks.ts'
import { cleanSvg } from '../site/svg.ts'
import { PICTURE_KINDS } from '../uploads/kinds.ts'
import { makeOf, type TakeFile } from '../uploads/service.ts'

/** Of what is sent; a photograph is made small. */
const MAX_BYTES = 5 * 1024 * 1024
const MAX_DRAWING_BYTES = 100 * 1024

const DRAWING = /^\uFEFF?\s*<(\?xml|!--|!doctype\s+svg|svg)[\s>]/i

/**
 * Gives the community a mark, in place of the one before.
 * @throws NotSignedIn, Forbidden, Invalid, AppError 413, 415, 422, 503
 */
export async function setMark(ctx: Ctx, mark: Mark, take: TakeFile): Promise<void> {
  authorize(ctx, 'site.administer', null)
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  await take(MAX_BYTES, async file => {
    const text = (await isDrawing(file)) ? await drawn(file) : await painted(ctx, file, memberId)
    await settings.change(ctx, { values: { [settingOf(mark)]: text } })
  })
}

/** Goes back to the mark that everybody has. @throws Forbidden */
export const removeMark = (ctx: Ctx, mark: Mark): Promise<void> =>
  settings.change(ctx, { values: { [settingOf(mark)]: '' } })

async function isDrawing({ path }: ReceivedFile): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    return DRAWING.test(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}

async function drawn({ path, bytes }: ReceivedFile): Promise<string> {
  const drawing = bytes > MAX_DRAWING_BYTES ? null : cleanSvg(await readFile(path, 'utf8'))
  if (drawing === null) throw new AppError(422, 'mark.drawing', 'mark.error.drawing')
  return textOf('svg', Buffer.from(drawing))
}

async function painted(ctx: Ctx, file: ReceivedFile, memberId: number): Promise<string> {
  const made = await makeOf(ctx, file, { make: 'mark', allowed: PICTURE_KINDS, memberId })
  const [picture] = made.files
  if (!picture) throw new Error('nothing was made of a mark')
  return textOf('png', await readFile(picture.path))
}

/**
 * Pictures made anew: nothing of the bytes that were sent is ever kept. Turned as their camera held them, in sRGB,
 * without any of their metadata, no larger than pages need, and in smaller sizes as WebP.
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp'
import { AVATAR_SIZES } from '../../core/avatars.ts'
import { KINDS, type KindName } from '../kinds.ts'
import type { MadeFile, Outcome, Refusal, Task } from './task.ts'

/** The longest side that is kept: sharp over a whole screen, and a fifth of what a camera sends. */
const MAX_SIDE = 3200
/** A post is some 700 pixels wide; telephones have two or three dots for each. */
const WIDTHS = [400, 800, 1600] as const
/** A header's mark is 32 pixels high; telephones have two or three dots for each. */
const MARK_BOX = { width: 288, height: 96 } as const
const SECONDS = 30
const MAX_FRAMES = 500

/** Only these may be read at all, whatever a file turns out to be. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map(name => `VipsForeignLoad${name}File`)

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: LOADERS })

/** A picture of a known kind in its sizes. */
export async function makePicture(task: Task, kind: KindName): Promise<Outcome> {
  const seen = await look(task, kind)
  if ('refused' in seen) return seen
  const { meta, animated } = seen
  if (animated) return { kind: 'webp', files: [await write(task, '', await moving(task))] }
  const original = await write(task, '', { image: own(upright(task), kind, meta), kind })
  const files = [original]
  for (const width of WIDTHS.filter(one => one <= (original.width ?? 0))) {
    const image = upright(task).resize({ width }).webp(qualityFor(kind))
    const size = await write(task, `.${width}.webp`, { image, kind: 'webp' })
    // A drawing of a few colours may be smaller as it is.
    if (size.bytes < original.bytes) files.push(size)
  }
  return { kind, files }
}

/** A face: the square of the picture that draws the eye, in all sizes. */
export async function makeAvatar(task: Task, kind: KindName): Promise<Outcome> {
  const seen = await look(task, kind)
  if ('refused' in seen) return seen
  const side = AVATAR_SIZES[AVATAR_SIZES.length - 1] ?? 384
  const square = await sharp(task.path, reading(task))
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize(side, side, { fit: 'cover', position: sharp.strategy.attention })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width: side, height: side, channels: square.info.channels }
  const files: MadeFile[] = []
  for (const size of AVATAR_SIZES) {
    const image = sharp(square.data, { raw }).resize(size, size).webp({ quality: 82 })
    files.push(await write(task, `.avatar-${size}.webp`, { image, kind: 'webp' }))
  }
  return { kind: 'webp', files }
}

/** A mark: the whole picture, no larger than any page shows it on the densest screen, with what is clear in it. */
export async function makeMark(task: Task, kind: KindName): Promise<Outcome> {
  const seen = await look(task, kind)
  if ('refused' in seen) return seen
  const image = upright(task)
    .resize({ ...MARK_BOX, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 9 })
  return { kind: 'png', files: [await write(task, '', { image, kind: 'png' })] }
}

/** Reads how large it is before a single pixel is decoded. */
async function look(task: Task, kind: KindName): Promise<Refusal | { meta: Metadata; animated: boolean }> {
  const { maxPixels } = task
  const meta = await sharp(task.path, { ...reading(task), limitInputPixels: false }).metadata()
  if (meta.mediaType !== KINDS[kind].type) return { refused: 'unreadable' }
  const frames = meta.pages ?? 1
  const pixels = meta.width * meta.height
  if (pixels > maxPixels) return { refused: 'pixels', maxPixels }
  const animated = frames > 1 && (kind === 'gif' || kind === 'webp') && task.make === 'upload'
  if (animated && (pixels * frames > maxPixels || frames > MAX_FRAMES)) return { refused: 'animation', maxPixels }
  return { meta, animated }
}

const reading = ({ maxPixels }: Task): SharpOptions => ({
  limitInputPixels: maxPixels,
  sequentialRead: true,
  // A cut file is refused; a camera's harmless slips are not.
  failOn: 'error',
})

/** The whole picture, upright, no larger than is kept. */
const upright = (task: Task): Sharp =>
  sharp(task.path, reading(task))
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')

/** In the kind in which it came. */
function own(image: Sharp, kind: KindName, meta: Metadata): Sharp {
  switch (kind) {
    case 'png':
      // Pictures of screens and drawings have a palette: without it they would come out larger than they were sent.
      return meta.isPalette ? image.png({ palette: true, quality: 100, dither: 0 }) : image.png({ compressionLevel: 8 })
    case 'webp':
      return image.webp({ quality: 85 })
    case 'gif':
      return image.gif({ dither: 0 })
    case 'avif':
      // More effort takes many times as long, and takes away a tenth.
      return image.avif({ quality: 60, effort: 0 })
    default:
      return image.jpeg({ quality: 85 })
  }
}

/** An animation, as WebP: a third of the same GIF. */
const moving = async (task: Task): Promise<Drawn> => ({
  image: sharp(task.path, { ...reading(task), animated: true })
    .timeout({ seconds: SECONDS })
    .resize({ width: WIDTHS[1], withoutEnlargement: true })
    .webp({ quality: 75, effort: 2 }),
  kind: 'webp',
})

/** Letters and lines, as in pictures of screens, show what a photograph hides. */
const qualityFor = (kind: KindName) =>
  kind === 'png' || kind === 'gif' ? { quality: 90, smartSubsample: true } : { quality: 80 }

type Drawn = { readonly image: Sharp; readonly kind: KindName }

async function write(task: Task, ending: string, { image, kind }: Drawn): Promise<MadeFile> {
  const path = join(task.folder, `made${ending}`)
  const { width, height, pageHeight } = await image.toFile(path)
  const { size: bytes } = await stat(path)
  return { ending, path, type: KINDS[kind].type, bytes, width, height: pageHeight ?? height }
}

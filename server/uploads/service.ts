/** Verbs on uploads. */
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { AppError, Conflict, Forbidden, Invalid, NotFound, NotSignedIn } from '../core/errors.ts'
import type { ReceivedFile } from '../core/http/form-file.ts'
import { consume } from '../core/limits.ts'
import { StorageFull } from '../core/storage/storage.ts'
import { transaction } from '../core/transaction.ts'
import { discard, type Kept, keep, refuseBeyond, usedSpace } from './keep.ts'
import { KINDS } from './kinds.ts'
import { safeName } from './names.ts'
import { maySend } from './policy.ts'
import { showingPost } from './queries.ts'
import { fileKinds, MEGABYTE } from './settings.ts'
import { isRefusal, type Made, type Refusal, type Task } from './workshop/task.ts'
import { workshop } from './workshop.ts'

/** Takes a file of at most `maxBytes` in and gives it to `work`: nothing is read before the sender is found to be allowed. */
export type TakeFile = <T>(maxBytes: number, work: (file: ReceivedFile) => Promise<T>) => Promise<T>

/** Where files lie while they are looked at: on the disk on which they are kept. */
export const incomingFolder = (ctx: Ctx): string => join(ctx.host.env.dataDir, 'uploads', 'incoming')

/**
 * Takes in a picture or a file for posts.
 * @throws NotSignedIn, Forbidden (`upload.quota`, `upload.files`), RateLimited, Invalid, AppError 413, 415, 422, 503, 507
 */
export async function create(ctx: Ctx, take: TakeFile): Promise<Kept> {
  const { memberId, allowed } = maySend(ctx)
  await admit(ctx, memberId)
  const pictureBytes = ctx.setting('uploads.pictureMegabytes') * MEGABYTE
  const fileBytes = ctx.setting('uploads.fileMegabytes') * MEGABYTE
  const onlyPictures = !allowed.some(kind => !KINDS[kind].picture)
  return take(onlyPictures ? pictureBytes : Math.max(pictureBytes, fileBytes), async file => {
    if (file.fields.purpose !== undefined && file.fields.purpose !== 'post')
      throw new Invalid({ purpose: { key: 'invalid.choice' } })
    const made = await makeOf(ctx, file, { make: 'upload', allowed, memberId })
    const name = safeName(file.name, made.kind)
    return keep(onceFor(ctx, file), { memberId, purpose: 'post', name, made, gone: file.gone })
  })
}

/** Counts the attempt, and refuses who has no room left before anything is read. */
async function admit(ctx: Ctx, memberId: number): Promise<void> {
  await consume(ctx, { key: `upload:${memberId}`, limit: ctx.setting('uploads.perHour'), seconds: 3600 })
  refuseBeyond(ctx, await usedSpace(ctx, memberId), 1)
}

type Wanted = Pick<Task, 'make' | 'allowed'> & { readonly memberId: number }

/** What the workshop makes of a file. @throws AppError 413, 415, 422; Forbidden for a kind that others may send */
export async function makeOf(ctx: Ctx, file: ReceivedFile, { memberId, ...wanted }: Wanted): Promise<Made> {
  const { path, folder, name, gone } = file
  const outcome = await workshop(ctx).run(
    {
      ...wanted,
      path,
      folder,
      name,
      maxPictureBytes: ctx.setting('uploads.pictureMegabytes') * MEGABYTE,
      maxFileBytes: ctx.setting('uploads.fileMegabytes') * MEGABYTE,
      maxPixels: ctx.setting('uploads.megapixels') * 1_000_000,
    },
    { memberId, gone },
  )
  if (isRefusal(outcome)) throw errorOf(ctx, outcome, wanted)
  return outcome
}

function errorOf(ctx: Ctx, refusal: Refusal, { make, allowed }: Pick<Task, 'make' | 'allowed'>): AppError {
  switch (refusal.refused) {
    case 'kind': {
      const { found } = refusal
      // In time they may.
      if (make === 'upload' && found && !KINDS[found].picture && fileKinds(ctx).includes(found))
        return new Forbidden('upload.files', 'upload.error.files')
      return new AppError(415, 'upload.kind', 'upload.error.kind', {
        kinds: allowed.join(', ').toUpperCase(),
      })
    }
    case 'size': {
      const megabytes = Math.floor(refusal.maxBytes / MEGABYTE)
      return new AppError(413, 'file.tooLarge', 'error.fileTooLarge', { megabytes })
    }
    case 'pixels':
    case 'animation': {
      const megapixels = Math.floor(refusal.maxPixels / 1_000_000)
      const key = refusal.refused === 'pixels' ? 'upload.error.pixels' : 'upload.error.animation'
      return new AppError(422, `upload.${refusal.refused}`, key, { megapixels })
    }
    case 'encoding':
      return new AppError(415, 'upload.encoding', 'upload.error.encoding')
    case 'empty':
      return new AppError(422, 'upload.empty', 'upload.error.empty')
    case 'full':
      return new StorageFull(new Error('no room for what was made of a picture'))
    case 'slow':
      return new AppError(422, 'upload.slow', 'upload.error.slow')
    case 'unreadable':
      return new AppError(422, 'upload.unreadable', 'upload.error.unreadable')
  }
}

/** An Idempotency-Key stands for the file's bytes too, which the request's hash does not know. */
const onceFor = (ctx: Ctx, { hash, name }: ReceivedFile): Ctx => ({
  ...ctx,
  once: ctx.once.map(one => ({ ...one, requestHash: `${one.requestHash} ${hash} ${name}` })),
})

/**
 * Removes one of the actor's own uploads.
 * @throws NotFound, Conflict (`upload.shown`) while a post in their sight shows it
 */
export async function remove(ctx: Ctx, { id }: { id: number }): Promise<void> {
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  await transaction(ctx, async ctx => {
    const own = and(eq(uploads.id, id), eq(uploads.memberId, memberId), eq(uploads.purpose, 'post'))
    const [row] = await ctx.db.select({ id: uploads.id }).from(uploads).where(own).for('update')
    if (!row) throw new NotFound()
    const [shown] = await ctx.db
      .select({ post: showingPost(ctx) })
      .from(uploads)
      .where(own)
    if (shown?.post) throw new Conflict('upload.shown', 'upload.error.shown')
    await discard(ctx, [id])
  })
}

/** Verbs on members' pictures. */
import { and, eq } from 'drizzle-orm'
import { uploads } from '../../db/tables/index.ts'
import { mayPost } from '../auth/policy.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { consume } from '../core/limits.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { changeAvatar } from '../members/service.ts'
import { discard, keep } from './keep.ts'
import { PICTURE_KINDS } from './kinds.ts'
import { makeOf, type TakeFile } from './service.ts'
import { MEGABYTE } from './settings.ts'

/**
 * Gives the actor a picture, cut square, in place of the one before.
 * @throws NotSignedIn, Forbidden, RateLimited, Invalid, AppError 413, 415, 422, 503, 507
 */
export async function set(ctx: Ctx, take: TakeFile): Promise<void> {
  const memberId = mayPost(ctx)
  authorize(ctx, 'avatar.change', null)
  await consume(ctx, { key: `avatar:${memberId}`, limit: 20, seconds: 3600 })
  await take(ctx.setting('uploads.pictureMegabytes') * MEGABYTE, async file => {
    const made = await makeOf(ctx, file, { make: 'avatar', allowed: PICTURE_KINDS, memberId })
    const upload = { memberId, purpose: 'avatar', name: 'picture.webp', made, gone: file.gone } as const
    await keep(ctx, upload, async (ctx, { key }) => replace(ctx, memberId, key))
  })
}

/** Takes the actor's own picture away. */
export async function removeOwn(ctx: Ctx): Promise<void> {
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  await transaction(ctx, async ctx => replace(ctx, memberId, null))
}

/** Staff take somebody's picture away. @throws Forbidden, NotFound */
export async function remove(ctx: Ctx, { memberId }: { memberId: number }): Promise<void> {
  authorize(ctx, 'avatar.remove', null)
  await transaction(ctx, async ctx => {
    await replace(ctx, memberId, null)
    await audit(ctx, { act: 'avatar.remove', targetType: 'member', targetId: memberId })
  })
}

/** Takes somebody's picture away in the surrounding transaction; the caller stands for the right. */
export const removeFace = (ctx: Ctx, memberId: number): Promise<void> => replace(ctx, memberId, null)

async function replace(ctx: Ctx, memberId: number, key: string | null): Promise<void> {
  const before = await changeAvatar(ctx, { id: memberId, key })
  if (before === null) return
  const rows = await ctx.db
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.key, before), eq(uploads.purpose, 'avatar')))
  await discard(
    ctx,
    rows.map(row => row.id),
  )
}

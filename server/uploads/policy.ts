/** Who may send what. Who may have a file is who sees a post that shows it (queries.ts). */
import { mayPost } from '../auth/policy.ts'
import type { Ctx } from '../core/context.ts'
import { Forbidden } from '../core/errors.ts'
import { can } from '../core/permissions.ts'
import { type KindName, PICTURE_KINDS } from './kinds.ts'
import { fileKinds } from './settings.ts'

declare module '../core/permissions.ts' {
  interface Permissions {
    /** Pictures for posts. */
    'upload.picture': null
    /** Files of other kinds for posts. */
    'upload.file': null
    /** One's own picture. */
    'avatar.change': null
    /** Other people's. */
    'avatar.remove': null
  }
}

export type Sender = { readonly memberId: number; readonly allowed: readonly KindName[] }

/** Who sends, and which kinds they may. @throws NotSignedIn, Forbidden */
export function maySend(ctx: Ctx): Sender {
  const memberId = mayPost(ctx)
  const allowed = [
    ...(can(ctx, 'upload.picture', null) ? PICTURE_KINDS : []),
    ...(can(ctx, 'upload.file', null) ? fileKinds(ctx) : []),
  ]
  if (allowed.length === 0) throw new Forbidden()
  return { memberId, allowed }
}

/** What a composer says of its limits before they are met; the verbs check them. */
import type { Ctx } from '../core/context.ts'
import { PICTURE_KINDS } from '../uploads/kinds.ts'
import { fileKinds } from '../uploads/settings.ts'

export type Limits = {
  /** Characters of a text. */
  readonly maxLength: number
  /** Links to other sites in a newcomer's text. */
  readonly maxLinks: number
  readonly pictureMegabytes: number
  readonly fileMegabytes: number
  /** Endings of names, as a file field takes them. */
  readonly accept: string
}

export const limitsOf = (ctx: Ctx): Limits => ({
  maxLength: ctx.setting('posts.maxLength'),
  maxLinks: ctx.setting('posts.maxLinks'),
  pictureMegabytes: ctx.setting('uploads.pictureMegabytes'),
  fileMegabytes: ctx.setting('uploads.fileMegabytes'),
  accept: [...PICTURE_KINDS, ...fileKinds(ctx)].map(kind => `.${kind}`).join(','),
})

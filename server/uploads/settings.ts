/** How much members may send, and of what. */
import { type Actor, isStaff, trustLevelOf } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { defineSettings, type ValuesOf } from '../core/settings.ts'
import { FILE_KINDS, type KindName } from './kinds.ts'

export const settings = defineSettings({
  'uploads.pictureMegabytes': { type: 'integer', default: 10, min: 1, max: 100, public: true },
  'uploads.fileMegabytes': { type: 'integer', default: 10, min: 1, max: 500, public: true },
  'uploads.megapixels': { type: 'integer', default: 50, min: 1, max: 200, public: true },
  'uploads.fileKinds': { type: 'string', default: FILE_KINDS.join(', '), maxLength: 200, public: true },
  'uploads.perHour': { type: 'integer', default: 60, min: 1, max: 10_000 },
  'uploads.space0': { type: 'integer', default: 20, min: 0, max: 1_000_000 },
  'uploads.space1': { type: 'integer', default: 100, min: 0, max: 1_000_000 },
  'uploads.space2': { type: 'integer', default: 500, min: 0, max: 1_000_000 },
  'uploads.space3': { type: 'integer', default: 2000, min: 0, max: 1_000_000 },
  'uploads.space4': { type: 'integer', default: 5000, min: 0, max: 1_000_000 },
  'uploads.keepUnusedDays': { type: 'integer', default: 7, min: 1, max: 365 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

export const MEGABYTE = 1024 * 1024

const SPACES = ['uploads.space0', 'uploads.space1', 'uploads.space2', 'uploads.space3', 'uploads.space4'] as const

/** How many megabytes all that a member has sent may take; null without limit. */
export function spaceOf(ctx: Ctx, actor: Actor): number | null {
  if (isStaff(actor)) return null
  const setting = SPACES[trustLevelOf(actor)]
  return setting ? ctx.setting(setting) : 0
}

/** The kinds of files, beside pictures, that an administrator lets in: words of a list, however it is written. */
export function fileKinds(ctx: Ctx): readonly KindName[] {
  const words = new Set(
    ctx
      .setting('uploads.fileKinds')
      .toLowerCase()
      .split(/[^\w]+/),
  )
  return FILE_KINDS.filter(kind => words.has(kind))
}

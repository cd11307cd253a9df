/** Limits on what members write. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'threads.perHour': { type: 'integer', default: 20, min: 1, max: 10_000 },
  'posts.perMinute': { type: 'integer', default: 10, min: 1, max: 10_000 },
  'posts.maxLength': { type: 'integer', default: 32_000, min: 100, max: 32_000, public: true },
  /** Of newcomers: trust level 0. */
  'posts.maxLinks': { type: 'integer', default: 5, min: 0, max: 100, public: true },
  'posts.previewsPerMinute': { type: 'integer', default: 120, min: 1, max: 10_000 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

/** Limits on what members write. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'threads.perHour': { type: 'integer', default: 20, min: 1, max: 10_000 },
  'posts.perMinute': { type: 'integer', default: 10, min: 1, max: 10_000 },
  /** In days, for authors who deleted a post or thread of theirs; 0 is not at all. */
  'posts.restoreDays': { type: 'integer', default: 30, min: 0, max: 3650 },
  'posts.history': { type: 'choice', options: ['everyone', 'members', 'authors'], default: 'everyone' },
  /** In minutes. */
  'posts.editGrace': { type: 'integer', default: 5, min: 0, max: 60 },
  // In minutes, by the author's trust level; 0 is always.
  'posts.editWindow0': { type: 'integer', default: 1440, min: 0, max: 525_600 },
  'posts.editWindow1': { type: 'integer', default: 10_080, min: 0, max: 525_600 },
  'posts.editWindow2': { type: 'integer', default: 43_200, min: 0, max: 525_600 },
  'posts.editWindow3': { type: 'integer', default: 0, min: 0, max: 525_600 },
  'posts.editWindow4': { type: 'integer', default: 0, min: 0, max: 525_600 },
  'posts.maxLength': { type: 'integer', default: 32_000, min: 100, max: 32_000, public: true },
  /** Of newcomers: trust level 0. */
  'posts.maxLinks': { type: 'integer', default: 5, min: 0, max: 100, public: true },
  'posts.previewsPerMinute': { type: 'integer', default: 120, min: 1, max: 10_000 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

/** What becomes of the posts of those who go, and how long they may think again. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'erasure.posts': { type: 'choice', default: 'memberChooses', options: ['memberChooses', 'keep', 'remove'] },
  'erasure.days': { type: 'integer', default: 7, min: 0, max: 90 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

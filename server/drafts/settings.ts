/** How long texts that were begun are kept. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'drafts.keptDays': { type: 'integer', default: 90, min: 1, max: 3650 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

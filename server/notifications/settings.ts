import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'notifications.keepDays': { type: 'integer', default: 90, min: 7, max: 3650 },
  'notifications.groupLimit': { type: 'integer', default: 200, min: 1, max: 5000 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

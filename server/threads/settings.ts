/** What is still news in a thread. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'threads.unreadDays': { type: 'integer', default: 30, min: 1, max: 365 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

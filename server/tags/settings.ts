/** How many tags there may be on a thread, how fast new ones may come, and when unused ones go. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'tags.perThread': { type: 'integer', default: 5, min: 0, max: 20, public: true },
  'tags.newPerHour': { type: 'integer', default: 20, min: 1, max: 10_000 },
  'tags.unusedDays': { type: 'integer', default: 30, min: 0, max: 3650 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

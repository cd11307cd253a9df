import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'backup.nightly': { type: 'boolean', default: false },
  'backup.hour': { type: 'integer', default: 3, min: 0, max: 23 },
  'backup.keep': { type: 'integer', default: 7, min: 1, max: 365 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

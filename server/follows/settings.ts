import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'follows.onPost': { type: 'boolean', default: true },
  'follows.perMinute': { type: 'integer', default: 60, min: 1, max: 10_000 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

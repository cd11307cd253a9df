import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'tokens.perMinute': { type: 'integer', default: 600, min: 10, max: 1_000_000 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

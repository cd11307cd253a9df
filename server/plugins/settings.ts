import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'plugins.packages': { type: 'string', default: '', maxLength: 2000 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

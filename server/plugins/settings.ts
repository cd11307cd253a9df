import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  /** Which are held back, and why (bisect.ts). */
  'plugins.bisect': { type: 'string', default: '', maxLength: 20_000, hidden: true },
  'plugins.packages': { type: 'string', default: '', maxLength: 2000 },
  'plugins.privateNetworks': { type: 'boolean', default: false },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

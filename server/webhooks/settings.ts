/** Where webhooks may lead, and how long one may fail. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'webhooks.privateNetworks': { type: 'boolean', default: false },
  'webhooks.failingDays': { type: 'integer', default: 5, min: 1, max: 90 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

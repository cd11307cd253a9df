/** How texts are read. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'cooking.breaks': { type: 'boolean', default: true },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

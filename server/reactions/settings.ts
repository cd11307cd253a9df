import { defineSettings, type ValuesOf } from '../core/settings.ts'
import { KEYS, problemWithSet } from './kinds.ts'

export const settings = defineSettings({
  'reactions.set': { type: 'string', default: KEYS.join(' '), maxLength: 200, check: problemWithSet, public: true },
  'reactions.perHour': { type: 'integer', default: 60, min: 1, max: 10_000 },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

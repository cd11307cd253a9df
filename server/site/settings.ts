/** What the community is called, how it looks and which language it speaks first. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'site.name': { type: 'string', default: 'Guildhall', maxLength: 60, required: true, public: true },
  'site.tagline': { type: 'string', default: '', maxLength: 160, public: true },
  'site.locale': { type: 'choice', default: 'en', options: ['en', 'fr'], public: true },
  'site.hue': { type: 'integer', default: 172, min: 0, max: 359, public: true },
  'site.vividness': { type: 'integer', default: 8, min: 3, max: 16, public: true },
  'site.roundness': { type: 'integer', default: 10, min: 0, max: 16, public: true },
  'site.brightFill': { type: 'boolean', default: false, public: true },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

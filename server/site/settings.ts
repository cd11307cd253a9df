/** What the community is called, how it looks and which language it speaks first. */
import type { FieldError } from '../core/errors.ts'
import { defineSettings, type ValuesOf } from '../core/settings.ts'
import { MARK_LENGTH, problemWithMark } from './marks.ts'
import { problemWithCss } from './own-css.ts'
import { mostVivid } from './palette.ts'
import { FACES } from './typefaces.ts'

const MARK = {
  type: 'string',
  default: '',
  maxLength: MARK_LENGTH,
  check: problemWithMark,
  hidden: true,
  public: true,
} as const

export const settings = defineSettings({
  'site.name': { type: 'string', default: 'Guildhall', maxLength: 60, required: true, public: true },
  'site.tagline': { type: 'string', default: '', maxLength: 160, public: true },
  'site.locale': { type: 'choice', default: 'en', options: ['en', 'fr'], public: true },
  'site.hue': { type: 'integer', default: 172, min: 0, max: 359, public: true },
  // Up to 16 every hue keeps its contrast; beyond, it depends. 26 is the pure red of a screen.
  'site.vividness': { type: 'integer', default: 8, min: 3, max: 26, public: true, agrees: contrastIsKept },
  'site.roundness': { type: 'integer', default: 10, min: 0, max: 16, public: true },
  'site.brightFill': { type: 'boolean', default: false, public: true },
  'site.fontDisplay': { type: 'choice', default: 'bricolage', options: FACES, public: true },
  'site.fontText': { type: 'choice', default: 'figtree', options: FACES, public: true },
  'site.logo': MARK,
  'site.logoDark': MARK,
  'site.icon': MARK,
  'site.css': { type: 'string', default: '', maxLength: 20_000, check: problemWithCss, public: true },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

/** A palette in which something cannot be read is not taken, whoever asks for it. */
function contrastIsKept(all: Readonly<Record<string, unknown>>): FieldError | null {
  const vividness = Number(all['site.vividness'])
  const tint = { hue: Number(all['site.hue']), vividness, brightFill: all['site.brightFill'] === true }
  const most = mostVivid(tint)
  return most < vividness ? { key: 'appearance.error.contrast', values: { most, hue: tint.hue } } : null
}

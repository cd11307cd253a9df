/** What the community says of privacy, and what it asks of who joins: in each language, in Markdown. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

/** As much as the settings page takes of one field. */
const MAX_LENGTH = 20_000

const text = { type: 'string', default: '', maxLength: MAX_LENGTH } as const

export const settings = defineSettings({
  'legal.privacyEn': text,
  'legal.privacyFr': text,
  'legal.termsEn': text,
  'legal.termsFr': text,
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

/** How people join and sign in. */
import { defineSettings, type ValuesOf } from '../core/settings.ts'

export const settings = defineSettings({
  'accounts.joining': { type: 'choice', default: 'open', options: ['open', 'closed'], public: true },
  'accounts.minPasswordLength': { type: 'integer', default: 10, min: 8, max: 64, public: true },
  'accounts.postingNeedsVerifiedEmail': {
    type: 'choice',
    default: 'whenMailIsSent',
    options: ['whenMailIsSent', 'always', 'never'],
  },
})

declare module '../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

/** It finds what is on another site. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'findsaway',
  name: { en: 'Findsaway', fr: 'Findsaway' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  search: {
    things: {
      label: { en: 'never shown', fr: 'never shown' },
      icon: 'flag',
      find: async () => [{ title: 'never shown', path: '//elsewhere.example/' }],
    },
  },
})

/** What it lets people find throws. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'findthrows',
  name: { en: 'Findthrows', fr: 'Findthrows' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  search: {
    things: {
      label: { en: 'never shown', fr: 'never shown' },
      icon: 'flag',
      find: async () => {
        throw new Error('no finds')
      },
    },
  },
})

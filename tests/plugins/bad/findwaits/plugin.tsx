/** What it lets people find never comes. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'findwaits',
  name: { en: 'Findwaits', fr: 'Findwaits' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  search: {
    things: {
      label: { en: 'never shown', fr: 'never shown' },
      icon: 'flag',
      find: () => new Promise<never>(() => {}),
    },
  },
})

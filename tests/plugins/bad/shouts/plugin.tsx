/** A verb whose name nobody could type as it is. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'shouts',
  name: { en: 'Shouts', fr: 'Shouts' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  verbs: { 'SHOUT OUT': { does: 'shout', usage: '', run: async () => {} } },
})

/** Was made for a release that there is not yet. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'tomorrow',
  name: { en: 'Tomorrow', fr: 'Tomorrow' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=99.0.0' },
})

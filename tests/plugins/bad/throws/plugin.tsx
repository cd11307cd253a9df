/** Throws when it is loaded. */
import { definePlugin } from 'guildhall/plugin'

if (Date.now() > 0) throw new Error('it will not start')

export default definePlugin({
  id: 'throws',
  name: { en: 'Throws', fr: 'Throws' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
})

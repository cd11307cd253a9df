/** Needs a plugin that nobody has. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'lonely',
  name: { en: 'Lonely', fr: 'Lonely' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  needs: { companion: '^2.0.0' },
})

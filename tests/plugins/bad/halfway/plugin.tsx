/** The second of its migrations fails in its middle. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'halfway',
  name: { en: 'Halfway', fr: 'Halfway' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables'],
  migrations: './migrations',
})

/** Has tables, and does not say that it has. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'silent',
  name: { en: 'Silent', fr: 'Silent' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  migrations: './migrations',
})

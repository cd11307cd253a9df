/** Asks whichever host of a domain. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'wildhost',
  name: { en: 'Wildhost', fr: 'Wildhost' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  hosts: ['*.example.org'],
})

/** Asks members for something, and does not say that it does. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'asksmembers',
  name: { en: 'Asksmembers', fr: 'Asksmembers' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  memberFields: { word: { type: 'text', maxLength: 10, label: { en: 'Word', fr: 'Mot' }, visible: 'everybody' } },
})

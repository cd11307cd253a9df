/** Its filter turns every thread into one of a kind that is none. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'filterturns',
  name: { en: 'Filterturns', fr: 'Filterturns' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  filters: { 'thread.beforeCreate': (_ctx, value) => ({ ...value, kind: 'nowhere' }) },
})

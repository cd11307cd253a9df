/** What it would have an export take along names something that there is not. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'keepsnothing',
  name: { en: 'Keepsnothing', fr: 'Keepsnothing' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  keeps: { dreams: { ids: { who: Object('dreamer') }, read: async () => {}, write: async () => {} } },
})

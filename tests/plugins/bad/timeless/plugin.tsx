/** A job at a time that there is not. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'timeless',
  name: { en: 'Timeless', fr: 'Timeless' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['jobs'],
  jobs: { never: { every: '61 25 * * *', run: async () => {} } },
})

/** Wants /ideas, as another does. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'wantsours',
  name: { en: 'Wants', fr: 'Wants' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  claims: ['/ideas'],
  pages: routes => {
    routes.get('/mine', { budget: 0 }, async () => ({ redirect: '/?ours' }))
  },
})

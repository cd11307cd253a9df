/** Throws when it is asked for its pages. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'pageless',
  name: { en: 'Pageless', fr: 'Pageless' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  pages: routes => {
    routes.get('', { budget: 0 }, async () => ({ redirect: '/' }))
    throw new Error('no pages today')
  },
})

/** Wants the address of threads. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'wantsthreads',
  name: { en: 'Wants', fr: 'Wants' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  claims: ['/t'],
  pages: routes => {
    routes.get('/mine', { budget: 0 }, async () => ({ redirect: '/' }))
  },
})

/** Has one address twice. */
import { definePlugin, Type } from 'guildhall/plugin'

export default definePlugin({
  id: 'twice',
  name: { en: 'Twice', fr: 'Twice' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  api: routes => {
    const options = { id: 'twice', summary: 'None', tag: 'None', response: Type.Object({}), budget: 0 }
    routes.get('/here', options, async () => ({}))
    routes.get('/here', { ...options, id: 'twiceAgain' }, async () => ({}))
  },
})

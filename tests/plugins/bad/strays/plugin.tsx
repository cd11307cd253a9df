/** Asks a host that it never declared, and sets a header that is not its own. */
import { definePlugin, Type } from 'guildhall/plugin'

export default definePlugin({
  id: 'strays',
  name: { en: 'Strays', fr: 'Strays' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  hosts: ['api.example.org'],
  api: routes => {
    const options = { tag: 'Strays', response: Type.Object({}), budget: 0 }
    routes.get('', { ...options, id: 'stray', summary: 'Ask elsewhere' }, async ctx => {
      await ctx.ask('https://elsewhere.example.org/')
      return {}
    })
    routes.get('/header', { ...options, id: 'strayHeader', summary: 'Ask as another' }, async ctx => {
      await ctx.ask('https://api.example.org/', { headers: { Host: 'elsewhere.example.org' } })
      return {}
    })
  },
})

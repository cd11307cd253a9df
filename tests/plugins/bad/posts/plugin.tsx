/** Is called like a part of Guildhall, and has one of its addresses. */
import { definePlugin, Type } from 'guildhall/plugin'

export default definePlugin({
  id: 'posts',
  name: { en: 'Posts', fr: 'Posts' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  api: routes => {
    const params = Type.Object({ id: Type.Integer() })
    routes.get(
      '/:id',
      { id: 'postsAgain', summary: 'None', tag: 'None', params, response: Type.Object({}), budget: 0 },
      async () => ({}),
    )
  },
})

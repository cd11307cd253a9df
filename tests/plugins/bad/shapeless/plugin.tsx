/** A form whose fields are of no kind. */
import { definePlugin, Type } from 'guildhall/plugin'

export default definePlugin({
  id: 'shapeless',
  name: { en: 'Shapeless', fr: 'Shapeless' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  api: routes => {
    const params = Type.Object({ id: Type.Unsafe<number>({ type: 'number of some kind' }) })
    routes.get(
      '/:id',
      { id: 'shapeless', summary: 'None', tag: 'None', params, response: Type.Object({}), budget: 0 },
      async () => ({}),
    )
  },
})

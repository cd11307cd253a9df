/** Its loader throws. */
import { definePlugin, NotFound } from 'guildhall/plugin'

export default definePlugin({
  id: 'loaderthrows',
  name: { en: 'Loaderthrows', fr: 'Loaderthrows' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  load: {
    posts: async () => {
      throw new NotFound()
    },
  },
  slots: { 'post.footer': () => <p>never shown</p> },
})

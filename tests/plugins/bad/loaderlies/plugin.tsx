/** Its loader answers with something that is no map. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'loaderlies',
  name: { en: 'Loaderlies', fr: 'Loaderlies' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  load: { posts: async () => Object({}) },
  slots: { 'post.footer': () => <p>never shown</p> },
})

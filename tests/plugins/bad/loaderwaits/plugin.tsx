/** Its loader never answers. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'loaderwaits',
  name: { en: 'Loaderwaits', fr: 'Loaderwaits' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  load: { posts: () => new Promise<ReadonlyMap<number, never>>(() => {}) },
  slots: { 'post.footer': () => <p>never shown</p> },
})

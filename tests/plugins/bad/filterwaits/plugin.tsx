/** Its filter never answers. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'filterwaits',
  name: { en: 'Filterwaits', fr: 'Filterwaits' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  filters: { 'post.beforeCreate': () => new Promise(() => {}) },
})

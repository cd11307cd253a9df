/** Its filter answers with something that is no text. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'filterlies',
  name: { en: 'Filterlies', fr: 'Filterlies' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  filters: { 'post.beforeCreate': (_ctx, value) => ({ ...value, body: Object(42) }) },
})

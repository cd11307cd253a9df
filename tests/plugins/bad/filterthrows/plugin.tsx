/** Its filters spoil what they are given, and throw. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'filterthrows',
  name: { en: 'Filterthrows', fr: 'Filterthrows' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  filters: {
    'thread.beforeCreate': (_ctx, value) => {
      Object.assign(value, { body: 'spoilt' })
      throw new Error('no threads')
    },
    'post.beforeCreate': (_ctx, value) => {
      Object.assign(value, { body: 'spoilt' })
      throw new Error('no posts')
    },
  },
})

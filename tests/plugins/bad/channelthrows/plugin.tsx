/** Its channels throw, or tell what cannot be told. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'channelthrows',
  name: { en: 'Channelthrows', fr: 'Channelthrows' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  channels: {
    door: {
      may: () => {
        throw new Error('no door')
      },
      state: () => 'never told',
    },
    desk: {
      may: () => true,
      state: () => {
        throw new Error('no desk')
      },
      hears: {
        'post.created': () => {
          throw new Error('no ears')
        },
      },
    },
    odd: { may: () => true, state: () => () => 'no JSON' },
  },
})

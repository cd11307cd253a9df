/** Its channels never answer. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'channelwaits',
  name: { en: 'Channelwaits', fr: 'Channelwaits' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  channels: {
    door: { may: () => new Promise<boolean>(() => {}), state: () => 'never told' },
    desk: { may: () => true, state: () => new Promise(() => {}) },
  },
})

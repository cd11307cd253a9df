/** A kind of threads that never comes to an end of reading them. */
import { definePlugin } from 'guildhall/plugin'

const forever = <T,>() => new Promise<T>(() => {})

export default definePlugin({
  id: 'kindwaits',
  name: { en: 'Kindwaits', fr: 'Kindwaits' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  kinds: {
    wreck: {
      name: { en: 'Wreck', fr: 'Épave' },
      description: { en: 'Nothing works.', fr: 'Rien ne marche.' },
      icon: 'flag',
      statuses: { sunk: { name: { en: 'Sunk', fr: 'Coulé' }, tone: 'bad' } },
      load: () => forever<ReadonlyMap<number, string>>(),
      views: { row: ({ data }) => (data === undefined ? null : <p>never shown</p>) },
      best: () => forever<number[]>(),
    },
  },
})

/** A kind of threads of which everything throws. */
import { definePlugin } from 'guildhall/plugin'

const fails = (what: string) => (): never => {
  throw new Error(`no ${what}`)
}

export default definePlugin({
  id: 'kindthrows',
  name: { en: 'Kindthrows', fr: 'Kindthrows' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  kinds: {
    wreck: {
      name: { en: 'Wreck', fr: 'Épave' },
      description: { en: 'Nothing works.', fr: 'Rien ne marche.' },
      icon: 'flag',
      statuses: { sunk: { name: { en: 'Sunk', fr: 'Coulé' }, tone: 'bad' } },
      load: async () => fails('load')(),
      views: {
        header: fails('header'),
        postHeader: fails('post header'),
        postFooter: fails('post footer'),
        row: fails('row'),
      },
      best: async () => fails('best')(),
      describe: fails('thing'),
    },
  },
})

/** A kind of threads of which everything answers with something else than it should. */
import { definePlugin } from 'guildhall/plugin'

// biome-ignore lint/suspicious/noExplicitAny: it lies about what it answers with
const lie = (answer: unknown): any => answer
const late = () => lie(Promise.reject(new Error('never shown')))
const circle: Record<string, unknown> = { '@type': 'Thing' }
circle.self = circle

export default definePlugin({
  id: 'kindlies',
  name: { en: 'Kindlies', fr: 'Kindlies' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  kinds: {
    wreck: {
      name: { en: 'Wreck', fr: 'Épave' },
      description: { en: 'Nothing works.', fr: 'Rien ne marche.' },
      icon: 'flag',
      statuses: { sunk: { name: { en: 'Sunk', fr: 'Coulé' }, tone: 'bad' } },
      load: async () => lie([1, 2, 3]),
      views: { header: late, postHeader: late, postFooter: () => lie({ type: 7 }), row: late },
      best: async () => lie(['1); drop table posts; --']),
      describe: () => lie(circle),
    },
  },
})

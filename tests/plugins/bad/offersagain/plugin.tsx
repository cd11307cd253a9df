/** Brings a kind that another one has brought. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'offersagain',
  name: { en: 'Offers again', fr: 'Encore des offres' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  kinds: {
    offer: {
      name: { en: 'Other offer', fr: 'Autre offre' },
      description: { en: 'Something to sell.', fr: 'Quelque chose à vendre.' },
      icon: 'flag',
      statuses: { open: { name: { en: 'Open', fr: 'Ouvert' }, tone: 'info' } },
    },
  },
})

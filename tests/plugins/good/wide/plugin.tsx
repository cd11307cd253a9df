/** Its kind asks for very much. */
import { definePlugin, type KindField } from 'guildhall/plugin'

const field: KindField = { type: 'string', maxLength: 200, label: { en: 'Something', fr: 'Quelque chose' } }

export default definePlugin({
  id: 'wide',
  name: { en: 'Wide', fr: 'Large' },
  description: { en: 'Asks for very much.', fr: 'Demande beaucoup.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  kinds: {
    form: {
      name: { en: 'Form', fr: 'Formulaire' },
      description: { en: 'Seventy lines to fill in', fr: 'Soixante-dix lignes à remplir' },
      icon: 'circle-help',
      statuses: { open: { name: { en: 'Open', fr: 'Ouvert' }, tone: 'stone' } },
      fields: Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`line${index}`, field])),
    },
  },
})

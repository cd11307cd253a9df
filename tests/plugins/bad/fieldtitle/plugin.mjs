// A kind with a field that would stand in the place of the thread's title.
export default {
  id: 'fieldtitle',
  name: { en: 'Fieldtitle', fr: 'Fieldtitle' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  kinds: {
    wish: {
      name: { en: 'Wish', fr: 'Souhait' },
      description: { en: 'What one would like.', fr: 'Ce que l’on voudrait.' },
      icon: 'flag',
      statuses: { open: { name: { en: 'Open', fr: 'Ouvert' }, tone: 'info' } },
      fields: { title: { type: 'string', maxLength: 40, label: { en: 'Title', fr: 'Titre' } } },
    },
  },
}

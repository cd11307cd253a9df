// A kind that would be the kind of all threads.
export default {
  id: 'kindthread',
  name: { en: 'Kindthread', fr: 'Kindthread' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  kinds: {
    thread: {
      name: { en: 'Thread', fr: 'Fil' },
      description: { en: 'All of them.', fr: 'Tous.' },
      icon: 'flag',
      statuses: { open: { name: { en: 'Open', fr: 'Ouvert' }, tone: 'info' } },
    },
  },
}

// A live channel that has nothing to tell.
export default {
  id: 'stateless',
  name: { en: 'Stateless', fr: 'Sans état' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  channels: { desk: { may: () => true } },
}

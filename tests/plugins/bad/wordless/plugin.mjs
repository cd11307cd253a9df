// A setting without a label in French.
export default {
  id: 'wordless',
  name: { en: 'Wordless', fr: 'Sans mots' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  settings: { word: { type: 'string', default: '', maxLength: 10, label: { en: 'Word' } } },
}

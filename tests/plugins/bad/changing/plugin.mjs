// Says that it wants nothing while it is only looked at, and asks for tables where it runs.
const looked = process.argv.some(word => /look\.(ts|js)$/.test(word))

export default {
  id: 'changing',
  name: { en: 'Changing', fr: 'Changeante' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: looked ? [] : ['tables', 'routes'],
}

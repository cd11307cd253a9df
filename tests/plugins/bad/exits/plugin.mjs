/** It ends the process, some time after it was loaded. */
import { definePlugin } from 'guildhall/plugin'

const SOON_MS = 200

setTimeout(() => process.exit(1), SOON_MS)

export default definePlugin({
  id: 'exits',
  name: { en: 'Exits', fr: 'Sorties' },
  description: { en: 'A plugin that ends the process.', fr: 'Une extension qui met fin au processus.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
})

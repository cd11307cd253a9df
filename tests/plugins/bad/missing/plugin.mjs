// Imports a file that is not there.
import { words } from './words.mjs'

export default { id: 'missing', name: words }

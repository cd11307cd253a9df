/** Below joining, which asks for consent; the pages that show the texts are in legal. */
import { defineFeature } from '../feature.ts'
import { settings } from './settings.ts'

export default defineFeature({ id: 'consents', settings })

/** Help while one writes: names completed, and threads that say the same already. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'

export default defineFeature({ id: 'completion', api })

/** Finding posts by their words. */
import { defineFeature } from '../feature.ts'
import { consumers, jobs, schedules } from './indexing.ts'

export default defineFeature({ id: 'search', consumers, jobs, schedules })

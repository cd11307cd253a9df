/** Two accounts of one person become one. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { JOB, merging } from './consumers.ts'
import { mergeAll } from './work.ts'

export default defineFeature({ id: 'merging', consumers: [merging], jobs: { [JOB]: mergeAll }, api })

/** What works behind the pages, for those who keep the server: jobs, schedules, those that follow the log. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'

export default defineFeature({ id: 'operations', api })

/** What works behind the pages, for those who keep the server: jobs, schedules, those that follow the log, the machine. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { EXAMINE, examine, examiner } from './examine.ts'
import { systemApi } from './system-api.ts'

export default defineFeature({
  id: 'operations',
  consumers: [examiner],
  jobs: { [EXAMINE]: examine },
  api: routes => {
    api(routes)
    systemApi(routes)
  },
})

/** Erasing accounts: asked for by their owners, or by those who keep the members. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { erasing, JOB } from './consumers.ts'
import { pages } from './pages.tsx'
import { settings } from './settings.ts'
import { eraseDue } from './work.ts'

export default defineFeature({
  id: 'erasure',
  settings,
  consumers: [erasing],
  jobs: { [JOB]: eraseDue },
  // Those whose days are over; what a crash broke off, too.
  schedules: [{ cron: '7 * * * *', job: JOB }],
  pages,
  api,
})

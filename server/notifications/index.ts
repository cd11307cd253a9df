import { defineFeature } from '../feature.ts'
import { readMarks } from '../threads/reads.ts'
import { api } from './api.ts'
import { tellings } from './consumers.ts'
import { notifications } from './kinds.ts'
import { meChannel } from './live.ts'
import { pages } from './pages.tsx'
import { followReading, forgetOld } from './service.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'notifications',
  settings,
  notifications,
  consumers: [tellings],
  jobs: { 'notifications.forget': forgetOld },
  schedules: [{ cron: '25 3 * * *', job: 'notifications.forget' }],
  pages,
  api,
  live: () => [meChannel],
  open: ctx => readMarks(ctx).follow(reading => followReading(ctx, reading)),
})

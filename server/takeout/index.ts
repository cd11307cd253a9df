/** What is known of a member, as a file: for themselves, and for who keeps the members. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { JOB, making } from './consumers.ts'
import { make } from './make.ts'
import { pages } from './pages.tsx'
import { routes } from './routes.ts'
import { forgetOld } from './service.ts'

export default defineFeature({
  id: 'takeout',
  consumers: [making],
  jobs: { [JOB]: make, 'takeout.forget': forgetOld },
  schedules: [{ cron: '40 3 * * *', job: 'takeout.forget' }],
  pages,
  api,
  routes,
})

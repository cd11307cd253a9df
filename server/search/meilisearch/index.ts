/** What keeps posts in Meilisearch; loaded where there is one. */
import { defineFeature } from '../../feature.ts'
import { follower, KEEP, keep } from './follow.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'meilisearch',
  settings,
  consumers: [follower],
  jobs: { [KEEP]: keep },
  // Whatever broke off goes on, and what failed is tried again.
  schedules: [{ cron: '* * * * *', job: KEEP }],
})

/** Tags: words that threads share across categories. This feature stands below threads and knows of them only their ids. */
import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { tagCounting } from './counts.ts'
import { settings } from './settings.ts'
import { removeUnused } from './unused.ts'

export default defineFeature({
  id: 'tags',
  settings,
  permissions: {
    'tag.create': { default: [GROUP.trust0 + 1, GROUP.staff] },
    'tag.manage': { default: [GROUP.staff] },
  },
  consumers: [tagCounting],
  jobs: { 'tags.removeUnused': removeUnused },
  schedules: [{ cron: '35 3 * * *', job: 'tags.removeUnused' }],
  api,
})

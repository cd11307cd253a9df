import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { cardsElsewhere } from './consumers.ts'
import { editApi } from './edit-api.ts'
import { policies } from './policy.ts'
import { recookOld, stopRecooking } from './recook.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'posts',
  settings,
  permissions: {
    'post.edit': { default: [] },
    'post.history': { default: [] },
    'post.wiki': { default: [GROUP.trust0 + 2] },
    'post.delete': { default: [] },
    'post.restore': { default: [] },
  },
  policies,
  consumers: [cardsElsewhere],
  jobs: { 'posts.recook': recookOld },
  // Finds nothing, but after an upgrade: then each batch adds the next.
  schedules: [{ cron: '*/5 * * * *', job: 'posts.recook' }],
  api: (routes, host) => {
    api(routes, host)
    editApi(routes, host)
  },
  close: stopRecooking,
})

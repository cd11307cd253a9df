import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api, filesApi } from './api.ts'
import { removeDiscarded } from './keep.ts'
import { routes } from './routes.ts'
import { settings } from './settings.ts'
import { closeWorkshop } from './workshop.ts'

const NEIGHBOURS = GROUP.trust0 + 1

export default defineFeature({
  id: 'uploads',
  settings,
  permissions: {
    'upload.picture': { default: [GROUP.members] },
    'upload.file': { default: [NEIGHBOURS, GROUP.staff] },
  },
  jobs: { 'uploads.removeDiscarded': removeDiscarded },
  schedules: [{ cron: '*/5 * * * *', job: 'uploads.removeDiscarded' }],
  api,
  files: ({ api }) => filesApi(api),
  routes,
  close: closeWorkshop,
})

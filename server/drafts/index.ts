import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { pages } from './pages.tsx'
import { forgetOldDrafts } from './service.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'drafts',
  settings,
  jobs: { 'drafts.forget': forgetOldDrafts },
  schedules: [{ cron: '20 4 * * *', job: 'drafts.forget' }],
  pages,
  api,
})

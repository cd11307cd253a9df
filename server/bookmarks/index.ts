import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { own } from './own.ts'
import { pages } from './pages.tsx'
import { remind } from './remind.ts'

export default defineFeature({
  id: 'bookmarks',
  jobs: { 'bookmarks.remind': remind },
  schedules: [{ cron: '* * * * *', job: 'bookmarks.remind' }],
  own,
  pages,
  api,
})

import { defineFeature } from '../feature.ts'
import { accountPages } from './account-pages.tsx'
import { api } from './api.ts'
import { forgetOldLinks } from './links.ts'
import { accountMails } from './mails.ts'
import { pages } from './pages.tsx'
import { forgetOldSessions } from './sessions.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'auth',
  settings,
  consumers: [accountMails],
  jobs: {
    'auth.forget': async ctx => {
      await forgetOldSessions(ctx)
      await forgetOldLinks(ctx)
    },
  },
  schedules: [{ cron: '25 3 * * *', job: 'auth.forget' }],
  pages: routes => {
    pages(routes)
    accountPages(routes)
  },
  api,
})

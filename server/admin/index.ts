import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { pages as accessPages } from './access-pages.tsx'
import { api } from './api.ts'
import { pages as appearancePages } from './appearance-pages.tsx'
import { pages as auditPages } from './audit-pages.tsx'
import { pages as categoryPages } from './category-pages.tsx'
import { pages as dashboardPages } from './dashboard-pages.tsx'
import { pages as groupPages } from './group-pages.tsx'
import { pages as jobPages } from './job-pages.tsx'
import { markFilePages, markPages } from './mark-pages.tsx'
import { pages as memberPages } from './member-pages.tsx'
import { pages as mergePages } from './merge-pages.tsx'
import { pages as outboxPages } from './outbox-pages.tsx'
import { pages as permissionPages } from './permission-pages.tsx'
import { pages as pluginPages } from './plugin-pages.tsx'
import { pages as settingsPages } from './settings-pages.tsx'
import { pages as systemPages } from './system-pages.tsx'
import { pages as tagPages } from './tag-pages.tsx'
import { pages as webhookPages } from './webhook-pages.tsx'

export default defineFeature({
  id: 'admin',
  permissions: {
    'site.administer': { default: [GROUP.administrators] },
    'outbox.read': { default: [GROUP.administrators] },
  },
  pages: routes => {
    dashboardPages(routes)
    settingsPages(routes)
    appearancePages(routes)
    markPages(routes)
    categoryPages(routes)
    accessPages(routes)
    tagPages(routes)
    groupPages(routes)
    memberPages(routes)
    mergePages(routes)
    permissionPages(routes)
    pluginPages(routes)
    outboxPages(routes)
    jobPages(routes)
    auditPages(routes)
    systemPages(routes)
    webhookPages(routes)
  },
  api,
  files: ({ pages }) => markFilePages(pages),
})

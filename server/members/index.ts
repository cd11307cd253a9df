import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { placedPostCounts, postCounts } from './consumers.ts'
import { manageApi } from './manage-api.ts'
import { pages } from './pages.tsx'
import { policies } from './policy.ts'
import { privacyPages } from './privacy-pages.tsx'
import { sessionApi } from './session-api.ts'

export default defineFeature({
  id: 'members',
  permissions: {
    'member.create': { default: [GROUP.administrators] },
    'member.list': { default: [GROUP.everyone] },
    'member.manage': { default: [GROUP.administrators] },
  },
  policies,
  consumers: [postCounts, placedPostCounts],
  pages: (routes, host) => {
    pages(routes, host)
    privacyPages(routes)
  },
  api: routes => {
    sessionApi(routes)
    api(routes)
    manageApi(routes)
  },
})

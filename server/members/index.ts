import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { sessionApi } from './session-api.ts'

export default defineFeature({
  id: 'members',
  permissions: {
    'member.create': { default: [GROUP.administrators] },
    'member.list': { default: [GROUP.everyone] },
  },
  api: routes => {
    sessionApi(routes)
    api(routes)
  },
})

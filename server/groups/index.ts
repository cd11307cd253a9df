import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { policies } from './policy.ts'

export default defineFeature({
  id: 'groups',
  permissions: { 'group.manage': { default: [GROUP.administrators] } },
  policies,
  api,
})

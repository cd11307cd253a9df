import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { policies } from './policy.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'posts',
  settings,
  permissions: { 'post.edit': { default: [] }, 'post.delete': { default: [] } },
  policies,
  api,
})

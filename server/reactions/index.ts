import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { own } from './own.ts'
import { pages } from './pages.tsx'
import { policies } from './policy.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'reactions',
  settings,
  permissions: { 'post.react': { default: [GROUP.members] } },
  policies,
  own,
  pages,
  api,
})

import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { closeKitchen } from './service.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'cooking',
  settings,
  permissions: { 'group.mention': { default: [GROUP.trust0 + 2, GROUP.staff] } },
  close: closeKitchen,
})

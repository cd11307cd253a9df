import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { categoryCounts } from './consumers.ts'
import { policies } from './policy.ts'
import { flushReads } from './reads.ts'

export default defineFeature({
  id: 'threads',
  permissions: {
    'thread.create': { default: [] },
    'thread.reply': { default: [] },
    'thread.edit': { default: [] },
    'thread.delete': { default: [] },
  },
  policies,
  consumers: [categoryCounts],
  api,
  close: flushReads,
})

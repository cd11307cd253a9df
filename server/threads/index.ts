import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { categoryCounts } from './consumers.ts'
import { ownMarks } from './own-marks.ts'
import { policies } from './policy.ts'
import { readingApi } from './reading-api.ts'
import { flushReads } from './reads.ts'
import { settings } from './settings.ts'
import { flushViews } from './view-counts.ts'

export default defineFeature({
  id: 'threads',
  settings,
  permissions: {
    'thread.create': { default: [] },
    'thread.reply': { default: [] },
    'thread.edit': { default: [] },
    'thread.move': { default: [] },
    'thread.delete': { default: [] },
    'thread.restore': { default: [] },
  },
  policies,
  consumers: [categoryCounts, ownMarks],
  api: routes => {
    api(routes)
    readingApi(routes)
  },
  close: async host => {
    await flushReads(host)
    await flushViews(host)
  },
})

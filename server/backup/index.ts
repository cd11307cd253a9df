import { defineFeature } from '../feature.ts'
import { makeNightly } from './nightly.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'backup',
  settings,
  jobs: { 'backup.nightly': (ctx, _payload, signal) => makeNightly(ctx, signal) },
  schedules: [{ cron: '15 * * * *', job: 'backup.nightly' }],
})

/** Webhooks: other programs are told what happens here. Above all features that they tell of. */
import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { outgoing, SEND } from './consumers.ts'
import { forgetOld, sendDue } from './deliver.ts'
import { stoppedMails } from './letters.ts'
import { settings } from './settings.ts'

const FORGET = 'webhooks.forget'

export default defineFeature({
  id: 'webhooks',
  settings,
  permissions: { 'webhook.manage': { default: [GROUP.administrators] } },
  consumers: [outgoing, stoppedMails],
  jobs: { [SEND]: sendDue, [FORGET]: forgetOld },
  schedules: [
    { cron: '* * * * *', job: SEND },
    { cron: '50 3 * * *', job: FORGET },
  ],
  api,
})

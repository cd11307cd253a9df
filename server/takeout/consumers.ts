import type { Consumer } from '../core/events/log.ts'
import { addJob } from '../core/jobs.ts'

export const JOB = 'takeout.make'

/** Each file is made by a job of its own. */
export const making: Consumer = {
  name: 'takeouts',
  types: ['member.exportAsked'],
  handle: async (ctx, events) => {
    for (const { type, data } of events) {
      if (type === 'member.exportAsked') await addJob(ctx, JOB, { id: data.exportId }, `${JOB}:${data.exportId}`)
    }
  },
}

import type { Consumer } from '../core/events/log.ts'
import { addJob } from '../core/jobs.ts'

export const JOB = 'merging.run'

/** Rows of years take longer than anybody waits for a page. */
export const merging: Consumer = {
  name: 'merges',
  types: ['member.mergeAsked'],
  handle: async (ctx, events) => {
    for (const { type, data } of events) {
      if (type === 'member.mergeAsked') await addJob(ctx, JOB, data, `${JOB}:${data.memberId}`)
    }
  },
}

/** Verbs of those who keep the server. What they do is in the audit log; the community's own log has nothing of it. */
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, NotFound } from '../core/errors.ts'
import { type JobState, lockJob, makeDue, makeGivenUpDue, removeJob } from '../core/job-list.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'

type JobId = { readonly id: number }

/** Lets a job be tried at once, its attempts counted anew. @throws NotFound; Conflict while it runs */
export async function retryJob(ctx: Ctx, { id }: JobId): Promise<void> {
  authorize(ctx, 'site.administer', null)
  await transaction(ctx, async ctx => {
    const name = await waiting(ctx, id, ['queued', 'failed', 'given-up'])
    await makeDue(ctx, id)
    await audit(ctx, { act: 'job.retry', targetType: 'job', targetId: id, data: { name } })
  })
}

/** Lets all jobs that were given up be tried again. @returns how many there were */
export async function retryGivenUp(ctx: Ctx): Promise<number> {
  authorize(ctx, 'site.administer', null)
  let count = 0
  await transaction(ctx, async ctx => {
    count = await makeGivenUpDue(ctx)
    if (count > 0) await audit(ctx, { act: 'job.retryAll', targetType: 'jobs', targetId: 'given-up', data: { count } })
  })
  return count
}

/** Takes a job that failed out of the queue: what it was to do stays undone. @throws NotFound; Conflict for one that has not failed */
export async function dropJob(ctx: Ctx, { id }: JobId): Promise<void> {
  authorize(ctx, 'site.administer', null)
  await transaction(ctx, async ctx => {
    const name = await waiting(ctx, id, ['failed', 'given-up'])
    await removeJob(ctx, id)
    await audit(ctx, { act: 'job.drop', targetType: 'job', targetId: id, data: { name } })
  })
}

/** The name of a job that is in one of these states, and stays there until the transaction ends. */
async function waiting(ctx: Ctx, id: number, states: readonly JobState[]): Promise<string> {
  const job = await lockJob(ctx, id)
  if (!job) throw new NotFound()
  if (states.includes(job.state)) return job.name
  throw job.state === 'running'
    ? new Conflict('job.running', 'job.error.running')
    : new Conflict('job.not-failed', 'job.error.notFailed')
}

/**
 * Lets a consumer of the log read on now. One that fails is tried again every second anyway; this says at once whether it
 * went on. @returns whether it did @throws NotFound
 */
export async function retryConsumer(ctx: Ctx, { name }: { readonly name: string }): Promise<boolean> {
  authorize(ctx, 'site.administer', null)
  const consumer = ctx.host.consumers.find(one => one.name === name)
  if (!consumer) throw new NotFound()
  await transaction(ctx, ctx => audit(ctx, { act: 'consumer.retry', targetType: 'consumer', targetId: name }))
  return ctx.host.retry(consumer).then(
    () => true,
    error => {
      ctx.log.error(error, `consumer ${name} failed again`)
      return false
    },
  )
}

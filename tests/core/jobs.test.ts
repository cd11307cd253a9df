import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Log } from '../../server/core/context.ts'
import { addJob, startJobs } from '../../server/core/jobs.ts'
import { startApp } from '../support/app.ts'
import { gate } from '../support/gate.ts'
import { quietLog } from '../support/log.ts'

/** Long enough for all that a stop has to ask the database while a job goes on. */
const STOP_MS = 300

t.test('a job that is under way when the server stops is told of as it ends, and left to nobody', async t => {
  const app = await startApp(t)
  const ctx = await app.ctx()
  const left = async () => {
    const rows = await ctx.db.execute<{ name: string; locked: boolean; error: string | null }>(sql`
      select task_identifier as name, locked_at is not null as locked, last_error as error
      from graphile_worker.jobs where starts_with(task_identifier, 'test.')`)
    return [...rows]
  }
  const doWhileStopping = async (log: Log, work: () => Promise<void>) => {
    const [begun, end] = [gate(), gate()]
    const slow = async () => {
      begun.open()
      await end.opened
      await work()
    }
    const parts = { target: app.target, schedules: [], context: () => ctx, log }
    const runner = await startJobs({ ...parts, jobs: { 'test.slow': slow } })
    await addJob(ctx, 'test.slow', null, 'test.slow')
    await begun.opened
    const stopped = runner.stop()
    await pause(STOP_MS)
    end.open()
    await stopped
  }

  t.test('one that is done is not done again', async t => {
    await doWhileStopping(quietLog().log, async () => {})
    t.strictSame(await left(), [])
  })

  t.test('one that fails is tried again in time', async t => {
    const { log, errors } = quietLog()
    await doWhileStopping(log, async () => {
      throw new Error('no luck')
    })
    t.strictSame(await left(), [{ name: 'test.slow', locked: false, error: 'no luck' }])
    t.match(errors.join('\n'), 'no luck')
  })
})

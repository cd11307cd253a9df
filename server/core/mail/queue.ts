/**
 * The way of a mail: a consumer of the event log writes it here with `queue`, in the transaction that moves its cursor;
 * a job sends it. Without SMTP_URL it stays in the table, where administrators read it on the outbox page.
 */
import { and, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { mails } from '../../../db/tables/index.ts'
import type { Ctx } from '../context.ts'
import type { Consumer } from '../events/log.ts'
import { addJob } from '../jobs.ts'
import type { RenderedLetter } from './letter.tsx'
import { deliver } from './smtp.ts'

declare module '../events/emit.ts' {
  interface DomainEvents {
    /** Somebody wants them tried now. */
    'mail.retried': { readonly mailIds: readonly number[] }
  }
}

const KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** Writes a mail, and the job that sends it where mail is sent. */
export async function queue(ctx: Ctx, { to, letter }: { to: string; letter: RenderedLetter }): Promise<void> {
  const [mail] = await ctx.db
    .insert(mails)
    .values({ recipient: to, ...letter, createdAt: ctx.now() })
    .returning({ id: mails.id })
  if (mail && ctx.host.env.smtpUrl) await addJob(ctx, 'mail.send', { id: mail.id })
}

/**
 * Job `mail.send`. Its row says when it went out, or how often it was tried and what the server said; a failure is
 * thrown on, so that the queue tries again later and later. What went out may hold a one-time link and is not kept.
 */
export async function send(ctx: Ctx, payload: unknown): Promise<void> {
  const { smtpUrl, mailFrom } = ctx.host.env
  if (!smtpUrl) return
  const [mail] = await ctx.db
    .select()
    .from(mails)
    .where(and(eq(mails.id, idOf(payload)), isNull(mails.sentAt)))
  if (!mail) return
  const tried = { attempts: sql`${mails.attempts} + 1` }
  try {
    await deliver({ smtpUrl, from: mailFrom, mail })
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    await ctx.db
      .update(mails)
      .set({ ...tried, error: said.slice(0, 500) })
      .where(eq(mails.id, mail.id))
    throw error
  }
  await ctx.db
    .update(mails)
    .set({ ...tried, sentAt: ctx.now(), error: null, text: '', html: '' })
    .where(eq(mails.id, mail.id))
}

/** Lets those be tried now that somebody wants tried. */
export const mailRetries: Consumer = {
  name: 'mail-retries',
  types: ['mail.retried'],
  handle: async (ctx, events) => {
    for (const event of events) if (event.type === 'mail.retried') await tryNow(ctx, event.data.mailIds)
  },
}

/** By the jobs that wait for them: two jobs of one mail could send it twice. */
async function tryNow(ctx: Ctx, mailIds: readonly number[]): Promise<void> {
  const rows = await ctx.db.execute<{ mailId: number }>(sql`
    with waiting as (
      select j.id, (p.payload ->> 'id')::float8 as mail_id from graphile_worker.jobs j
      join graphile_worker._private_jobs p on p.id = j.id
      where j.task_identifier = 'mail.send' and (p.payload ->> 'id')::bigint = any(${sql.param([...mailIds])}::bigint[])
    ), due as (
      select count(*) from graphile_worker.reschedule_jobs(
        array(select id from waiting), run_at => now(), attempts => 0)
    ) select mail_id as "mailId" from waiting, due`)
  const waiting = new Set(rows.map(({ mailId }) => mailId))
  for (const id of mailIds) if (!waiting.has(id)) await addJob(ctx, 'mail.send', { id }, `mail.send ${id}`)
}

/** How many mails failed and have not gone out since, and what was said of the newest. */
export async function mailTrouble(ctx: Ctx): Promise<{ many: number; last: string | null }> {
  const [row] = await ctx.db
    .select({
      many: sql<number>`count(*)::int`,
      last: sql<string | null>`(array_agg(${mails.error} order by ${mails.id} desc))[1]`,
    })
    .from(mails)
    .where(and(isNull(mails.sentAt), isNotNull(mails.error)))
  return row ?? { many: 0, last: null }
}

/** Forgets mails older than a month. */
export async function forgetOldMails(ctx: Ctx): Promise<void> {
  await ctx.db.delete(mails).where(lt(mails.createdAt, new Date(ctx.now().getTime() - KEPT_MS)))
}

function idOf(payload: unknown): number {
  if (payload !== null && typeof payload === 'object' && 'id' in payload) return Number(payload.id)
  throw new Error('the job mail.send was given no id')
}

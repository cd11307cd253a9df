/**
 * Accepted answers that imports found: their threads become questions that have them, once each. What somebody changes
 * about them here stays, however often the import is run again.
 */
import { type Imported, type PluginCtx, sql } from 'guildhall/plugin'
import { type AnswerRef, KIND, locked, put, settle } from './answers.ts'
import { inSight } from './queries.ts'

/** A thread has the number of its accepted post; or the post itself is marked. */
const SOURCES = ['thread', 'post'] as const
type Source = (typeof SOURCES)[number]

/** Of one look at what was left. */
const BATCH = 200

/** Job `takeUp`, hourly: all that it has not read yet. */
export async function takeUp(ctx: PluginCtx, _payload: unknown, signal: AbortSignal): Promise<void> {
  for (const source of SOURCES) {
    for (let more = true; more && !signal.aborted; ) more = await takeUpSome(ctx, source, signal)
  }
}

/** The next ones. @returns whether there may be more */
async function takeUpSome(ctx: PluginCtx, source: Source, signal: AbortSignal): Promise<boolean> {
  const after = await reached(ctx, source)
  const rows = await ctx.imported(source, 'acceptedAnswer', { after, limit: BATCH })
  const last = rows.at(-1)
  if (!last) return false
  for (const ref of await untaken(ctx, source, rows)) {
    if (signal.aborted) return false
    await takeUpOne(ctx, ref)
  }
  // Not where an import has meanwhile said that there is something to be read before that.
  await ctx.db.execute(sql`
    update plugin_questions.reached set after = ${last.id} where source = ${source} and after = ${after}`)
  return true
}

async function reached(ctx: PluginCtx, source: Source): Promise<number> {
  const [row] = await ctx.db.execute<{ after: number }>(sql`
    insert into plugin_questions.reached as r (source, after) values (${source}, 0)
    on conflict (source) do update set after = r.after returning after::float8 as after`)
  return row?.after ?? 0
}

/** Those of them that are here by now and were not taken up before. */
async function untaken(ctx: PluginCtx, source: Source, rows: readonly Imported[]): Promise<readonly AnswerRef[]> {
  const given = JSON.stringify(rows.map(({ id, value }) => ({ id, number: Number.isInteger(value) ? value : null })))
  const which = source === 'thread' ? sql`p.thread_id = r.id and p.number = r.number` : sql`p.id = r.id`
  return ctx.db.execute<AnswerRef>(sql`
    select p.thread_id::float8 as "threadId", p.id::float8 as "postId"
    from json_to_recordset(${given}::json) r (id bigint, number int) join public.posts p on ${which}
    where p.number > 1 and ${inSight}
      and not exists (select from plugin_questions.taken where thread_id = p.thread_id)
    order by p.thread_id, p.id`)
}

/** Nobody is told: it was so all along. An answer that was accepted here stays. */
const takeUpOne = (ctx: PluginCtx, ref: AnswerRef): Promise<void> =>
  locked(ctx, ref.threadId, async ctx => {
    const [thread] = await ctx.db.execute<{ kind: string; accepted: boolean }>(sql`
      insert into plugin_questions.taken (thread_id) values (${ref.threadId}) on conflict do nothing
      returning (select kind from public.threads where id = ${ref.threadId}) as kind,
        exists (select from plugin_questions.answers where thread_id = ${ref.threadId} and mark = 'accepted') as accepted`)
    if (!thread || thread.accepted || !(thread.kind === KIND || thread.kind === 'thread')) return
    if (thread.kind !== KIND) await ctx.convert(ref.threadId, KIND)
    await put(ctx, ref, 'accepted')
    await settle(ctx, ref.threadId)
    ctx.emit('questions.accepted', ref)
  })

/** These threads have come in, or have grown: what an import said of them is read again. */
export async function readAgain(ctx: PluginCtx, threadIds: readonly number[]): Promise<void> {
  const ids = sql`${sql.param([...threadIds])}::bigint[]`
  await ctx.db.execute(sql`
    update plugin_questions.reached set after = least(after, case source
      when 'thread' then (select min(id) from unnest(${ids}) t (id))
      else (select min(id) from public.posts where thread_id = any(${ids})) end - 1)`)
}

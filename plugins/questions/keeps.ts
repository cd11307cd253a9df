/**
 * What an export of the community takes along: which answers were accepted and verified, who has the same question, and of
 * which threads that was done which is done once. Whether a question is answered, threads say themselves.
 */
import { type KeptRow, type PluginCtx, type PluginKept, sql, takeAll } from 'guildhall/plugin'
import { settle } from './answers.ts'
import { MARKS } from './queries.ts'

/** Rows of one query. */
const MANY = 1000

export const KEEPS: Readonly<Record<string, PluginKept>> = {
  answers: {
    ids: { postId: 'post', threadId: 'thread', memberId: 'member' },
    read: (ctx, take) =>
      takeAll(take, { postId: 0, mark: '' }, after =>
        ctx.db.execute<{ postId: number; mark: string }>(sql`
          select post_id::float8 as "postId", mark, thread_id::float8 as "threadId", by_id::float8 as "memberId",
            to_json(at) as at
          from plugin_questions.answers where (post_id, mark) > (${after.postId}, ${after.mark})
          order by post_id, mark limit ${MANY}`),
      ),
    write: writeAnswers,
  },
  same: {
    ids: { threadId: 'thread', memberId: 'member' },
    read: (ctx, take) =>
      takeAll(take, { threadId: 0, memberId: 0 }, after =>
        ctx.db.execute<{ threadId: number; memberId: number }>(sql`
          select thread_id::float8 as "threadId", member_id::float8 as "memberId" from plugin_questions.same
          where (thread_id, member_id) > (${after.threadId}, ${after.memberId})
          order by thread_id, member_id limit ${MANY}`),
      ),
    write: async (ctx, rows) => {
      await ctx.db.execute(sql`
        insert into plugin_questions.same (thread_id, member_id)
        select "threadId", "memberId" from json_to_recordset(${JSON.stringify(rows)}::json)
          as r ("threadId" bigint, "memberId" bigint)
        where "threadId" is not null and "memberId" is not null on conflict do nothing`)
      await touch(ctx, rows)
    },
  },
  // Without these an asker would be reminded again, and an answer that they no longer accept be taken up again.
  reminded: once('reminded'),
  taken: once('taken'),
}

/** Threads of which something was done that is done once. */
function once(table: 'reminded' | 'taken'): PluginKept {
  const name = sql.raw(`plugin_questions.${table}`)
  return {
    ids: { threadId: 'thread' },
    read: (ctx, take) =>
      takeAll(take, { threadId: 0 }, after =>
        ctx.db.execute<{ threadId: number }>(sql`
          select thread_id::float8 as "threadId" from ${name} where thread_id > ${after.threadId}
          order by thread_id limit ${MANY}`),
      ),
    write: async (ctx, rows) => {
      await ctx.db.execute(sql`
        insert into ${name} (thread_id)
        select "threadId" from json_to_recordset(${JSON.stringify(rows)}::json) as r ("threadId" bigint)
        where "threadId" is not null on conflict do nothing`)
    },
  }
}

/** Marks of replies that are still in their threads; an answer that was accepted here stays. */
async function writeAnswers(ctx: PluginCtx, rows: readonly KeptRow[]): Promise<void> {
  const marks = rows.filter(
    ({ mark, at }) => MARKS.some(one => one === mark) && typeof at === 'string' && !Number.isNaN(Date.parse(at)),
  )
  await touch(ctx, marks)
  await ctx.db.execute(sql`
    insert into plugin_questions.answers (post_id, mark, thread_id, by_id, at)
    select p.id, r.mark, p.thread_id, r."memberId", r.at
    from json_to_recordset(${JSON.stringify(marks)}::json)
        as r ("postId" bigint, mark text, "threadId" bigint, "memberId" bigint, at timestamptz)
      join public.posts p on p.id = r."postId" and p.thread_id = r."threadId" and p.number > 1
    on conflict do nothing`)
  for (const threadId of threadsOf(marks)) await settle(ctx, threadId)
}

/** Their pages show something else now. */
async function touch(ctx: PluginCtx, rows: readonly KeptRow[]): Promise<void> {
  for (const threadId of threadsOf(rows)) await ctx.touchThread(threadId)
}

/** In one order, whoever locks them. */
const threadsOf = (rows: readonly KeptRow[]): number[] =>
  [...new Set(rows.map(({ threadId }) => Number(threadId)).filter(id => id > 0))].sort((a, b) => a - b)

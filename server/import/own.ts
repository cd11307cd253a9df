/** What members have of their own: what they saved, follow, have read and began to write; and what had come in before. */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import type { DraftRecord, FollowRecord, OriginRecord, OwnRecord } from './records.ts'
import type { Settled } from './settled.ts'

const MANY = 1000

/** Brings in all of it that names nothing unknown. What is here already stays. */
export async function bringOwn(ctx: Ctx, settled: Settled, records: AsyncIterable<OwnRecord>): Promise<void> {
  const waiting = new Map<OwnRecord['kind'], Row[]>()
  const write = async (kind: OwnRecord['kind']) => {
    const rows = waiting.get(kind) ?? []
    waiting.delete(kind)
    if (rows.length > 0) await ctx.db.execute(INTO[kind](sql`${JSON.stringify(rows)}::json`))
  }
  for await (const record of records) {
    const row = rowOf(settled, record)
    if (!row) continue
    const rows = waiting.get(record.kind) ?? []
    waiting.set(record.kind, rows)
    if (rows.push(row) >= MANY) await write(record.kind)
  }
  for (const kind of [...waiting.keys()]) await write(kind)
}

type Row = Readonly<Record<string, unknown>>

const INTO: Readonly<Record<OwnRecord['kind'], (rows: SQL) => SQL>> = {
  bookmark: rows => sql`
    insert into bookmarks (member_id, post_id, note, remind_at, created_at)
    select "memberId", "postId", note, "remindAt", "createdAt" from json_to_recordset(${rows})
      as r ("memberId" bigint, "postId" bigint, note text, "remindAt" timestamptz, "createdAt" timestamptz)
    where exists (select from posts where id = r."postId") on conflict do nothing`,
  follow: rows => sql`
    insert into follows (member_id, kind, target_id, level, created_at)
    select "memberId", kind, "targetId", level, "createdAt" from json_to_recordset(${rows})
      as r ("memberId" bigint, kind text, "targetId" bigint, level text, "createdAt" timestamptz) on conflict do nothing`,
  read: rows => sql`
    insert into thread_reads (member_id, thread_id, last_number, read_at)
    select "memberId", "threadId", "lastNumber", "readAt" from json_to_recordset(${rows})
      as r ("memberId" bigint, "threadId" bigint, "lastNumber" int, "readAt" timestamptz)
    where exists (select from threads where id = r."threadId") on conflict do nothing`,
  draft: rows => sql`
    insert into drafts (member_id, key, body, fields, uploads, created_at, updated_at)
    select "memberId", key, body, fields, uploads, "createdAt", "updatedAt" from json_to_recordset(${rows})
      as r ("memberId" bigint, key text, body text, fields jsonb, uploads text[], "createdAt" timestamptz, "updatedAt" timestamptz)
    on conflict do nothing`,
  search: rows => sql`
    insert into saved_searches (member_id, name, query, created_at)
    select "memberId", name, query, "createdAt" from json_to_recordset(${rows})
      as r ("memberId" bigint, name text, query jsonb, "createdAt" timestamptz)
    where not exists (select from saved_searches s where s.member_id = r."memberId" and s.query = r.query)`,
  origin: rows => sql`
    insert into imports (source, kind, source_id, target_id, extra)
    select source, kind, "sourceId", "targetId", extra from json_to_recordset(${rows})
      as r (source text, kind text, "sourceId" text, "targetId" bigint, extra jsonb) on conflict do nothing`,
}

/** The record with our ids; null when something that it names did not come along. */
function rowOf(settled: Settled, record: OwnRecord): Row | null {
  if (record.kind === 'origin') return originRow(settled, record)
  const memberId = settled.people.get(record.memberId)?.id
  if (memberId === undefined) return null
  switch (record.kind) {
    case 'bookmark': {
      const postId = settled.posts.get(record.postId)
      return postId === undefined ? null : { ...record, memberId, postId }
    }
    case 'follow': {
      const targetId = followed(settled, record)
      return targetId === undefined ? null : { ...record, memberId, kind: record.of, targetId }
    }
    case 'read': {
      const threadId = settled.threads.get(record.threadId)
      return threadId === undefined ? null : { ...record, memberId, threadId }
    }
    case 'draft': {
      const key = draftKey(settled, record)
      return key === null ? null : { ...record, memberId, key, fields: draftFields(settled, record) }
    }
    case 'search': {
      const { thread, ...query } = record.query
      if (thread === undefined) return { ...record, memberId }
      const threadId = settled.threads.get(thread)
      return threadId === undefined ? null : { ...record, memberId, query: { ...query, thread: String(threadId) } }
    }
  }
}

function followed({ threads, categories, tags }: Settled, { of, targetId }: FollowRecord): number | undefined {
  if (of === 'thread') return threads.get(targetId)
  return (of === 'category' ? categories : tags).get(targetId)?.id
}

/** `reply-42` names a thread, `edit-77` a post. */
function draftKey({ threads, posts }: Settled, { key }: DraftRecord): string | null {
  const [, what, id = ''] = /^(reply|edit)-(\d+)$/.exec(key) ?? []
  if (what === undefined) return key
  const target = (what === 'reply' ? threads : posts).get(id)
  return target === undefined ? null : `${what}-${target}`
}

function draftFields({ categories, posts }: Settled, { fields }: DraftRecord): Row {
  const { categoryId, replyTo, ...rest } = fields
  const category = categories.get(String(categoryId))?.id
  const answered = posts.get(String(replyTo))
  return {
    ...rest,
    ...(category !== undefined && { categoryId: String(category) }),
    ...(answered !== undefined && { replyTo: String(answered) }),
  }
}

function originRow({ people, categories, threads, posts }: Settled, record: OriginRecord): Row | null {
  const targets: Readonly<Record<string, number | undefined>> = {
    member: people.get(record.targetId)?.id,
    category: categories.get(record.targetId)?.id,
    thread: threads.get(record.targetId),
    post: posts.get(record.targetId),
  }
  const targetId = Object.hasOwn(targets, record.of) ? targets[record.of] : undefined
  return targetId === undefined ? null : { ...record, kind: record.of, targetId }
}

/** The second reading: texts are turned into ours, cooked, and written with their threads, some hundred at a time. */

import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { BulkPost, BulkThread } from '../bulk/rows.ts'
import { writeContents } from '../bulk/write.ts'
import { type Cooked, cookMany } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { PLAIN } from '../core/kinds.ts'
import { partsOf } from '../core/parts.ts'
import { transaction } from '../core/transaction.ts'
import type { Convert } from './adapter.ts'
import { noteExtras } from './places.ts'
import type { PostRecord, ThreadRecord } from './records.ts'
import type { Report } from './report.ts'
import type { Settled } from './settled.ts'

/** Two imports at once would both find a post missing. */
const LOCK = 0x696d_706f
/** Rows of one statement. */
const MANY = 5000
/** Texts turned into ours in one go: some milliseconds, for which whatever else is under way must wait. */
const AT_ONCE = 20

/** A post whose text is ours now. */
export type Ready = {
  readonly record: PostRecord
  readonly id: number
  readonly threadId: number
  readonly authorId: number
  /** The post that it answers. */
  readonly replyToId: number | null
  readonly body: string
}

type Answer = Pick<Ready, 'id' | 'replyToId'>

type Parts = { readonly source: string; readonly settled: Settled; readonly convert: Convert; readonly report: Report }

export class Contents {
  /** Answers to posts that may not have been there when they were written. */
  private readonly answers: Answer[] = []

  constructor(
    private readonly ctx: Ctx,
    private readonly parts: Parts,
  ) {}

  /** Of these posts, those that are not here yet. One query. */
  async missing(records: readonly PostRecord[]): Promise<PostRecord[]> {
    const { posts } = this.parts.settled
    const ids = records.map(({ id }) => posts.get(id) ?? 0)
    const there = await existing(this.ctx, 'posts', ids)
    return records.filter((record, place) => {
      const id = ids[place] ?? 0
      if (there.has(id)) this.answers.push({ id, replyToId: this.answered(record) })
      return !there.has(id)
    })
  }

  /** Turns texts into ours, and counts what that changed. PostgreSQL and the worker are served in between. */
  async convert(records: readonly PostRecord[]): Promise<Ready[]> {
    const ready: Ready[] = []
    for (const some of partsOf(records, AT_ONCE)) {
      ready.push(...this.converted(some))
      await turn()
    }
    return ready
  }

  private converted(records: readonly PostRecord[]): Ready[] {
    const { settled, report, convert } = this.parts
    return records.flatMap(record => {
      const id = settled.posts.get(record.id)
      const threadId = settled.threads.get(record.threadId)
      const author = settled.people.get(record.authorId)
      if (id === undefined || threadId === undefined || author === undefined || !this.place(record.threadId)) {
        report.leaveOut({ kind: 'left-out', why: 'posts whose author, thread or category did not come along' })
        return []
      }
      const body = report.convert(convert(record.text, record.rank))
      return [{ record, id, threadId, authorId: author.id, replyToId: this.answered(record), body }]
    })
  }

  /** Cooks texts. At most two queries. */
  cook = (ready: readonly Ready[]): Promise<Cooked[]> => cookMany(this.ctx, ready)

  /** Writes posts, and those of their threads that are not here yet. One transaction. */
  async write(ready: readonly Ready[], cooked: readonly Cooked[]): Promise<void> {
    if (ready.length === 0) return
    await transaction(this.ctx, async ctx => {
      await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
      const ids = ready.flatMap(({ id, replyToId }) => [id, replyToId ?? 0])
      const there = await existing(ctx, 'posts', ids)
      const standing = await existing(
        ctx,
        'threads',
        ready.map(({ threadId }) => threadId),
      )
      const threads = this.threads(ready.filter(({ threadId }) => !standing.has(threadId)))
      const posts = await this.free(ctx, standing, this.posts(ready, cooked, there))
      await writeContents(ctx, { threads, posts })
      await this.note(ctx, ready)
      this.parts.report.came('threads', threads.length)
      this.parts.report.came('posts', posts.length)
    })
  }

  /** Ties answers to posts that came after them, or that a run that was stopped left untied. */
  async finish(): Promise<void> {
    for (const some of partsOf(this.answers, MANY)) {
      const rows = some.filter(({ replyToId }) => replyToId !== null)
      await this.ctx.db.execute(sql`
        with tied as (
          update posts p set reply_to_id = q.id
          from json_to_recordset(${JSON.stringify(rows)}::json) as r (id bigint, "replyToId" bigint)
            join posts q on q.id = r."replyToId"
          where p.id = r.id and p.reply_to_id is null and q.thread_id = p.thread_id
          returning p.thread_id
        )
        update threads set version = version + 1 where id in (select thread_id from tied)`)
    }
  }

  private answered({ threadId, replyTo }: PostRecord): number | null {
    const { survey, posts } = this.parts.settled
    const sourceId = replyTo === null ? undefined : survey.threads.get(threadId)?.posts.get(replyTo)
    return sourceId === undefined ? null : (posts.get(sourceId) ?? null)
  }

  private threads(ready: readonly Ready[]): BulkThread[] {
    const { tags } = this.parts.settled
    const opened = new Map(ready.map(({ record, threadId }) => [record.threadId, threadId]))
    return [...opened].flatMap(([sourceId, id]) => {
      const place = this.place(sourceId)
      if (!place) return []
      const { record, categoryId, authorId } = place
      const tagIds = new Set((record.tags ?? []).flatMap(name => tags.get(name)?.id ?? []))
      const deletedById = this.person(record.deletedBy)
      return [{ ...factsOf(record), deletedById, id, categoryId, authorId, tagIds: [...tagIds] }]
    })
  }

  /** Where a thread stands and whose it is; null when something of that did not come along. */
  private place(sourceId: string) {
    const { survey, categories, people } = this.parts.settled
    const record = survey.threads.get(sourceId)
    const category = record && categories.get(record.categoryId)
    const author = record && people.get(record.authorId)
    return category && author ? { record, categoryId: category.id, authorId: author.id } : null
  }

  /** Those that are not there yet; what they answer is tied at once where it is there, or comes along. */
  private posts(ready: readonly Ready[], cooked: readonly Cooked[], there: ReadonlySet<number>): BulkPost[] {
    const coming = new Set(ready.map(({ id }) => id))
    return ready.flatMap((one, place) => {
      const dish = cooked[place]
      if (!dish || there.has(one.id)) return []
      const { id, replyToId } = one
      const tied = replyToId !== null && (there.has(replyToId) || coming.has(replyToId))
      if (replyToId !== null && !tied) this.answers.push({ id, replyToId })
      return [this.post(one, dish, tied)]
    })
  }

  // Each property by its name: spreading objects into each other took as long as cooking their texts.
  private post({ record, id, threadId, authorId, replyToId, body }: Ready, dish: Cooked, tied: boolean): BulkPost {
    const { html, excerpt, mentions, links, uploadIds } = dish
    const { number, createdAt, version = 1, editedAt = null, editReason = '', wiki = false, tallies } = record
    const { hiddenAt = null, deletedAt = null, deletedBy, deleteReason = '' } = record
    return {
      id,
      threadId,
      number,
      authorId,
      replyToId: tied ? replyToId : null,
      body,
      html,
      excerpt,
      cookedVersion: dish.version,
      mentions,
      links,
      uploadIds,
      createdAt,
      version,
      editedAt,
      editorId: this.person(record.editorId),
      editReason,
      wiki,
      hiddenAt,
      deletedAt,
      deletedById: this.person(deletedBy),
      deleteReason,
      tallies,
      reactions: this.reactions(record),
      history: this.history(record),
    }
  }

  private reactions({ reactions = [] }: PostRecord) {
    return reactions.flatMap(({ memberId, key, at }) => {
      const id = this.person(memberId)
      return id === null ? [] : [{ memberId: id, key, at }]
    })
  }

  private history({ history = [], rank }: PostRecord) {
    return history.flatMap(({ editorId, body, ...rest }) => {
      const id = this.person(editorId)
      return id === null ? [] : [{ ...rest, editorId: id, body: this.parts.convert(body, rank).markdown }]
    })
  }

  private person(sourceId: string | null | undefined): number | null {
    return sourceId ? (this.parts.settled.people.get(sourceId)?.id ?? null) : null
  }

  /** Without those whose number somebody has taken who wrote here meanwhile. */
  private async free(
    ctx: Ctx,
    standing: ReadonlySet<number>,
    posts: readonly BulkPost[],
  ): Promise<readonly BulkPost[]> {
    const joining = posts.filter(({ threadId }) => standing.has(threadId))
    if (joining.length === 0) return posts
    const rows = await ctx.db.execute<{ id: number }>(sql`
      select r.id::float8 as id
      from json_to_recordset(${JSON.stringify(joining.map(({ id, threadId, number }) => ({ id, threadId, number })))}::json)
        as r (id bigint, "threadId" bigint, number int)
      join posts p on p.thread_id = r."threadId" and p.number = r.number`)
    const taken = new Set(rows.map(({ id }) => id))
    for (const _ of taken)
      this.parts.report.leaveOut({ kind: 'left-out', why: 'posts whose number has been taken here meanwhile' })
    // What answered one of them answers nothing.
    return posts.flatMap(post => {
      if (taken.has(post.id)) return []
      return post.replyToId !== null && taken.has(post.replyToId) ? [{ ...post, replyToId: null }] : [post]
    })
  }

  private async note(ctx: Ctx, ready: readonly Ready[]): Promise<void> {
    const { source, settled } = this.parts
    const posts = ready.flatMap(({ record: { id, extra } }) => (extra ? [{ sourceId: id, extra }] : []))
    const threads = [...new Set(ready.map(({ record }) => record.threadId))].flatMap(sourceId => {
      const extra = settled.survey.threads.get(sourceId)?.extra
      return extra ? [{ sourceId, extra }] : []
    })
    await noteExtras(ctx, source, 'post', posts)
    await noteExtras(ctx, source, 'thread', threads)
  }
}

async function existing(ctx: Ctx, table: 'posts' | 'threads', ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select id::float8 as id from ${sql.raw(table)} where ${oneOf(sql`id`, ids)}`)
  return new Set(rows.map(({ id }) => id))
}

const factsOf = (record: ThreadRecord) => {
  const { title, createdAt, viewCount = 0, pinned = false, lockedAt = null, sort: kind = PLAIN } = record
  const { hiddenAt = null, deletedAt = null, deleteReason = '', status = '', fields = {} } = record
  return { title, createdAt, viewCount, pinned, lockedAt, kind, status, fields, hiddenAt, deletedAt, deleteReason }
}

/** Who is told of a post: those it mentions, quotes and answers, and those who follow where it was written. */
import { sql } from 'drizzle-orm'
import {
  categories,
  follows,
  groupMembers,
  members,
  notifications,
  postLinks,
  postMentions,
  posts,
  threadReads,
  threads,
  threadTags,
} from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { canViewPost } from '../posts/policy.ts'
import { levelSql } from '../threads/follow-level.ts'
import { REASONS, type Reason } from './kinds.ts'
import { isOpen, type PostRow, postRows, recipients } from './recipients.ts'
import { recountWhere, type ToldPost, type ToldReplies, type Written, writePosts, writeReplies } from './rows.ts'

/** A post that may be news, and the event that says so. */
export type News = {
  readonly postId: number
  readonly position: number
  readonly at: Date
  /** Who wrote or changed it: never told. */
  readonly actorId: number | null
  /** An edit tells those whom it mentions and nobody else. */
  readonly mentionsOnly: boolean
  /** It was gone and has been put back. What was read of it is kept (see take-back.ts): who has no row has not read it. */
  readonly isBack: boolean
}

type Item = News & { readonly post: PostRow }

const DAY_MS = 24 * 60 * 60 * 1000

/** What is older is never told: rows as old may have been forgotten, and would be told twice. */
export const horizon = (ctx: Ctx): Date =>
  new Date(ctx.now().getTime() - ctx.setting('notifications.keepDays') * DAY_MS)

/** Tells everybody whom these posts concern. The same few queries, however many posts and people. */
export async function tellPosts(ctx: Ctx, news: readonly News[]): Promise<void> {
  const known = await postRows(
    ctx,
    news.map(one => one.postId),
  )
  const since = horizon(ctx)
  const items = news.flatMap((one): Item[] => {
    const post = known.get(one.postId)
    return post && isOpen(post) && post.createdAt > since ? [{ ...one, post }] : []
  })
  if (items.length === 0) return
  const candidates = await findCandidates(ctx, items)
  const followers = await findFollowers(ctx, items)
  const mayHear = await hearing(ctx, [...candidates, ...followers])
  const posts = await strongest(ctx, items, candidates, mayHear)
  const written = await writePosts(ctx, [...posts.values()])
  await leaveGroups(ctx, items, written)
  await writeReplies(
    ctx,
    spans(items, followers, (memberId, item) => {
      const { post } = item
      return !posts.has(keyOf(memberId, post.id)) && mayHear(memberId, reasonOf(memberId, post), post)
    }),
  )
}

type MayHear = (memberId: number, reason: Reason, ...seen: readonly PostRow[]) => boolean

/** Whether somebody wants to hear for that reason, and may: they see all these posts. One query. */
async function hearing(ctx: Ctx, asked: readonly { readonly memberId: number }[]): Promise<MayHear> {
  const tree = ctx.read(categoryTree)
  const people = await recipients(
    ctx,
    asked.map(one => one.memberId),
  )
  return (memberId, reason, ...seen) => {
    const person = people.get(memberId)
    return (
      person !== undefined && !person.quiet.has(reason) && seen.every(post => canViewPost(tree, person.actor, post))
    )
  }
}

const keyOf = (memberId: number, postId: number): string => `${memberId} ${postId}`

/** Each person's strongest reason for each post. */
async function strongest(ctx: Ctx, items: readonly Item[], candidates: readonly Candidate[], mayHear: MayHear) {
  const told = new Map<string, ToldPost>()
  const byPost = new Map(items.map(one => [one.postId, one]))
  // Who quotes a post by its number does not thereby tell its author that it is there.
  const quoted = await postRows(
    ctx,
    candidates.flatMap(one => one.quotedId ?? []),
  )
  for (const { postId, memberId, reason, quotedId, mark } of candidates) {
    const item = byPost.get(postId)
    const source = quotedId === null ? item?.post : quoted.get(quotedId)
    if (!item || !source || memberId === item.actorId || !mayHear(memberId, reason, item.post, source)) continue
    const key = keyOf(memberId, postId)
    const before = told.get(key)
    if (before && REASONS.indexOf(before.kind) <= REASONS.indexOf(reason)) continue
    const { position, at, post } = item
    told.set(key, {
      memberId,
      kind: reason,
      threadId: post.threadId,
      postId,
      lastNumber: post.number,
      actorId: post.authorId,
      position,
      at,
      isRead: !item.mentionsOnly && !item.isBack && mark >= post.number,
    })
  }
  return told
}

/** A post that an edit made a mention of somebody is told as that, and no longer among a thread's new replies. */
async function leaveGroups(ctx: Ctx, items: readonly Item[], written: readonly Written[]): Promise<void> {
  const edited = new Set(items.filter(one => one.mentionsOnly).map(one => one.postId))
  const moved = written.filter(one => edited.has(one.postId))
  if (moved.length === 0) return
  await recountWhere(
    ctx,
    sql`(n.member_id, n.thread_id) in (select r."memberId", r."threadId"
      from json_to_recordset(${JSON.stringify(moved)}::json) as r("memberId" bigint, "threadId" bigint))`,
  )
}

/** For each follower and thread, the replies that they hear of now. */
function spans(
  items: readonly Item[],
  followers: readonly Follower[],
  hears: (memberId: number, item: Item) => boolean,
): ToldReplies[] {
  const replies = items.filter(one => !one.mentionsOnly && one.post.number > 1)
  return followers.flatMap(({ memberId, threadId, since, knownTo }) => {
    const heard = replies.filter(
      item =>
        item.post.threadId === threadId &&
        item.post.number > knownTo &&
        item.post.createdAt >= since &&
        memberId !== item.post.authorId &&
        memberId !== item.actorId &&
        hears(memberId, item),
    )
    return spanOf(memberId, heard) ?? []
  })
}

/** Whoever began a thread is told of answers; others that it goes on. */
const reasonOf = (memberId: number, post: PostRow): Reason => (post.thread.authorId === memberId ? 'reply' : 'thread')

/** One row for all the replies that a follower hears of now. */
function spanOf(memberId: number, heard: readonly Item[]): ToldReplies | null {
  const [first, ...rest] = heard.toSorted((a, b) => a.post.number - b.post.number)
  if (!first) return null
  const last = rest.at(-1) ?? first
  const newest = heard.reduce((a, b) => (a.position > b.position ? a : b))
  return {
    memberId,
    kind: reasonOf(memberId, first.post),
    threadId: first.post.threadId,
    postId: first.postId,
    lastNumber: last.post.number,
    position: newest.position,
    at: newest.at,
  }
}

type Candidate = {
  readonly postId: number
  readonly memberId: number
  readonly reason: Reason
  /** Of a quote: the post that is quoted. */
  readonly quotedId: number | null
  /** How far they have read the thread. */
  readonly mark: number
}

/** What the found person said of the post's thread. */
const level = levelSql(sql`f.member_id`, { threadId: sql`n.thread_id`, categoryId: sql`n.category_id` })

/** Whom each post itself concerns; not its author, nor who muted the place. Of a large group those seen last. */
async function findCandidates(ctx: Ctx, items: readonly Item[]): Promise<Candidate[]> {
  const ids = items.map(one => one.postId)
  const fresh = items.filter(one => !one.mentionsOnly).map(one => one.postId)
  const rows = await ctx.db.execute<Candidate>(sql`
    with recursive news as (
      select p.id, p.thread_id, p.number, p.author_id, p.reply_to_id, p.created_at, t.category_id, ${oneOf(sql`p.id`, fresh)} as fresh
      from ${posts} p join ${threads} t on t.id = p.thread_id where ${oneOf(sql`p.id`, ids)}),
    begun (id, created_at, category_id, parent_id) as (
      select n.id, n.created_at, c.id, c.parent_id from news n join ${categories} c on c.id = n.category_id
      where n.fresh and n.number = 1
      union
      select b.id, b.created_at, c.id, c.parent_id from begun b join ${categories} c on c.id = b.parent_id),
    found (id, member_id, reason, quoted_id) as (
      select n.id, m.target_id, 'mention', null::bigint
      from news n join ${postMentions} m on m.post_id = n.id and m.kind = 'member'
      union all
      select n.id, one.member_id, 'mention', null
      from news n join ${postMentions} m on m.post_id = n.id and m.kind = 'group'
      cross join lateral (
        select g.member_id from ${groupMembers} g join ${members} x on x.id = g.member_id
        where g.group_id = m.target_id order by x.last_seen_at desc, x.id limit ${ctx.setting('notifications.groupLimit')}) one
      union all
      select n.id, q.author_id, 'quote', q.id
      from news n join ${postLinks} l on l.post_id = n.id and l.kind = 'quote'
      join ${posts} q on q.thread_id = l.thread_id and q.number = l.post_number
      where n.fresh
      union all
      select n.id, a.author_id, 'reply', null from news n join ${posts} a on a.id = n.reply_to_id where n.fresh
      union all
      select b.id, f.member_id, 'thread', null
      from begun b join ${follows} f on f.kind = 'category' and f.target_id = b.category_id and f.level = 'follow'
      where b.created_at >= f.created_at
      union all
      select n.id, f.member_id, 'thread', null
      from news n join ${threadTags} g on g.thread_id = n.thread_id
      join ${follows} f on f.kind = 'tag' and f.target_id = g.tag_id and f.level = 'follow'
      where n.fresh and n.number = 1 and n.created_at >= f.created_at)
    select f.id::float8 as "postId", f.member_id::float8 as "memberId", f.reason, f.quoted_id::float8 as "quotedId",
      coalesce(mark.last_number, 0) as mark
    from found f join news n on n.id = f.id
    left join ${threadReads} mark on mark.member_id = f.member_id and mark.thread_id = n.thread_id
    where f.member_id <> n.author_id and ${level} is distinct from 'mute'`)
  return [...rows]
}

type Follower = {
  readonly memberId: number
  readonly threadId: number
  /** They hear of what came since. */
  readonly since: Date
  /** The last reply that they have read, or were told of and have put aside. */
  readonly knownTo: number
}

/** Who follows the threads that have new replies. */
async function findFollowers(ctx: Ctx, items: readonly Item[]): Promise<Follower[]> {
  const threadIds = new Set(items.filter(one => !one.mentionsOnly && one.post.number > 1).map(one => one.post.threadId))
  if (threadIds.size === 0) return []
  const rows = await ctx.db.execute<Follower>(sql`
    select f.member_id::float8 as "memberId", f.target_id::float8 as "threadId", f.created_at as since,
      greatest(coalesce(mark.last_number, 0), coalesce((
        select max(n.last_number) from ${notifications} n
        where n.member_id = f.member_id and n.group_key = 'thread-' || f.target_id and n.read_at is not null), 0)) as "knownTo"
    from ${follows} f
    left join ${threadReads} mark on mark.member_id = f.member_id and mark.thread_id = f.target_id
    where f.kind = 'thread' and f.level = 'follow' and ${oneOf(sql`f.target_id`, [...threadIds])}`)
  return [...rows].map(row => ({ ...row, since: new Date(row.since) }))
}

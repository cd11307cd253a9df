/** What somebody who writes may mean: people, groups, tags, and threads that say the same already. */
import { and, asc, desc, eq, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { groups, members, posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { avatarUrl } from '../core/http/schemas.ts'
import { consume } from '../core/limits.ts'
import { authorize, can } from '../core/permissions.ts'
import { visiblePosts } from '../posts/policy.ts'
import * as tags from '../tags/queries.ts'
import { visibleThreads } from '../threads/policy.ts'

export type Completion = { readonly name: string; readonly label: string; readonly avatarUrl: string | null }

export type SimilarThread = {
  readonly id: number
  readonly slug: string
  readonly title: string
  readonly categoryId: number
  readonly replyCount: number
}

const MOST = 8
const MOST_SIMILAR = 5
/** With fewer letters everything is like everything. */
const SHORTEST_TITLE = 4
/** A shorter one is not nearly a whole title: only as a part of titles is it looked for. */
const WHOLE_TITLE = 16
/** How far back in a thread its people are looked for, and how many of them: those who wrote last. */
const RECENT_POSTS = 300
const MOST_NEAR = 60
const PER_MINUTE = 240

type Begun = { readonly q: string; readonly threadId: number | null }

/**
 * Members whose name or display name begins so, the people of the thread first; with nothing typed, those alone. Whoever
 * is suspended is left out. Two queries.
 * @throws NotSignedIn, Forbidden, RateLimited
 */
export async function completeMembers(ctx: Ctx, { q, threadId }: Begun): Promise<Completion[]> {
  const self = await mayAsk(ctx)
  authorize(ctx, 'member.list', null)
  if (q === '' && threadId === null) return []
  const start = prefix(q)
  // Along the index from the thread's end: of a long thread the planner would rather sort all posts by their authors.
  const recent = ctx.db
    .select({ authorId: posts.authorId, number: posts.number })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(and(eq(posts.threadId, threadId ?? 0), visiblePosts(ctx.read(categoryTree), ctx.actor)))
    .orderBy(desc(posts.number))
    .limit(RECENT_POSTS)
    .as('recent')
  const near = ctx.db
    .select({ authorId: recent.authorId, last: sql<number>`max(${recent.number})`.as('last_post') })
    .from(recent)
    .groupBy(recent.authorId)
    .orderBy(sql`last_post desc`)
    .limit(MOST_NEAR)
    .as('near')
  const begins = or(sql`lower(${members.name}) like ${start}`, sql`lower(${members.displayName}) like ${start}`)
  const free = or(isNull(members.suspendedUntil), sql`${members.suspendedUntil} <= ${ctx.now().toISOString()}`)
  const rows = await ctx.db
    .select({
      name: members.name,
      label: sql<string>`coalesce(${members.displayName}, ${members.name})`,
      avatar: members.avatarKey,
    })
    .from(members)
    .leftJoin(near, eq(near.authorId, members.id))
    .where(and(ne(members.id, self), isNull(members.erasedAt), free, q === '' ? sql`${near.last} is not null` : begins))
    .orderBy(sql`${near.last} desc nulls last`, desc(members.lastSeenAt), asc(members.id))
    .limit(MOST)
  return rows.map(({ avatar, ...row }) => ({ ...row, avatarUrl: avatarUrl(avatar) }))
}

/** Groups that the actor may call. Two queries. */
export async function completeGroups(ctx: Ctx, { q }: Pick<Begun, 'q'>): Promise<Completion[]> {
  await mayAsk(ctx)
  if (!can(ctx, 'group.mention', null)) return []
  const start = prefix(q)
  const rows = await ctx.db
    .select({ name: groups.slug, label: groups.name })
    .from(groups)
    .where(and(groups.mentionable, or(sql`${groups.slug} like ${start}`, sql`lower(${groups.name}) like ${start}`)))
    .orderBy(asc(groups.slug))
    .limit(MOST)
  return rows.map(row => ({ ...row, avatarUrl: null }))
}

/** Tags in sight, most used first. Two queries. */
export async function completeTags(ctx: Ctx, { q }: Pick<Begun, 'q'>): Promise<Completion[]> {
  await mayAsk(ctx)
  const { items } = await tags.list(ctx, { q, limit: MOST })
  return items.map(({ slug, name }) => ({ name: slug, label: name, avatarUrl: null }))
}

/** Threads in sight whose titles say much the same, the likest first. Two queries. @throws NotSignedIn, RateLimited */
export async function similarThreads(ctx: Ctx, title: string): Promise<SimilarThread[]> {
  await mayAsk(ctx)
  const asked = title.trim().toLowerCase()
  if (asked.length < SHORTEST_TITLE) return []
  const other = sql`lower(${threads.title})`
  // Like the whole title, or like some words of it: one types a title from its beginning.
  const alike: SQL =
    asked.length < WHOLE_TITLE ? sql`${other} %> ${asked}` : sql`(${other} % ${asked} or ${other} %> ${asked})`
  const likeness = sql`greatest(similarity(${other}, ${asked}), word_similarity(${asked}, ${other}))`
  const { id, slug, categoryId, replyCount } = threads
  return ctx.db
    .select({ id, slug, title: threads.title, categoryId, replyCount })
    .from(threads)
    .where(and(alike, visibleThreads(ctx.read(categoryTree), ctx.actor)))
    .orderBy(sql`${likeness} desc`, desc(threads.bumpedAt), desc(threads.id))
    .limit(MOST_SIMILAR)
}

/** Every keystroke may ask. @returns the member's id */
async function mayAsk(ctx: Ctx): Promise<number> {
  const { id } = ctx.actor
  if (id === null) throw new NotSignedIn()
  await consume(ctx, { key: `completion:${id}`, limit: PER_MINUTE, seconds: 60 })
  return id
}

const prefix = (q: string): string =>
  `${q
    .trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, '\\$&')}%`

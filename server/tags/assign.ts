/**
 * Gives threads their tags. Which thread it is and who may change it is the business of its caller; what a name means and
 * who may make a new one is decided here.
 */
import { and, asc, count, eq, gt, inArray, sql } from 'drizzle-orm'
import { tagCounts, tags, threadTags } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, RateLimited } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { can } from '../core/permissions.ts'
import { keepShape } from './lock.ts'
import { normaliseTag, problemWithTag, slugOfTag } from './names.ts'
import { seen } from './queries.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A tag is there. */
    'tag.created': { readonly tagId: number }
    /** Ids of tags that a thread was given and that it lost. */
    'thread.tagged': {
      readonly threadId: number
      readonly categoryId: number
      readonly added: readonly number[]
      readonly removed: readonly number[]
    }
  }
}

/** The names of a thread's tags as they are stored. */
export async function namesOn(ctx: Ctx, threadId: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ name: tags.name })
    .from(threadTags)
    .innerJoin(tags, eq(tags.id, threadTags.tagId))
    .where(eq(threadTags.threadId, threadId))
  return rows.map(row => row.name)
}

type Tagged = {
  readonly threadId: number
  readonly categoryId: number
  /** All that it shall have, as they were typed. */
  readonly names: readonly string[]
}

const HOUR_MS = 60 * 60 * 1000

/**
 * Gives a thread these tags and no others, in the surrounding transaction, which holds the thread's lock.
 * @throws Invalid at `tags` for a name that cannot be one, an unknown one without `tag.create`, or too many; RateLimited
 * @returns whether anything changed
 */
export async function assign(ctx: Ctx, { threadId, categoryId, names }: Tagged): Promise<boolean> {
  const wanted = checked(ctx, names)
  await keepShape(ctx)
  const before = await ctx.db
    .select({ id: threadTags.tagId })
    .from(threadTags)
    .where(eq(threadTags.threadId, threadId))
    .orderBy(asc(threadTags.tagId))
  const had = new Set(before.map(row => row.id))
  const ids = await resolve(ctx, wanted, had)
  const added = [...ids].filter(id => !had.has(id))
  const removed = [...had].filter(id => !ids.has(id))
  if (added.length + removed.length === 0) return false
  if (ids.size > ctx.setting('tags.perThread') && added.length > 0) throw tooMany(ctx)
  for (const tagId of removed) await take(ctx, { threadId, tagId })
  if (added.length > 0) await ctx.db.insert(threadTags).values(added.map(tagId => ({ threadId, tagId })))
  emit(ctx, 'thread.tagged', { threadId, categoryId, added, removed })
  return true
}

/** Names by their slugs. @throws Invalid for the first that cannot be a tag's */
function checked(ctx: Ctx, names: readonly string[]): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>()
  for (const name of names.map(normaliseTag)) {
    const problem = problemWithTag(name)
    if (problem) throw new Invalid({ tags: problem })
    const slug = slugOfTag(name)
    if (!wanted.has(slug)) wanted.set(slug, name)
  }
  // Synonyms of one tag may make them fewer; so many are not even looked up.
  if (wanted.size > 2 * Math.max(ctx.setting('tags.perThread'), 5)) throw tooMany(ctx)
  return wanted
}

const tooMany = (ctx: Ctx) =>
  new Invalid({ tags: { key: 'tag.error.tooMany', values: { max: ctx.setting('tags.perThread') } } })

/**
 * Ids of the tags with these slugs; those that are not there yet are made. Whoever may not make any is told the same of
 * a tag that is out of their sight as of one that does not exist.
 */
async function resolve(
  ctx: Ctx,
  wanted: ReadonlyMap<string, string>,
  had: ReadonlySet<number>,
): Promise<ReadonlySet<number>> {
  if (wanted.size === 0) return new Set()
  const rows = await ctx.db
    .select({ slug: tags.slug, id: sql<number>`coalesce(${tags.synonymOfId}, ${tags.id})::float8` })
    .from(tags)
    .where(inArray(tags.slug, [...wanted.keys()]))
  const ids = new Map(rows.map(row => [row.slug, row.id]))
  if (!can(ctx, 'tag.create', null)) {
    const foreign = [...ids.values()].filter(id => !had.has(id))
    const known = foreign.length > 0 ? await seen(ctx, foreign) : new Set()
    for (const [slug, id] of ids) if (!had.has(id) && !known.has(id)) ids.delete(slug)
  }
  const unknown = new Map([...wanted].filter(([slug]) => !ids.has(slug)))
  const made = unknown.size > 0 ? await make(ctx, unknown) : []
  return new Set([...ids.values(), ...made])
}

/** Makes tags of names that nobody has used yet. */
async function make(ctx: Ctx, names: ReadonlyMap<string, string>): Promise<number[]> {
  if (!can(ctx, 'tag.create', null)) {
    const named = [...names.values()].join(', ')
    throw new Invalid({ tags: { key: 'tag.error.unknown', values: { names: named, count: names.size } } })
  }
  await checkPace(ctx, names.size)
  // In one order for all, so that two writers who make the same tags wait for each other and not in a ring.
  const slugs = [...names.keys()].sort()
  const made = await ctx.db
    .insert(tags)
    .values(
      slugs.map(slug => ({ slug, name: names.get(slug) ?? slug, createdById: ctx.actor.id, createdAt: ctx.now() })),
    )
    .onConflictDoNothing()
    .returning({ id: tags.id })
  for (const { id } of made) emit(ctx, 'tag.created', { tagId: id })
  if (made.length === slugs.length) return made.map(row => row.id)
  // Somebody else made one meanwhile: theirs is this one.
  const rows = await ctx.db.select({ id: tags.id }).from(tags).where(inArray(tags.slug, slugs))
  return rows.map(row => row.id)
}

/** Counted from the rows and not by `consume`: only in the transaction is it known that a tag is new. */
async function checkPace(ctx: Ctx, more: number): Promise<void> {
  const memberId = ctx.actor.id
  if (memberId === null || !ctx.host.env.limits) return
  const since = new Date(ctx.now().getTime() - HOUR_MS)
  const [row] = await ctx.db
    .select({ made: count() })
    .from(tags)
    .where(and(eq(tags.createdById, memberId), gt(tags.createdAt, since)))
  if ((row?.made ?? 0) + more > ctx.setting('tags.newPerHour')) throw new RateLimited(HOUR_MS / 1000)
}

/** Takes a tag from a thread, and the thread out of the tag's count if it is in one. */
async function take(ctx: Ctx, { threadId, tagId }: { threadId: number; tagId: number }): Promise<void> {
  const [taken] = await ctx.db
    .delete(threadTags)
    .where(and(eq(threadTags.threadId, threadId), eq(threadTags.tagId, tagId)))
    .returning({ countedInId: threadTags.countedInId })
  if (!taken?.countedInId) return
  await ctx.db
    .update(tagCounts)
    .set({ threads: sql`${tagCounts.threads} - 1` })
    .where(and(eq(tagCounts.tagId, tagId), eq(tagCounts.categoryId, taken.countedInId)))
}

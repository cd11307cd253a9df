/** Verbs of those who keep the tags. Each changes the shape of all tags, so they come one after the other (lock.ts). */
import { and, eq, or, sql } from 'drizzle-orm'
import { tags } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { changeShape } from './lock.ts'
import { normaliseTag, problemWithTag, slugOfTag } from './names.ts'
import { get, named, seen, type TagRow } from './queries.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Its name, its address, its description or its synonyms. */
    'tag.changed': { readonly tagId: number }
    /** It is a synonym of the other now, which has its threads. */
    'tag.merged': { readonly tagId: number; readonly intoId: number }
    /** A tag is gone from all threads. */
    'tag.removed': { readonly tagId: number }
  }
}

declare module '../core/permissions.ts' {
  interface Permissions {
    /** Give a thread a tag that is not there yet. */
    'tag.create': null
    /** Describe, rename, merge and delete tags, of those in sight. */
    'tag.manage': null
  }
}

/**
 * Makes a tag to be used: all see it from now on, used or not.
 * @throws Invalid for a name that cannot be one, or that a tag in sight has
 */
export async function create(
  ctx: Ctx,
  { name, description = '' }: { name: string; description?: string | undefined },
): Promise<{ id: number }> {
  authorize(ctx, 'tag.manage', null)
  const wanted = checked(name)
  return transaction(ctx, async ctx => {
    await changeShape(ctx)
    const there = await bearer(ctx, wanted.slug)
    if (there && (await seen(ctx, [there.synonymOfId ?? there.id])).size > 0) throw taken(wanted.name)
    // One that is only used out of the actor's sight is none to them: they get it, and are not told.
    const set = { ...wanted, description: description.trim(), listed: true, synonymOfId: null }
    const [tag] = await ctx.db
      .insert(tags)
      .values({ ...set, createdById: ctx.actor.id, createdAt: ctx.now() })
      .onConflictDoUpdate({ target: tags.slug, set })
      .returning({ id: tags.id })
    if (!tag) throw new Error('a tag was not inserted')
    await audit(ctx, { act: 'tag.create', targetType: 'tag', targetId: tag.id, data: wanted })
    emit(ctx, 'tag.created', { tagId: tag.id })
    return tag
  })
}

export type TagChange = {
  readonly id: number
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly listed?: boolean | undefined
}

/**
 * Changes what is given. Its former name, if it led to another address, stays as a synonym.
 * @throws NotFound, Invalid for a name that cannot be one, or that another tag has
 */
export async function change(ctx: Ctx, { id, name, description, listed }: TagChange): Promise<void> {
  const renamed = name === undefined ? undefined : checked(name)
  await keeping(ctx, id, async (ctx, tag) => {
    if (renamed && renamed.slug !== tag.slug) await readdress(ctx, tag, renamed)
    const set = {
      ...renamed,
      ...(description !== undefined && { description: description.trim() }),
      ...(listed !== undefined && { listed }),
    }
    await ctx.db.update(tags).set(set).where(eq(tags.id, id))
    await audit(ctx, { act: 'tag.change', targetType: 'tag', targetId: id, data: { from: tag.name, ...set } })
    emit(ctx, 'tag.changed', { tagId: id })
  })
}

/** Makes another name mean this tag. @throws NotFound, Invalid for a name that is in use: two tags are merged instead */
export async function addSynonym(ctx: Ctx, { id, name }: { id: number; name: string }): Promise<{ id: number }> {
  const wanted = checked(name)
  return keeping(ctx, id, async ctx => {
    if (await bearer(ctx, wanted.slug)) throw taken(wanted.name)
    await ctx.db.insert(tags).values({ ...wanted, synonymOfId: id, createdById: ctx.actor.id, createdAt: ctx.now() })
    await audit(ctx, { act: 'tag.addSynonym', targetType: 'tag', targetId: id, data: wanted })
    emit(ctx, 'tag.changed', { tagId: id })
    return { id }
  })
}

/** Lets a name go: it means nothing any more. @throws NotFound */
export async function removeSynonym(ctx: Ctx, { id, slug }: { id: number; slug: string }): Promise<void> {
  await keeping(ctx, id, async ctx => {
    const [gone] = await ctx.db
      .delete(tags)
      .where(and(eq(tags.slug, slug), eq(tags.synonymOfId, id)))
      .returning({ name: tags.name })
    if (!gone) throw new NotFound()
    await audit(ctx, { act: 'tag.removeSynonym', targetType: 'tag', targetId: id, data: { slug, name: gone.name } })
    emit(ctx, 'tag.changed', { tagId: id })
  })
}

/** Makes a tag a synonym of another, which gets its threads and its synonyms. @returns that one @throws NotFound, Invalid at `into` */
export async function merge(ctx: Ctx, { id, into: name }: { id: number; into: string }): Promise<{ id: number }> {
  return keeping(ctx, id, async (ctx, tag) => {
    const into = await named(ctx, name, 'into')
    const intoId = into.id
    if (intoId === id) throw new Invalid({ into: { key: 'tag.error.itself' } })
    await ctx.db.execute(sql`
      delete from thread_tags given using thread_tags other
      where given.tag_id = ${id} and other.tag_id = ${intoId} and other.thread_id = given.thread_id`)
    await ctx.db.execute(sql`update thread_tags set tag_id = ${intoId} where tag_id = ${id}`)
    await ctx.db.execute(sql`delete from tag_counts where tag_id in (${id}, ${intoId})`)
    await ctx.db.execute(sql`
      insert into tag_counts (tag_id, category_id, threads)
      select tag_id, counted_in_id, count(*) from thread_tags
      where tag_id = ${intoId} and counted_in_id is not null group by tag_id, counted_in_id`)
    await ctx.db
      .update(tags)
      .set({ synonymOfId: intoId, listed: false, description: '' })
      .where(or(eq(tags.id, id), eq(tags.synonymOfId, id)))
    await audit(ctx, { act: 'tag.merge', targetType: 'tag', targetId: id, data: { name: tag.name, into: into.name } })
    emit(ctx, 'tag.merged', { tagId: id, intoId })
    return { id: intoId }
  })
}

/** Takes a tag and its synonyms away, from all threads too. @throws NotFound */
export async function remove(ctx: Ctx, { id }: { id: number }): Promise<void> {
  await keeping(ctx, id, async (ctx, { name, slug }) => {
    await ctx.db.delete(tags).where(eq(tags.id, id))
    await audit(ctx, { act: 'tag.remove', targetType: 'tag', targetId: id, data: { name, slug } })
    emit(ctx, 'tag.removed', { tagId: id })
  })
}

/** Does something to a tag in sight, alone. */
function keeping<T extends { readonly id: number } | undefined | void>(
  ctx: Ctx,
  id: number,
  work: (ctx: Ctx, tag: TagRow) => Promise<T>,
): Promise<T> {
  authorize(ctx, 'tag.manage', null)
  return transaction(ctx, async ctx => {
    await changeShape(ctx)
    return work(ctx, await get(ctx, id))
  })
}

/** Gives a tag another address, and leaves the old one as a synonym. */
async function readdress(ctx: Ctx, tag: TagRow, wanted: { name: string; slug: string }): Promise<void> {
  const there = await bearer(ctx, wanted.slug)
  if (there && there.synonymOfId !== tag.id) throw taken(wanted.name)
  if (there) await ctx.db.delete(tags).where(eq(tags.id, there.id))
  await ctx.db.update(tags).set(wanted).where(eq(tags.id, tag.id))
  const old = { slug: tag.slug, name: tag.name, synonymOfId: tag.id }
  await ctx.db.insert(tags).values({ ...old, createdById: ctx.actor.id, createdAt: ctx.now() })
}

/** Who has this slug: a tag or a synonym. */
async function bearer(ctx: Ctx, slug: string) {
  const [row] = await ctx.db.select().from(tags).where(eq(tags.slug, slug))
  return row
}

/** @throws Invalid at `name` */
function checked(name: string): { name: string; slug: string } {
  const normal = normaliseTag(name)
  const problem = problemWithTag(normal)
  if (problem) throw new Invalid({ name: problem })
  return { name: normal, slug: slugOfTag(normal) }
}

const taken = (name: string) => new Invalid({ name: { key: 'tag.error.taken', values: { name } } })

/**
 * What the names in a search mean: ids of a category, a member, tags, a thread. Only what the actor may know is looked
 * for, and a name that means nothing to them is one like any other, whether there is such a thing or not.
 */
import { and, eq, isNull } from 'drizzle-orm'
import { members, threads } from '../../db/tables/index.ts'
import { type Category, type CategoryTree, categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { showsActivity } from '../members/privacy.ts'
import { calledSo } from '../members/queries.ts'
import * as tagQueries from '../tags/queries.ts'
import { visibleThreads } from '../threads/policy.ts'
import { type Person, personOf } from '../threads/queries.ts'
import type { Narrowing, Wanted } from './asked.ts'
import type { Asked } from './engine.ts'
import { isDay } from './query.ts'

/** The things that narrow a search. */
export type Places = {
  readonly category: Category | null
  readonly author: Person | null
  readonly tags: readonly tagQueries.TagRef[]
  readonly thread: { readonly id: number; readonly slug: string; readonly title: string } | null
}

export type Resolved = {
  readonly asked: Asked
  readonly places: Places
  /** What means nothing to the actor: then nothing is found. */
  readonly unknown: readonly (keyof Narrowing)[]
}

/** At most three queries, and none where nothing is named. */
export async function resolve(ctx: Ctx, wanted: Wanted): Promise<Resolved> {
  const [author, thread, tags] = await Promise.all([
    authorOf(ctx, wanted.by),
    threadOf(ctx, wanted.thread),
    wanted.tags.length > 0 ? tagQueries.among(ctx, wanted.tags) : [],
  ])
  const tree = ctx.read(categoryTree)
  const category = categoryOf(ctx, tree, wanted.in)
  const unknown = [
    ...(['in', 'by', 'thread'] as const).filter(
      name => wanted[name] !== '' && !{ in: category, by: author, thread }[name],
    ),
    ...(wanted.tags.every(name => tags.some(tag => tagQueries.isCalled(tag, name))) ? [] : (['tags'] as const)),
    ...(['from', 'before'] as const).filter(name => wanted[name] !== '' && !isDay(wanted[name])),
    ...(isKind(ctx, wanted.kind) ? [] : (['kind'] as const)),
    // Nothing waits for a visitor, nor have they read anything.
    ...(wanted.unread !== null && ctx.actor.id === null ? (['unread'] as const) : []),
  ]
  const [kind = '', status = ''] = wanted.kind.split(':')
  const { words, phrases, without } = wanted.typed
  const asked: Asked = {
    ...{ words, phrases, without, begun: false },
    categoryIds: category && withBelow(ctx, tree, category),
    authorIds: author && [author.id],
    tagIds: tags.map(({ id }) => id),
    kind: kind || null,
    status: status || null,
    threadId: thread?.id ?? null,
    from: dayOf(wanted.from),
    before: dayOf(wanted.before),
    unread: wanted.unread,
    sort: wanted.sort,
  }
  return { asked, places: { category, author, tags, thread }, unknown }
}

function categoryOf(ctx: Ctx, tree: CategoryTree, slug: string): Category | null {
  const found = slug === '' ? undefined : tree.find(slug)
  return found && tree.allows(ctx.actor, 'see', found.id) ? found : null
}

/** A category with those in it that the actor sees. */
const withBelow = (ctx: Ctx, tree: CategoryTree, { id }: Category): number[] =>
  tree
    .having(ctx.actor, 'see')
    .filter(one => one.id === id || tree.above(one).some(above => above.id === id))
    .map(one => one.id)

/** Whoever does not show what they wrote in one list is not looked up by it either. */
async function authorOf(ctx: Ctx, name: string): Promise<Person | null> {
  if (name === '' || (name === 'me' && ctx.actor.id === null)) return null
  const who = name === 'me' ? eq(members.id, ctx.actor.id ?? 0) : calledSo(name)
  const [found] = await ctx.db
    .select(personOf(members))
    .from(members)
    .where(and(who, isNull(members.erasedAt), showsActivity(ctx, ctx.actor.id)))
  return found ?? null
}

async function threadOf(ctx: Ctx, id: string): Promise<Places['thread']> {
  if (!/^[1-9]\d{0,14}$/.test(id)) return null
  const [found] = await ctx.db
    .select({ id: threads.id, slug: threads.slug, title: threads.title })
    .from(threads)
    .where(and(eq(threads.id, Number(id)), visibleThreads(ctx.read(categoryTree), ctx.actor)))
  return found ?? null
}

function isKind({ host }: Ctx, kind: string): boolean {
  const [name = '', status = ''] = kind.split(':')
  if (name === '') return kind === ''
  const known = host.kinds.get(name)
  return known !== undefined && (status === '' || Object.hasOwn(known.statuses, status))
}

const dayOf = (day: string): Date | null => (isDay(day) ? new Date(`${day}T00:00:00Z`) : null)

/**
 * Searches that members keep to ask them again: what was asked, as its address says it, and nothing of what was found. So
 * each time it is read under the rules of that day. They are their owner's alone: nobody is told, and no event says that
 * there is one.
 */
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { members, savedSearches } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, Invalid, NotFound, NotSignedIn } from '../core/errors.ts'
import { consume } from '../core/limits.ts'
import { transaction } from '../core/transaction.ts'
import { addressOf, asksSomething, fieldsOf, type Wanted, wantedOf } from './asked.ts'
import { NAME_LENGTH } from './schema.ts'

export type SavedSearch = {
  readonly id: number
  readonly name: string
  /** The parameters of its address by their names. */
  readonly query: Readonly<Record<string, string>>
  readonly createdAt: Date
}

/** A list to choose from at a glance. */
const MOST = 20
/** More than anybody saves by hand. */
const MOST_PER_HOUR = 300

const columns = {
  id: savedSearches.id,
  name: savedSearches.name,
  query: savedSearches.query,
  createdAt: savedSearches.createdAt,
}

/** The actor's, in the order in which they were saved. One query. @throws NotSignedIn */
export const list = async (ctx: Ctx): Promise<SavedSearch[]> =>
  ctx.db.select(columns).from(savedSearches).where(own(ctx)).orderBy(asc(savedSearches.id))

/** One of the actor's. One query. @throws NotFound, NotSignedIn */
export async function get(ctx: Ctx, id: number): Promise<SavedSearch> {
  const [row] = await ctx.db
    .select(columns)
    .from(savedSearches)
    .where(own(ctx, eq(savedSearches.id, id)))
  if (!row) throw new NotFound()
  return row
}

/** Where it is asked again. */
export const addressOfSaved = (ctx: Pick<Ctx, 'host'>, { query }: Pick<SavedSearch, 'query'>): string =>
  addressOf(wantedOf(query, ctx.host.kinds))

/** What a search is called unless its owner says otherwise: what was typed, or else what narrows it, as it was given. */
export function usualName(wanted: Wanted): string {
  const given = fieldsOf(wanted).filter(([name]) => !['q', 'sort', 'per', 'page'].includes(name))
  return (wanted.typed.rest || given.map(([, value]) => value).join(', ')).slice(0, NAME_LENGTH)
}

type Named = { readonly name?: string | undefined; readonly wanted: Wanted }

/**
 * Keeps a search. One that is kept already gets the new name.
 * @returns its id
 * @throws NotSignedIn, Invalid where nothing is asked, Conflict (`search.saved.full`), RateLimited
 */
export async function save(ctx: Ctx, { name, wanted }: Named): Promise<{ id: number }> {
  const memberId = await counted(ctx)
  if (!asksSomething(wanted)) throw new Invalid({ query: { key: 'invalid.required' } })
  const called = name?.trim() || usualName(wanted)
  const query = Object.fromEntries(fieldsOf({ ...wanted, page: 1 }))
  return transaction(ctx, async ctx => {
    // The member's row is the lock: two who save at once cannot both take the last place.
    await ctx.db.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update')
    const same = sql<boolean>`${savedSearches.query} = ${JSON.stringify(query)}::jsonb`
    const kept = await ctx.db.select({ id: savedSearches.id, same }).from(savedSearches).where(own(ctx))
    const before = kept.find(one => one.same)
    if (before) {
      await ctx.db.update(savedSearches).set({ name: called }).where(eq(savedSearches.id, before.id))
      return { id: before.id }
    }
    if (kept.length >= MOST) throw new Conflict('search.saved.full', 'search.saved.full', { most: MOST })
    const row = { memberId, name: called, query, createdAt: ctx.now() }
    const [made] = await ctx.db.insert(savedSearches).values(row).returning({ id: savedSearches.id })
    if (!made) throw new Error('a search was not saved')
    return made
  })
}

/** @throws NotFound, NotSignedIn, RateLimited */
export async function rename(ctx: Ctx, { id, name }: { readonly id: number; readonly name: string }): Promise<void> {
  await counted(ctx)
  const changed = await ctx.db
    .update(savedSearches)
    .set({ name: name.trim() })
    .where(own(ctx, eq(savedSearches.id, id)))
    .returning({ id: savedSearches.id })
  if (changed.length === 0) throw new NotFound()
}

/** @throws NotFound, NotSignedIn, RateLimited */
export async function remove(ctx: Ctx, { id }: { readonly id: number }): Promise<void> {
  await counted(ctx)
  const gone = await ctx.db
    .delete(savedSearches)
    .where(own(ctx, eq(savedSearches.id, id)))
    .returning({ id: savedSearches.id })
  if (gone.length === 0) throw new NotFound()
}

function own(ctx: Ctx, condition?: SQL): SQL | undefined {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return and(eq(savedSearches.memberId, ctx.actor.id), condition)
}

async function counted(ctx: Ctx): Promise<number> {
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  await consume(ctx, { key: `saved-search:${memberId}`, limit: MOST_PER_HOUR, seconds: 3600 })
  return memberId
}

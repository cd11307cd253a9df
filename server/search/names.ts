/** Members, categories and tags whose names begin as what was typed: few, and found in the database whichever engine looks. */
import { and, asc, desc, isNull, or, type SQL, sql } from 'drizzle-orm'
import { hasWords, plain } from '../../client/lib/plain.ts'
import { members } from '../../db/tables/index.ts'
import { type Category, categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import { isFree } from '../members/privacy.ts'
import * as tags from '../tags/queries.ts'
import { type Person, personOf } from '../threads/queries.ts'

export type Names = {
  readonly members: readonly Person[]
  readonly categories: readonly Category[]
  readonly tags: readonly tags.TagRow[]
}

/** With one letter everything begins so. */
const SHORTEST = 2
const LONGEST = 60

const NONE: Names = { members: [], categories: [], tags: [] }

export const hasNames = (names: Names): boolean =>
  names.members.length + names.categories.length + names.tags.length > 0

/** At most `limit` of each, of what the actor may know. Two queries at most. */
export async function named(ctx: Ctx, typed: string, limit: number): Promise<Names> {
  const q = typed.trim().toLowerCase()
  if (q.length < SHORTEST || q.length > LONGEST) return NONE
  const [found, tagged] = await Promise.all([membersCalled(ctx, q, limit), tags.list(ctx, { q, limit })])
  return { members: found, categories: categoriesCalled(ctx, q, limit), tags: tagged.items }
}

const categoriesCalled = (ctx: Ctx, q: string, limit: number): Category[] =>
  ctx
    .read(categoryTree)
    .having(ctx.actor, 'see')
    .filter(({ name }) => hasWords(plain(name), q))
    .slice(0, limit)

/**
 * Members whose name, or the one they show, begins so: `q` in small letters. Whoever is suspended is left out. Along the
 * indexes of beginnings, in one query.
 */
export async function membersCalled(ctx: Ctx, q: string, limit: number, condition?: SQL): Promise<Person[]> {
  if (!can(ctx, 'member.list', null)) return []
  const start = `${q.replace(/^@/, '').replaceAll(/[\\%_]/g, '\\$&')}%`
  return ctx.db
    .select(personOf(members))
    .from(members)
    .where(
      and(
        or(sql`lower(${members.name}) like ${start}`, sql`lower(${members.displayName}) like ${start}`),
        isNull(members.erasedAt),
        isFree(ctx),
        condition,
      ),
    )
    .orderBy(desc(members.lastSeenAt), asc(members.id))
    .limit(limit)
}

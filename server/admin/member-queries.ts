/** What those who keep the members see of one account, beside what everybody sees of themselves. */
import { desc, eq, type SQL, sql } from 'drizzle-orm'
import { apiTokens, erasures, memberNames, members, sessions } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { authorize } from '../core/permissions.ts'

/** As many of each as are told; nobody has more tokens. */
const MOST = 50

/** How many rows of a table are theirs. */
const countOf = (table: string, column = 'member_id') =>
  whole<number>(
    sql`(select count(*)::int from ${sql.identifier(table)} own where own.${sql.identifier(column)} = ${members.id})`,
  )

/** Wrapped in another: a column that is selected by itself would lose its table's name. */
const whole = <T>(inner: SQL) => sql<T>`${inner}`

export type AccountFacts = Awaited<ReturnType<typeof account>>

/** What an account has: counts, former names, sessions, tokens. Three queries. @throws NotFound, Forbidden */
export async function account(ctx: Ctx, id: number) {
  authorize(ctx, 'member.manage', null)
  const [facts] = await ctx.db
    .select({
      erasedAt: members.erasedAt,
      /** When it is to be erased, if that was asked for. */
      eraseAt: whole<Date | null>(sql`(select e.due_at from ${erasures} e where e.member_id = ${members.id})`).mapWith(
        members.erasedAt,
      ),
      formerNames: sql<
        string[]
      >`array(select f.name from ${memberNames} f where f.member_id = ${members.id} order by f.name)`,
      threads: countOf('threads', 'author_id'),
      reactions: countOf('reactions'),
      bookmarks: countOf('bookmarks'),
      follows: countOf('follows'),
      drafts: countOf('drafts'),
      uploads: countOf('uploads'),
    })
    .from(members)
    .where(eq(members.id, id))
  if (!facts) throw new NotFound()
  const open = await ctx.db
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      address: sessions.address,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(eq(sessions.memberId, id))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(MOST)
  const tokens = await ctx.db
    .select({ id: apiTokens.id, name: apiTokens.name, scopes: apiTokens.scopes, lastUsedAt: apiTokens.lastUsedAt })
    .from(apiTokens)
    .where(eq(apiTokens.memberId, id))
    .orderBy(desc(apiTokens.id))
    .limit(MOST)
  return { ...facts, sessions: open, tokens }
}

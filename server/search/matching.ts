/** What is asked, as conditions in SQL: which words, and which posts at all. */
import { type SQL, sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { visiblePosts } from '../posts/policy.ts'
import { unreadWays } from '../threads/unread.ts'
import type { Asked } from './engine.ts'
import { wordsOf } from './words.ts'

/** Words and phrases beyond these are left out: nobody types so many. */
const MOST_TERMS = 20

/** Next to each other, in their order. Words are letters and figures alone, so none can be more than one. */
const inOrder = (words: readonly string[], mark = ''): string => words.map(word => `'${word}'${mark}`).join(' <-> ')

/**
 * One word in any of its forms, as a tsquery: as it stands, or with the stem that it has in one of our languages. What
 * somebody types as one word, such as "e-mail", may be several for us.
 */
export function formsOf(words: readonly string[], begun = false): SQL {
  const text = inOrder(words)
  const open = begun ? `${text}:*` : text
  return sql`(to_tsquery('guildhall_none', ${open})
    || to_tsquery('guildhall_en', ${text}) || to_tsquery('guildhall_fr', ${text}))`
}

/** Words as they stand, all in a title or all in a text. */
const phraseOf = (words: readonly string[]): SQL => sql`(
  to_tsquery('guildhall_none', ${inOrder(words, ':A')}) || to_tsquery('guildhall_none', ${inOrder(words, ':C')}))`

/** Each as the words that it has for us; those without any are left out. */
export const termsOf = (texts: readonly string[]): string[][] =>
  texts
    .map(wordsOf)
    .filter(words => words.length > 0)
    .slice(0, MOST_TERMS)

export type Words = {
  /** What has to be there, as a tsquery; null where no words were asked for. */
  readonly wanted: SQL | null
  /** What must not be there. */
  readonly unwanted: SQL | null
  /** Words were asked for, but none that any text could have. */
  readonly none: boolean
}

export function wordsIn({ words, phrases, without, begun }: Asked): Words {
  const terms = termsOf(words)
  // Only what was typed last is still being typed.
  const open = begun && terms.length === words.length ? terms.length - 1 : -1
  const wanted = [...terms.map((term, place) => formsOf(term, place === open)), ...termsOf(phrases).map(phraseOf)]
  // Several words are a phrase: who wants no "cold start" may want a cold morning.
  const unwanted = termsOf(without).map(term => (term.length > 1 ? phraseOf(term) : formsOf(term)))
  return {
    wanted: wanted.length > 0 ? sql.join(wanted, sql` && `) : null,
    unwanted: unwanted.length > 0 ? sql.join(unwanted, sql` || `) : null,
    none: wanted.length === 0 && words.length + phrases.length > 0,
  }
}

/** Rows of posts with their threads that the actor may find. Who still sees a tombstone does not find it. */
export const inSight = (ctx: Ctx): SQL => sql`(posts.deleted_at is null and threads.deleted_at is null
  and ${visiblePosts(ctx.read(categoryTree), ctx.actor)})`

/** What narrows the posts beside their words. */
export function filtersOf(ctx: Ctx, asked: Asked): SQL[] {
  const { categoryIds, authorIds, tagIds, kind, status, threadId, from, before, unread } = asked
  return [
    categoryIds && oneOf(sql`threads.category_id`, categoryIds),
    authorIds && oneOf(sql`posts.author_id`, authorIds),
    // One by one, each planned by how many threads have it.
    ...[...new Set(tagIds)].map(
      id => sql`threads.id in (select thread_id from thread_tags where tag_id = ${id}::bigint)`,
    ),
    kind !== null && sql`threads.kind = ${kind}`,
    status !== null && sql`threads.status = ${status}`,
    threadId !== null && sql`posts.thread_id = ${threadId}::bigint`,
    from && sql`posts.created_at >= ${from.toISOString()}::timestamptz`,
    before && sql`posts.created_at < ${before.toISOString()}::timestamptz`,
    unread !== null && isUnread(ctx, unread),
  ].filter(one => one !== null && one !== false)
}

/** That something waits for the actor in a row of threads, or nothing. */
export function isUnread(ctx: Ctx, wanted: boolean): SQL {
  const waits = sql.join(
    unreadWays(ctx).map(way => sql`(${way})`),
    sql` or `,
  )
  return wanted ? sql`(${waits})` : sql`not coalesce((${waits}), false)`
}

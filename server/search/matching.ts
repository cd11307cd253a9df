/** What is asked, as conditions in SQL: which words, and which posts at all. */
import { type SQL, sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { visiblePosts } from '../posts/policy.ts'
import { unreadWays } from '../threads/unread.ts'
import type { Asked } from './engine.ts'
import { bare, isFiller } from './fillers.ts'
import { spellingsOf } from './spellings.ts'
import { wordsOf } from './words.ts'

/** Words and phrases beyond these are left out: nobody types so many. */
const MOST_TERMS = 20

/** Next to each other, in their order. Words are letters and figures alone, so none can be more than one. */
export const inOrder = (words: readonly string[], mark = ''): string =>
  words.map(word => `'${word}'${mark}`).join(' <-> ')

/**
 * One word in any of its forms and spellings, as a tsquery: as it stands, or with the stem that it has in one of our
 * languages. What somebody types as one word, such as "e-mail", may be several for us.
 */
export const formsOf = (words: readonly string[], begun = false): SQL =>
  anyOf(spellingsOf(words).map(spelling => readingsOf(spelling, begun)))

function readingsOf(words: readonly string[], begun: boolean): SQL {
  const text = inOrder(words)
  const open = begun ? `${text}:*` : text
  return sql`to_tsquery('guildhall_none', ${open})
    || to_tsquery('guildhall_en', ${text}) || to_tsquery('guildhall_fr', ${text})`
}

const anyOf = (queries: readonly SQL[]): SQL => sql`(${sql.join([...queries], sql` || `)})`
const allOf = (queries: readonly SQL[]): SQL => sql.join([...queries], sql` && `)

/** Words as they stand, all in a title or all in a text. */
const phraseOf = (words: readonly string[]): SQL => sql`(
  to_tsquery('guildhall_none', ${inOrder(words, ':A')}) || to_tsquery('guildhall_none', ${inOrder(words, ':C')}))`

/** Each as the words that it has for us; those without any are left out. */
export const termsOf = (texts: readonly string[]): string[][] =>
  texts
    .map(wordsOf)
    .filter(words => words.length > 0)
    .slice(0, MOST_TERMS)

export type Term = {
  /** More than one for what is typed as one word, such as "e-mail". */
  readonly words: readonly string[]
  /** It may be only the beginning of one. */
  readonly begun: boolean
  /** It has to be there: it says something, or nothing else does. */
  readonly needed: boolean
}

/** What was typed as words, without what grammar hung onto them. */
export function typedIn({ words, phrases, begun }: Pick<Asked, 'words' | 'phrases' | 'begun'>): Term[] {
  const terms = termsOf(words.map(bare))
  // Only what was typed last is still being typed.
  const open = begun && terms.length === words.length ? terms.length - 1 : -1
  const says = (term: readonly string[], place: number) => place === open || !isFiller(term)
  const onlyFillers = !terms.some(says) && termsOf(phrases).length === 0
  return terms.map((words, place) => ({
    words,
    begun: place === open,
    needed: onlyFillers || says(words, place),
  }))
}

/** Those that are worth being marked where they stand. */
export const neededIn = (asked: Pick<Asked, 'words' | 'phrases' | 'begun'>): string[] =>
  typedIn(asked)
    .filter(({ needed }) => needed)
    .map(({ words }) => words.join(' '))

export type Words = {
  /** What has to be there, as a tsquery; null where no words were asked for. */
  readonly wanted: SQL | null
  /** The same with all words of a question, which are better still where they stand together; null where there are no more. */
  readonly better: SQL | null
  /** What must not be there. */
  readonly unwanted: SQL | null
  /** Words were asked for, but none that any text could have. */
  readonly none: boolean
}

export function wordsIn(asked: Asked): Words {
  const terms = typedIn(asked)
  const typed = terms.map((term, place) => ({ ...term, query: queryOf(terms, place) }))
  const phrases = termsOf(asked.phrases).map(phraseOf)
  const wanted = [...typed.filter(({ needed }) => needed).map(({ query }) => query), ...phrases]
  const all = [...typed.map(({ query }) => query), ...phrases]
  // Several words are a phrase: who wants no "cold start" may want a cold morning.
  const unwanted = termsOf(asked.without).map(term => (term.length > 1 ? phraseOf(term) : formsOf(term)))
  return {
    wanted: wanted.length > 0 ? allOf(wanted) : null,
    better: all.length > wanted.length ? allOf(all) : null,
    unwanted: unwanted.length > 0 ? sql.join(unwanted, sql` || `) : null,
    none: wanted.length === 0 && asked.words.length + asked.phrases.length > 0,
  }
}

/** What is typed as two words may be one for others: "head light" is there where "headlight" is. */
function queryOf(terms: readonly Term[], place: number): SQL {
  const [before, term, after] = [terms[place - 1], terms[place], terms[place + 1]]
  const pairs = [before && term && ([before, term] as const), term && after && ([term, after] as const)]
  return anyOf([
    ...(term ? [formsOf(term.words, term.begun)] : []),
    ...pairs.flatMap(pair => (pair ? [formsOf([pair.flatMap(({ words }) => words).join('')], pair[1].begun)] : [])),
  ])
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

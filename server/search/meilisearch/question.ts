/** What is asked, as Meilisearch understands it. */
import type { SearchParams } from 'meilisearch'
import { categoryTree } from '../../categories/tree.ts'
import type { Ctx } from '../../core/context.ts'
import { type Asked, mostOf } from '../engine.ts'
import { type Term, termsOf, typedIn } from '../matching.ts'

/** It takes no more into account. */
const MOST_TERMS = 10

export type Question = { readonly q: string; readonly params: SearchParams }

/** Null for what it cannot be asked: without words there is nothing to look for in an index, and too many are not heard. */
export function questionOf(ctx: Ctx, asked: Asked): Question | null {
  const [words, phrases] = [typedIn(asked).filter(({ needed }) => needed), termsOf(asked.phrases)]
  const terms = words.length + phrases.length
  if (terms === 0 || terms > MOST_TERMS) return null
  return { q: textOf(asked, words, phrases), params: paramsOf(ctx, asked) }
}

/** A term of several words is there as it stands. */
const together = (words: readonly string[]): string => (words.length > 1 ? quoted(words) : words.join())
const quoted = (words: readonly string[]): string => `"${words.join(' ')}"`

/**
 * What must not be there comes first: after the tenth term nothing is heard. The last word may be only the beginning of one,
 * unless a space follows.
 */
function textOf({ without }: Asked, words: readonly Term[], phrases: readonly (readonly string[])[]): string {
  const whole = words.filter(({ begun }) => !begun).map(term => together(term.words))
  const open = words.find(({ begun }) => begun)?.words ?? []
  const parts = [...termsOf(without).map(term => `-${together(term)}`), ...phrases.map(quoted), ...whole]
  return [...parts, open.join(' ')].join(' ')
}

function paramsOf(ctx: Ctx, { sort, ...asked }: Asked): SearchParams {
  return {
    filter: filtersOf(ctx, asked),
    matchingStrategy: 'all',
    attributesToRetrieve: ['postId'],
    limit: mostOf(asked),
    ...(sort !== 'best' && { sort: [sort === 'newest' ? 'postId:desc' : 'postId:asc'] }),
  }
}

/** Of what the actor may see and asks for, that which a document tells: never less than the database will let through. */
function filtersOf(ctx: Ctx, { categoryIds, authorIds, threadId, from, before }: Omit<Asked, 'sort'>): string[] {
  const seen = ctx.read(categoryTree).idsHaving(ctx.actor, 'see')
  const wanted = categoryIds ? seen.filter(id => categoryIds.includes(id)) : seen
  return [
    'deleted = false',
    `categoryId IN [${wanted}]`,
    ...(authorIds ? [`authorId IN [${authorIds}]`] : []),
    ...(threadId !== null ? [`threadId = ${threadId}`] : []),
    ...(from ? [`createdAt >= ${secondsOf(from)}`] : []),
    ...(before ? [`createdAt <= ${secondsOf(before)}`] : []),
  ]
}

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000)

/** Whether something narrows what is asked that no document tells. */
export const isNarrowedElsewhere = ({ tagIds, kind, status, unread }: Asked): boolean =>
  tagIds.length > 0 || kind !== null || status !== null || unread !== null

/** What may follow an operator that is being typed: `in:rep` may become `in:repairs`. Of what the actor may know, and no more. */
import { hasWords, plain } from '../../client/lib/plain.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import type { MessageKey } from '../core/i18n.ts'
import { showsActivity } from '../members/privacy.ts'
import * as tags from '../tags/queries.ts'
import { statesOf } from './asked.ts'
import { kindLabel } from './kind-label.ts'
import { membersCalled } from './names.ts'
import { dayAt } from './query.ts'

export const OPERATORS = ['in', 'by', 'tag', 'is', 'after', 'before'] as const
type Operator = (typeof OPERATORS)[number]

/** As it is typed, and as people call it. */
export type Value = { readonly value: string; readonly label: string }

/** An operator, and what has been typed after it. */
export type Begun = { readonly operator: Operator; readonly q: string }

const MOST = 8
const DAY_MS = 24 * 60 * 60 * 1000

/** The likeliest first, at most eight. One query for members and tags, else none. */
export async function valuesFor(ctx: Ctx, { operator, q }: Begun): Promise<Value[]> {
  switch (operator) {
    case 'in':
      return categories(ctx, q)
    case 'by':
      return authors(ctx, q.replace(/^@/, ''))
    case 'tag':
      return tagged(ctx, q.replace(/^#/, ''))
    case 'is':
      return states(ctx, plain(q))
    default:
      return days(ctx, q)
  }
}

const categories = (ctx: Ctx, q: string): Value[] =>
  ctx
    .read(categoryTree)
    .having(ctx.actor, 'see')
    .filter(({ name, slug }) => hasWords(plain(`${name} ${slug}`), q))
    .slice(0, MOST)
    .map(({ slug, name }) => ({ value: slug, label: name }))

/** Whoever does not show what they wrote in one list is not looked up by it, nor offered for it. */
async function authors(ctx: Ctx, q: string): Promise<Value[]> {
  const me = ctx.actor.id !== null && 'me'.startsWith(q.toLowerCase())
  const called = q === '' ? [] : await membersCalled(ctx, q.toLowerCase(), MOST, showsActivity(ctx, ctx.actor.id))
  return [
    ...(me ? [{ value: 'me', label: ctx.t('search.help.mine') }] : []),
    ...called.map(({ name, displayName }) => ({ value: name, label: displayName })),
  ].slice(0, MOST)
}

async function tagged(ctx: Ctx, q: string): Promise<Value[]> {
  const { items } = await tags.list(ctx, { q, limit: MOST })
  return items.map(({ slug, name }) => ({ value: slug, label: name }))
}

const FOR_MEMBERS = [
  ['mine', 'search.help.mine'],
  ['unread', 'search.help.unread'],
  ['read', 'search.help.read'],
] as const satisfies readonly (readonly [string, MessageKey])[]

/** Each state by the first of its words that begins so. */
function states(ctx: Ctx, q: string): Value[] {
  const { kinds } = ctx.host
  const offered = new Map<string, Value>()
  for (const [word, means] of statesOf(kinds)) {
    if (!plain(word).startsWith(q) || offered.has(means)) continue
    offered.set(means, { value: word, label: kindLabel({ kinds, locale: ctx.locale }, means) })
  }
  const own = ctx.actor.id === null ? [] : FOR_MEMBERS.filter(([word]) => word.startsWith(q))
  return [...own.map(([value, label]) => ({ value, label: ctx.t(label) })), ...offered.values()].slice(0, MOST)
}

/** With how many days ago they were. */
const DAYS = [
  ['search.day.today', 0],
  ['search.day.yesterday', 1],
  ['search.day.week', 7],
  ['search.day.month', 30],
  ['search.day.year', 365],
] as const

const days = (ctx: Ctx, q: string): Value[] =>
  DAYS.map(([label, ago]) => ({ value: dayAt(ctx.now().getTime() - ago * DAY_MS), label: ctx.t(label) })).filter(
    ({ value, label }) => value.startsWith(q) || hasWords(plain(label), q),
  )

/** Who is in a seeded community, and who of them does something at a given time. */
import type { BulkMember } from '../bulk/rows.ts'
import { random } from '../site/random.ts'
import { momentAt, type Plan, partAt } from './plan.ts'
import { FIRST, SECOND } from './words/names.ts'

/** So many were there on the first day. */
const FOUNDERS = 10

const wordAt = (words: readonly string[], place: number): string => words[place % words.length] ?? ''

/** The name of a member, counted from 0; no two are the same. */
export function nameOf(member: number): string {
  const pairs = FIRST.length * SECOND.length
  const [first, second] = pairOf(member)
  return `${first}-${second}${member < pairs ? '' : `-${Math.floor(member / pairs) + 1}`}`
}

/** Each first word meets each second one, and neighbours share neither. */
const pairOf = (member: number): [string, string] => [
  wordAt(FIRST, member),
  wordAt(SECOND, member + Math.floor(member / FIRST.length)),
]

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** A row of members; `id` is theirs. */
export function memberRow(plan: Plan, member: number, id: number): BulkMember {
  const roll = random(`${plan.seed} member ${member}`)
  const joined = momentAt(plan, Math.max(0, member - FOUNDERS) / plan.members)
  const rank = member / plan.members
  const shown = roll() < 0.4
  return {
    id,
    name: nameOf(member),
    displayName: shown ? pairOf(member).map(capital).join(' ') : null,
    email: '',
    locale: roll() < 0.3 ? 'fr' : null,
    // The earlier they came, the further they have come.
    trustLevel: roll() < 0.15 ? 0 : Math.max(0, 3 - Math.floor(4 * rank ** 0.5)),
    createdAt: new Date(joined),
    lastSeenAt: new Date(joined + (Date.parse(plan.until) - joined) * roll() ** 0.3),
  }
}

/** Somebody who had joined by then: few do much, and most do little. */
export function somebody(plan: Plan, moment: number, roll: () => number): number {
  const joined = Math.min(plan.members, FOUNDERS + Math.floor(plan.members * partAt(plan, moment)))
  return Math.floor(joined * roll() ** 3)
}

/** Who reacts to what: as in any community, most posts get nothing, and a few get much. */
import type { ReactionKey } from '../reactions/kinds.ts'
import { random } from '../site/random.ts'
import type { Player } from './stage.ts'
import type { Told, WrittenPost } from './story.ts'

export type Sign = { readonly by: Player; readonly key: ReactionKey; readonly at: Date }

/** What people reach for, as often as they do. */
const USUAL: readonly ReactionKey[] = [
  ...Array<ReactionKey>(9).fill('heart'),
  ...Array<ReactionKey>(4).fill('lightbulb'),
  ...Array<ReactionKey>(3).fill('hand-heart'),
  ...Array<ReactionKey>(2).fill('smile'),
  'party-popper',
  'footprints',
]

const HOUR_MS = 3_600_000

/** The signs on a post: those that are written, or else as many as come, from people who were there by then. */
export function signsOn(
  post: Pick<WrittenPost, 'by' | 'number' | 'reactions'>,
  { seed, written, now, players }: { seed: string; written: Date; now: Date; players: readonly Player[] },
): Sign[] {
  const roll = random(`signs ${seed} ${post.number}`)
  const given = new Set<string>()
  return (post.reactions ?? usual(post.number, roll)).flatMap(({ key, count }) =>
    Array.from({ length: count }).flatMap(() => {
      const at = new Date(Math.min(now.getTime() - 1000, written.getTime() + (0.05 + roll() ** 3 * 40) * HOUR_MS))
      const there = players.filter(({ name, joinedAt }) => name !== post.by && joinedAt < written)
      // Few give most of them, as few write most.
      const by = there[Math.floor(there.length * roll() ** 1.6)]
      if (!by || at <= written || given.has(`${by.name} ${key}`)) return []
      given.add(`${by.name} ${key}`)
      return { by, key, at }
    }),
  )
}

function usual(number: number, roll: () => number): Told[] {
  const many = Math.floor(roll() ** 4 * (number === 1 ? 9 : 6))
  return Array.from({ length: many }, () => ({ key: USUAL[Math.floor(roll() * USUAL.length)] ?? 'heart', count: 1 }))
}

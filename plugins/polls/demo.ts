/** The sample community votes. */
import type { PluginDemo } from 'guildhall/plugin'
import { vote } from './service.ts'

/** The same at each set-up: who votes what follows from their place in the list. */
const picks: Readonly<Record<string, (voter: number) => readonly number[]>> = {
  'which-bird-next': voter => [0, 1, 2, 3, 4].sort((a, b) => ((a * 7 + voter * 3) % 11) - ((b * 7 + voter * 3) % 11)),
  'rencontre-de-printemps': voter => [0, 1, 2, 3].filter(option => (voter + option * 2) % 3 !== 0),
}

export async function play({ threads, people, as }: PluginDemo): Promise<void> {
  for (const [name, choice] of Object.entries(picks)) {
    const [postId] = threads.get(name)?.posts ?? []
    if (postId === undefined) continue
    for (const [voter, member] of people.entries()) {
      const ctx = as(member)
      const chosen = choice(voter)
      if (voter % 3 === 0 || chosen.length === 0 || !ctx.can('vote')) continue
      await vote(ctx, { postId, place: 0 }, () => chosen)
    }
  }
}

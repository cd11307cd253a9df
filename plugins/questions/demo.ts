/** Threads of the sample community that are questions: who asked, what answered them, and who wondered as well. */
import type { PluginDemo } from 'guildhall/plugin'
import { KIND } from './answers.ts'
import { accept, join, verify } from './service.ts'

type Asked = {
  readonly by: string
  /** Numbers of the replies that the asker accepted, and that the team verified. */
  readonly accepted?: number
  readonly verified?: number
  readonly same?: readonly string[]
}

const QUESTIONS: Readonly<Record<string, Asked>> = {
  'clock-divide-confusion': { by: 'rosalind', accepted: 2, same: ['gus', 'hollis', 'pia'] },
  'grive-self-oscillation-tuned': { by: 'pell', accepted: 2, verified: 2, same: ['noriko'] },
  'headphones-straight': { by: 'ferdie', accepted: 2, verified: 2, same: ['valentin', 'sol'] },
  'knot-lamps-meaning': { by: 'hollis', accepted: 2, same: ['jonty'] },
  'linnet-steer-explained': { by: 'rosalind', accepted: 2, verified: 2, same: ['pia', 'tove', 'dov', 'olwen'] },
  'loud-pops': { by: 'valentin', accepted: 2 },
  'volts-per-octave-why': { by: 'sol', accepted: 2, same: ['jonty', 'gus', 'cleo'] },
  'ruff-sweet-spot': { by: 'jonty', accepted: 3, same: ['noriko'] },
  'cable-length': { by: 'tove', verified: 3, same: ['solene', 'imke'] },
  'pipit-synchro': { by: 'yannick', accepted: 2, verified: 2, same: ['leila', 'zoe'] },
  'masse-et-terre': { by: 'solene', accepted: 2, verified: 2, same: ['maelle', 'clemence', 'ninon'] },
  'linnet-lenteur': { by: 'pia', accepted: 2 },
  'sauvegarder-les-motifs': { by: 'jeanne-a', accepted: 2, same: ['octave', 'corentin'] },
  'recording-level': { by: 'priya_s' },
  'unanswered-banana': { by: 'brannock', same: ['hedda', 'gus'] },
  'unanswered-loop': { by: 'bertil', same: ['kavya'] },
  'tempo-sans-horloge': { by: 'zoe', same: ['fatou', 'gaspard'] },
}

const TEAM = 'tamsin'

export async function play({ threads, as }: PluginDemo): Promise<void> {
  for (const [name, { by, accepted, verified, same = [] }] of Object.entries(QUESTIONS)) {
    const thread = threads.get(name)
    if (!thread) continue
    await as(by).transaction(ctx => ctx.convert(thread.id, KIND))
    for (const member of same) await join(as(member), thread.id)
    const reply = (number: number) => ({ threadId: thread.id, postId: thread.posts[number - 1] ?? 0 })
    if (accepted) await accept(as(by), reply(accepted))
    if (verified) await verify(as(TEAM), reply(verified))
  }
}

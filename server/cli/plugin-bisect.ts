/** `guildhall plugin bisect`: finds the plugin that causes a trouble. */
import type { Ctx } from '../core/context.ts'
import { answerBisect, bisectState, startBisect, stopBisect } from '../plugins/bisect.ts'
import { type Told, toldOf } from '../plugins/halving.ts'
import { withPlugins } from './plugins.ts'
import { orTell } from './refusals.ts'
import { say, sayJson, UsageError, type Verb } from './verb.ts'

export default {
  usage: `[start|good|bad|stop] [--json]

Finds the plugin that causes a trouble you can see, in few steps: "start" holds all plugins back, and then you say again
and again whether the trouble is gone ("good") or still there ("bad"), while half of those that are left are on. A running
server follows at once. What was switched on stays so: "stop" puts all of it back, at any time. Without a word it says how
far it is.`,
  options: { json: { type: 'boolean' } },
  positionals: 1,
  run: async ({ json }, [word]) => {
    const step = stepOf(word)
    const told = await withPlugins(({ ctx }) => orTell('The plugins are as they were', step(ctx())))
    if (json) sayJson(told)
    else for (const line of linesOf(told)) say(line)
    return 0
  },
} satisfies Verb

function stepOf(word: string | undefined): (ctx: Ctx) => Promise<Told> {
  switch (word) {
    case undefined:
      return async ctx => toldOf(bisectState(ctx))
    case 'start':
      return async ctx => toldOf(await startBisect(ctx))
    case 'good':
    case 'bad':
      return async ctx => toldOf(await answerBisect(ctx, word === 'good'), 'innocent')
    case 'stop':
      return async ctx => {
        await stopBisect(ctx)
        return toldOf(null)
      }
    default:
      throw new UsageError(`say start, good, bad or stop, and not ${word}`)
  }
}

function linesOf({ state, suspects, heldBack, left }: Told): string[] {
  const listed = suspects.join(', ')
  switch (state) {
    case 'none':
      return ['Nothing is held back: all plugins are as they were decided. guildhall plugin bisect start begins']
    case 'innocent':
      return ['The trouble is there without any plugin, so none causes it. All of them are back as they were']
    case 'found':
      return [
        suspects.length === 1 ? `It is ${listed}` : `It is one of these, which need each other: ${listed}`,
        `It is held back until: guildhall plugin bisect stop. To keep it off, first: guildhall plugin disable ${suspects.at(-1)}`,
      ]
    case 'testing':
      return [
        `Held back now: ${heldBack.join(', ')}`,
        `Look whether the trouble is gone, and say: guildhall plugin bisect good (gone), or bad (still there). At most ${left} times`,
      ]
  }
}

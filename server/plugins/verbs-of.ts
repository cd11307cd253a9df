/** A plugin's verbs of the command line, as features declare theirs. */
import type { Ctx } from '../core/context.ts'
import { OperatorError } from '../core/operator-error.ts'
import type { VerbLine } from '../core/verb-line.ts'
import type { FeatureVerb } from '../feature.ts'
import type { Call } from './call.ts'
import type { PluginCtx } from './context.ts'
import type { Plugin, PluginVerb } from './declaration.ts'
import type { Guard } from './guard.ts'

type Parts = { readonly guard: Guard; readonly context: (ctx: Ctx, call: Call) => PluginCtx }

export const verbsOf = <Post>({ verbs = {} }: Plugin<Post>, parts: Parts): Record<string, FeatureVerb> =>
  Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, verbOf(name, verb, parts)]))

const verbOf = (name: string, verb: PluginVerb, { guard, context }: Parts): FeatureVerb => ({
  options: verb.options ?? {},
  positionals: verb.positionals ?? 0,
  run: async (ctx: Ctx, line: VerbLine) => {
    const refusal = await guard.call(`verb ${name}`, call => verb.run(context(ctx, call), line).catch(refusalOf))
    if (refusal) throw refusal
  },
})

/** What it says to whoever sits there is no fault of its own. @throws any other */
function refusalOf(error: unknown): OperatorError {
  if (error instanceof OperatorError) return error
  throw error
}

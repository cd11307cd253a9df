/** What a plugin lets people find, with every call guarded: one that fails or is late finds nothing, and all else is found. */
import type { Ctx } from '../core/context.ts'
import type { Finder } from '../core/finders.ts'
import { asFinds } from './answers.ts'
import type { Call } from './call.ts'
import type { PluginCtx } from './context.ts'
import type { Plugin } from './declaration.ts'
import { BUDGET_MS, type Guard } from './guard.ts'

type Parts = { readonly guard: Guard; readonly context: (ctx: Ctx, call: Call) => PluginCtx }

export const findersOf = <Post>(
  { id, search = {} }: Plugin<Post>,
  { guard, context }: Parts,
): Readonly<Record<string, Finder>> =>
  Object.fromEntries(
    Object.entries(search).map(([name, { label, icon, find }]) => [
      `${id}.${name}`,
      {
        label,
        icon,
        find: (ctx, sought) => {
          const run = async (call: Call) => asFinds(await find(context(ctx, call), structuredClone(sought)), sought)
          return guard.attempt(`search ${name}`, run, BUDGET_MS.load, [])
        },
      },
    ]),
  )

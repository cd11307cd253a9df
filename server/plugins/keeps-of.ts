/** What a plugin keeps, for exports and imports, with every call guarded. */
import type { Ctx } from '../core/context.ts'
import type { Keeping } from '../core/keeps.ts'
import { asRows } from './answers.ts'
import type { Call } from './call.ts'
import type { PluginCtx } from './context.ts'
import type { Plugin } from './declaration.ts'
import type { Guard } from './guard.ts'

type Parts = { readonly guard: Guard; readonly context: (ctx: Ctx, call: Call) => PluginCtx }

export const keepsOf = <Post>(
  { id, keeps = {} }: Plugin<Post>,
  { guard, context }: Parts,
): Readonly<Record<string, Keeping>> =>
  Object.fromEntries(
    Object.entries(keeps).map(([name, { ids, read, write }]) => [
      `${id}.${name}`,
      {
        ids,
        read: (ctx, take) => guard.call(`export ${name}`, call => read(context(ctx, call), rows => take(asRows(rows)))),
        write: (ctx, rows) => guard.call(`import ${name}`, call => write(context(ctx, call), rows)),
      },
    ]),
  )

/** A plugin's live channels, as features declare theirs, with every call into it guarded. */
import { type Ctx, makeContext } from '../core/context.ts'
import type { EventType } from '../core/events/emit.ts'
import { ID_ARGUMENT, type LiveChannel } from '../core/live/channel.ts'
import { asArguments, asState } from './answers.ts'
import type { Call } from './call.ts'
import type { PluginCtx } from './context.ts'
import type { Plugin, PluginChannel } from './declaration.ts'
import { BUDGET_MS, type Guard } from './guard.ts'

type Parts = {
  readonly guard: Guard
  readonly context: (ctx: Ctx, call: Call) => PluginCtx
}

/** By what a plugin's channel is called on the socket. */
export const channelKind = (id: string, name: string): string => `x:${id}:${name}`

/** Whoever listens chooses it, and must not make a plugin fail by it. */
const ARGUMENTS = { id: ID_ARGUMENT, word: /^[\w-]{1,50}$/ }

export const channelsOf = <Post>({ id, channels = {} }: Plugin<Post>, parts: Parts): LiveChannel[] =>
  Object.entries(channels).map(([name, channel]) => channelOf(channelKind(id, name), `channel ${name}`, channel, parts))

/** One that fails, or is late, is heard by nobody and tells nothing: nobody waits for it but who listens to it. */
function channelOf(kind: string, point: string, channel: PluginChannel, { guard, context }: Parts): LiveChannel {
  const hears = new Map(Object.entries(channel.hears ?? {}))
  return {
    kind,
    argument: channel.argument === undefined ? null : ARGUMENTS[channel.argument],
    types: [],
    tells: event => {
      const argumentsOf: ((event: never) => readonly (string | number)[]) | undefined = hears.get(event.type)
      if (!argumentsOf) return []
      const heard = event as never // the function stands under the event's own type
      return guard.sync(`${point} ${event.type}`, () => asArguments(argumentsOf(heard)), [])
    },
    sight: async () => () => true,
    may: async (ctx, argument) => {
      const run = async (call: Call) => (await channel.may(context(ctx, call), argument)) === true
      return guard.call(`${point} may`, run, BUDGET_MS.load).catch(() => false)
    },
    state: {
      readerOf: () => '',
      read: async ({ db, host }, argument) => {
        const run = async (call: Call) =>
          asState(await channel.state(context(makeContext({ db, host }), call), argument))
        return guard.call(`${point} state`, run, BUDGET_MS.load).catch(() => undefined)
      },
      after: [...hears.keys()] as EventType[],
    },
  }
}

/**
 * Looking for the plugin that causes a trouble which a person sees. Some are held back meanwhile, whatever was decided of
 * them; what was decided stays as it is. The state is a setting, so that all processes, and those that start later, know it.
 */
import type { Ctx } from '../core/context.ts'
import { Conflict } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { changeSettings } from '../core/settings.ts'
import { transaction } from '../core/transaction.ts'
import { BISECT, beginHalving, type Halving, halve, heldBack, readHalving, unitsOf, writeHalving } from './halving.ts'
import { troubleAhead } from './outlook.ts'
import { all } from './service.ts'

/** How far it is; null where none is under way. @throws NotSignedIn, Forbidden */
export function bisectState(ctx: Ctx): Halving | null {
  authorize(ctx, 'plugin.manage', null)
  return readHalving(ctx.setting(BISECT))
}

/** Begins: all that are on are held back, to see whether it is a plugin. @throws NotSignedIn, Forbidden; Conflict where one is under way, or none is on */
export async function startBisect(ctx: Ctx): Promise<Halving> {
  if (bisectState(ctx)) throw new Conflict('plugin.bisecting', 'plugins.error.bisecting')
  const found = all(ctx)
  const on = found.flatMap(one =>
    one.wanted && one.about && troubleAhead(one, found) === null ? [{ id: one.id, needs: one.about.needs }] : [],
  )
  if (on.length === 0) throw new Conflict('plugin.noneOn', 'plugins.error.noneOn')
  const begun = beginHalving(unitsOf(on))
  await keep(ctx, begun)
  return begun
}

/**
 * Goes on, with what was seen.
 * @returns null where no plugin is to blame: then it has ended
 * @throws NotSignedIn, Forbidden; Conflict where none is under way, or it is found already
 */
export async function answerBisect(ctx: Ctx, good: boolean): Promise<Halving | null> {
  const now = bisectState(ctx)
  if (!now) throw new Conflict('plugin.notBisecting', 'plugins.error.notBisecting')
  if (now.found) throw new Conflict('plugin.bisected', 'plugins.error.bisected')
  const next = halve(now, good)
  await keep(ctx, next)
  return next
}

/** Ends it, wherever it is: all is as it was. @returns whether one was under way @throws NotSignedIn, Forbidden */
export async function stopBisect(ctx: Ctx): Promise<boolean> {
  if (!bisectState(ctx)) return false
  await keep(ctx, null)
  return true
}

async function keep(ctx: Ctx, next: Halving | null): Promise<void> {
  const now = bisectState(ctx)
  const [before, after] = [now, next].map(one => new Set(one ? heldBack(one) : []))
  const changed = [...new Set([...(before ?? []), ...(after ?? [])])].filter(id => before?.has(id) !== after?.has(id))
  await transaction(ctx, async ctx => {
    await changeSettings(ctx, { [BISECT]: next && writeHalving(next) })
    for (const id of changed) emit(ctx, 'plugins.changed', { plugin: id, enabled: !after?.has(id) })
  })
  await ctx.host.reload()
}

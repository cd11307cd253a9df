/** A plugin's viewer slots on one page: what is the viewer's own is read once, and each place is filled for them. */
import type { VNode } from 'preact'
import type { Ctx } from '../core/context.ts'
import type { PageContext } from '../site/page.ts'
import type { PlacesByName, Viewer } from '../site/showing.ts'
import { asMap } from './answers.ts'
import type { Call } from './call.ts'
import type { PluginCtx, ViewerCtx } from './context.ts'
import type { ViewerSlot } from './declaration.ts'
import { BUDGET_MS, type Guard } from './guard.ts'

/** Longer words would cost more memory than what is kept under them is worth. */
const LONGEST_WORD = 2000

const NOTHING: ReadonlyMap<string, unknown> = new Map()

type Parts = {
  readonly slots: Readonly<Record<string, ViewerSlot>>
  readonly guard: Guard
  readonly context: (ctx: Ctx, call: Call) => PluginCtx
  readonly viewerContext: (ctx: Ctx) => ViewerCtx
  /** HTML as it may stand on a page. @throws what is wrong with it */
  readonly draw: (node: VNode | null) => string
}

/** Where is what, on which page, for whom. */
type Asked = { readonly ctx: Ctx; readonly page: PageContext; readonly places: PlacesByName }

/** What the actor is shown at these places. A query for each slot that loads. */
export async function viewerOf(of: Parts, { ctx, page, places }: Asked): Promise<Viewer> {
  const { slots, guard, context, draw } = of
  const loaded = new Map<string, ReadonlyMap<string, unknown>>()
  const words = new Map<string, string>()
  const viewer = of.viewerContext(ctx)
  for (const [name, at] of places) {
    const { load, variesBy } = slots[name] ?? {}
    const run = load && (async (call: Call) => asMap(await load(context(ctx, call), at)))
    const own = run ? await guard.attempt(`load ${name}`, run, BUDGET_MS.load, null) : NOTHING
    if (own) loaded.set(name, own)
    // What was not loaded now may be at the next view.
    if (!own || !variesBy) continue
    const vary = () => wordOf(variesBy({ ctx: viewer, places: at, loaded: own }), own)
    const word = guard.sync(`viewer ${name}`, vary, null)
    if (word !== null) words.set(name, word)
  }
  return {
    words,
    fill: ({ name, argument }) => {
      const view = slots[name]?.view
      if (!view) return ''
      const own = loaded.get(name)?.get(argument)
      const shown = () => draw(view({ page, t: viewer.t, ctx: viewer, place: argument, own }))
      return guard.sync(`viewer ${name}`, shown, null)
    },
  }
}

/** @returns null where it would be too long @throws TypeError for what JSON has not */
function wordOf(varies: string, loaded: ReadonlyMap<string, unknown>): string | null {
  const word = loaded.size > 0 ? JSON.stringify([varies, [...loaded]]) : JSON.stringify(varies)
  return word.length > LONGEST_WORD ? null : word
}

/** A plugin's viewer slots on one page: what is the viewer's own is read once, and each place is filled for them. */
import type { VNode } from 'preact'
import type { Ctx } from '../core/context.ts'
import type { PageContext } from '../site/page.ts'
import type { PlacesByName, Showing, Viewer, ViewerPlace } from '../site/showing.ts'
import { asMap } from './answers.ts'
import type { Call } from './call.ts'
import type { PluginCtx, ViewerCtx } from './context.ts'
import type { ViewerSlot } from './declaration.ts'
import { BUDGET_MS, type Guard } from './guard.ts'

/** Longer words would cost more memory than what is kept under them is worth. */
const LONGEST_WORD = 2000

type Loaded = ReadonlyMap<string, unknown>
const NOTHING: Loaded = new Map()

type Parts = {
  readonly slots: Readonly<Record<string, ViewerSlot>>
  readonly guard: Guard
  readonly context: (ctx: Ctx, call: Call) => PluginCtx
  readonly viewerContext: (ctx: Ctx) => ViewerCtx
  /** HTML as it may stand on a page. @throws what is wrong with it */
  readonly draw: (node: VNode | null) => string
}

/** A slot with the names of its points, which each view of a page would put together. */
type NamedSlot = ViewerSlot & { readonly loading: string; readonly viewing: string }

type Prepared = Omit<Parts, 'slots'> & { readonly slots: ReadonlyMap<string, NamedSlot> }

/** How the viewer slots are filled: a query for each that loads, and no wait where none does. */
export function viewersOf(parts: Parts): Showing['viewer'] {
  const named = Object.entries(parts.slots).map(([name, slot]): [string, NamedSlot] => [
    name,
    { ...slot, loading: `load ${name}`, viewing: `viewer ${name}` },
  ])
  const prepared: Prepared = { ...parts, slots: new Map(named) }
  const loads = named.some(([, { load }]) => load)
  return (ctx, page, places) => {
    const viewer = new PluginViewer(prepared, ctx, page)
    if (loads) return viewer.load(places)
    for (const [name, at] of places) viewer.vary(name, at, NOTHING)
    return viewer
  }
}

class PluginViewer implements Viewer {
  readonly words = new Map<string, string>()
  private readonly viewer: ViewerCtx
  private loaded: Map<string, Loaded> | null = null

  constructor(
    private readonly of: Prepared,
    private readonly ctx: Ctx,
    private readonly page: PageContext,
  ) {
    this.viewer = of.viewerContext(ctx)
  }

  async load(places: PlacesByName): Promise<this> {
    const { slots, guard, context } = this.of
    this.loaded = new Map()
    for (const [name, at] of places) {
      const { load, loading = '' } = slots.get(name) ?? {}
      const run = load && (async (call: Call) => asMap(await load(context(this.ctx, call), at)))
      const own = run ? await guard.attempt(loading, run, BUDGET_MS.load, null) : NOTHING
      // What was not loaded now may be at the next view.
      if (!own) continue
      this.loaded.set(name, own)
      this.vary(name, at, own)
    }
    return this
  }

  /** Asks for a slot's word. */
  vary(name: string, places: readonly string[], loaded: Loaded): void {
    const { variesBy, viewing = '' } = this.of.slots.get(name) ?? {}
    if (!variesBy) return
    const vary = () => wordOf(variesBy({ ctx: this.viewer, places, loaded }), loaded)
    const word = this.of.guard.sync(viewing, vary, null)
    if (word !== null) this.words.set(name, word)
  }

  fill({ name, argument }: ViewerPlace): string | null {
    const { slots, guard, draw } = this.of
    const { view, viewing = '' } = slots.get(name) ?? {}
    if (!view) return ''
    const own = this.loaded?.get(name)?.get(argument)
    const shown = () => draw(view({ page: this.page, t: this.viewer.t, ctx: this.viewer, place: argument, own }))
    return guard.sync(viewing, shown, null)
  }
}

/** @returns null where it would be too long @throws TypeError for what JSON has not */
function wordOf(varies: string, loaded: Loaded): string | null {
  const word = loaded.size > 0 ? JSON.stringify([varies, [...loaded]]) : JSON.stringify(varies)
  return word.length > LONGEST_WORD ? null : word
}

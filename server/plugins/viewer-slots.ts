/** A plugin's viewer slots on one page: what is the viewer's own is read once, and each place is filled for them. */
import type { VNode } from 'preact'
import type { Ctx } from '../core/context.ts'
import type { PageContext } from '../site/page.ts'
import type { Viewer, ViewerPlace } from '../site/showing.ts'
import { asMap } from './answers.ts'
import type { PluginCtx } from './context.ts'
import type { ViewerSlot, ViewParts } from './declaration.ts'
import { BUDGET_MS, type Call, type Guard } from './guard.ts'

/** Longer words would cost more memory than what is kept under them is worth. */
const LONGEST_WORD = 2000

const NOTHING: ReadonlyMap<string, unknown> = new Map()

type Parts = {
  readonly slots: Readonly<Record<string, ViewerSlot>>
  readonly guard: Guard
  readonly context: (ctx: Ctx, call: Call) => PluginCtx
  readonly parts: (page: PageContext) => ViewParts
  /** HTML as it may stand on a page. @throws what is wrong with it */
  readonly draw: (node: VNode | null) => string
}

/** Where is what, on which page, for whom. */
type Asked = { readonly ctx: Ctx; readonly page: PageContext; readonly places: readonly ViewerPlace[] }

/** What the actor is shown at these places. A query for each slot that loads. */
export async function viewerOf({ slots, guard, context, parts, draw }: Parts, asked: Asked): Promise<Viewer> {
  const { ctx, page, places } = asked
  const loaded = new Map<string, ReadonlyMap<string, unknown>>()
  const words = new Map<string, string>()
  // Of one page there may be hundreds: they share what they are given, which is good only while one is asked.
  const call = { ended: true }
  const given = { page, t: parts(page).t, ctx: context(ctx, call) }
  const asking = <T>(point: string, ask: () => T, otherwise: T): T => {
    call.ended = false
    try {
      return guard.sync(point, ask, otherwise)
    } finally {
      call.ended = true
    }
  }
  for (const [name, of] of argumentsByName(places)) {
    const { load, variesBy } = slots[name] ?? {}
    const run = load && (async (one: Call) => asMap(await load(context(ctx, one), of)))
    const own = run ? await guard.attempt(`load ${name}`, run, BUDGET_MS.load, null) : NOTHING
    if (own) loaded.set(name, own)
    // What was not loaded now may be at the next view.
    if (!own || !variesBy) continue
    const vary = () => wordOf(variesBy({ ctx: given.ctx, places: of, loaded: own }), own)
    const word = asking(`viewer ${name}`, vary, null)
    if (word !== null) words.set(name, word)
  }
  return {
    words,
    fill: ({ name, argument }) => {
      const view = slots[name]?.view
      if (!view) return ''
      const own = loaded.get(name)?.get(argument)
      return asking(`viewer ${name}`, () => draw(view({ ...given, place: argument, own })), null)
    },
  }
}

function argumentsByName(places: readonly ViewerPlace[]): Map<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const { name, argument } of places) {
    const found = byName.get(name)
    if (found) found.push(argument)
    else byName.set(name, [argument])
  }
  return byName
}

/** @returns null where it would be too long @throws TypeError for what JSON has not */
function wordOf(varies: string, loaded: ReadonlyMap<string, unknown>): string | null {
  const word = loaded.size > 0 ? JSON.stringify([varies, [...loaded]]) : JSON.stringify(varies)
  return word.length > LONGEST_WORD ? null : word
}

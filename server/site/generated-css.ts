/** The two stylesheets that settings and sign-in make: the brand's, and the viewer's own. Their addresses hold their hash. */
import { createHash } from 'node:crypto'
import { categoryTree } from '../categories/tree.ts'
import { isAdministrator } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'

const MOST_HASHES = 10_000
const hashes = new Map<string, string>()

/** Every page names both stylesheets, and few texts make them: their hashes are kept. */
function hash(text: string): string {
  let known = hashes.get(text)
  if (!known) {
    known = createHash('sha256').update(text).digest('base64url').slice(0, 16)
    if (hashes.size >= MOST_HASHES) hashes.clear()
    hashes.set(text, known)
  }
  return known
}

/** The brand's tokens: one hue in, a whole palette out (client/styles/tokens.css). */
export function brandCss(ctx: Ctx): string {
  const hue = ctx.setting('site.hue')
  const chroma = ctx.setting('site.vividness') / 100
  const round = ctx.setting('site.roundness') / 10
  return `@layer brand{:root{--brand-h:${hue};--brand-c:${chroma};--round:${round}}}`
}

/**
 * Author's and staff's controls are in the neutral HTML and hidden; this shows the viewer theirs, and hides what is for
 * all but the author. The server still checks every act: this decides what is offered, not what is allowed.
 */
export function viewerCss(ctx: Ctx): string {
  const selectors: string[] = []
  if (ctx.actor.id !== null) selectors.push(`[data-author="${ctx.actor.id}"] [data-only~="author"]`)
  if (isAdministrator(ctx.actor)) selectors.push('[data-only~="moderate"]')
  else {
    const moderated = ctx.read(categoryTree).idsHaving(ctx.actor, 'moderate')
    selectors.push(...moderated.map(id => `[data-category="${id}"] [data-only~="moderate"]`))
  }
  if (selectors.length === 0) return ''
  // `contents` lets the wrapper's children lay themselves out as if it were not there.
  const shown = `${selectors.join(',')}{display:contents}`
  const hidden = ctx.actor.id === null ? '' : `[data-author="${ctx.actor.id}"] [data-not~="author"]{display:none}`
  return `@layer viewer{${shown}${hidden}}`
}

export const brandPath = (ctx: Ctx): string => `/brand-${hash(brandCss(ctx))}.css`

/** Null for who has no control to be shown. */
export function viewerPath(ctx: Ctx): string | null {
  const css = viewerCss(ctx)
  return css ? `/me-${hash(css)}.css` : null
}

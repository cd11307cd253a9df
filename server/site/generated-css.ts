/** The stylesheets that settings and sign-in make: the brand's, the community's own rules, the viewer's. Their addresses hold their hash. */
import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import { isAdministrator } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { type Mark, settingOf } from './marks.ts'
import { settings } from './settings.ts'
import { FACES, stackOf } from './typefaces.ts'

const MOST_HASHES = 10_000
const hashes = new Map<string, string>()

/** Every page names what few texts make: their hashes are kept. In hex, for `/marks/logo-<hash>` is taken apart at its dash. */
function hash(text: string): string {
  let known = hashes.get(text)
  if (!known) {
    known = createHash('sha256').update(text).digest('hex').slice(0, 16)
    if (hashes.size >= MOST_HASHES) hashes.clear()
    hashes.set(text, known)
  }
  return known
}

const { 'site.hue': hues, 'site.vividness': vividnesses, 'site.roundness': roundnesses } = settings

/** How vivid a look may be. */
export const VIVIDNESS: { readonly min: number; readonly max: number } = vividnesses

/** What an administrator chooses of the look, within what the settings allow. */
export const LookSchema = Type.Object({
  hue: Type.Integer({ minimum: hues.min, maximum: hues.max }),
  vividness: Type.Integer({ minimum: vividnesses.min, maximum: vividnesses.max }),
  roundness: Type.Integer({ minimum: roundnesses.min, maximum: roundnesses.max }),
  brightFill: Type.Boolean(),
  fontDisplay: Type.Enum([...FACES]),
  fontText: Type.Enum([...FACES]),
})

export type Look = Static<typeof LookSchema>

export const lookOf = (ctx: Ctx): Look => ({
  hue: ctx.setting('site.hue'),
  vividness: ctx.setting('site.vividness'),
  brightFill: ctx.setting('site.brightFill'),
  roundness: ctx.setting('site.roundness'),
  fontDisplay: ctx.setting('site.fontDisplay'),
  fontText: ctx.setting('site.fontText'),
})

/** A look's tokens: one hue in, a whole palette out (client/styles/tokens.css). */
export function lookCss({ hue, vividness, roundness, fontDisplay, fontText }: Look): string {
  const fonts = `--font-display:${stackOf(fontDisplay)};--font-text:${stackOf(fontText)}`
  return `@layer brand{:root{--brand-h:${hue};--brand-c:${vividness / 100};--round:${roundness / 10};${fonts}}}`
}

/** Where a look is worn before anybody stores it. */
export const lookPath = (look: Look): string =>
  `/look.css?${new URLSearchParams(Object.entries(look).map(([name, value]) => [name, String(value)]))}`

export const brandCss = (ctx: Ctx): string => lookCss(lookOf(ctx))

/** The community's own rules, after the design's and before what decides who is offered a control. */
export function ownCss(ctx: Ctx): string {
  const css = ctx.setting('site.css')
  return css && `@layer brand{\n${css}\n}\n`
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

/** Pages that never wear the community's own rules: whoever locked themselves out by one comes back through these. */
const PLAIN = /^\/(admin|sign-in|setup)(?![\w-])|[?&]plain-style\b/

/** Null where there are no rules of the community's own, and on pages that do without. */
export function ownPath(ctx: Ctx, path: string): string | null {
  const css = ctx.setting('site.css')
  return css && !PLAIN.test(path) ? `/style-${hash(css)}.css` : null
}

export const brandPath = (ctx: Ctx): string => `/brand-${hash(brandCss(ctx))}.css`

/** Where the community's own marks are; null for each that it does not have. */
export function markPaths(ctx: Ctx): Readonly<Record<Mark, string | null>> {
  const pathOf = (mark: Mark) => {
    const text = ctx.setting(settingOf(mark))
    return text ? `/marks/${mark}-${hash(text)}` : null
  }
  return { logo: pathOf('logo'), logoDark: pathOf('logoDark'), icon: pathOf('icon') }
}

/** Null for who has no control to be shown. */
export function viewerPath(ctx: Ctx): string | null {
  const css = viewerCss(ctx)
  return css ? `/me-${hash(css)}.css` : null
}

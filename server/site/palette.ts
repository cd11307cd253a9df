/**
 * The palette as numbers: what client/styles/tokens.css says to browsers, for those who have to know how a hue comes out
 * before it is worn. tests/admin/palette.test.ts holds the two together.
 */
import { contrast, hexOf, type Oklch } from '../core/colour.ts'
import type { ButtonColours } from '../core/mail/letter.tsx'

/** What makes a palette: a hue in degrees, vividness in hundredths of chroma, light buttons or dark ones. */
export type Tint = { readonly hue: number; readonly vividness: number; readonly brightFill: boolean }

export type Theme = 'light' | 'dark'

/** Of daylight's neutrals, whatever the brand. */
const STONE_HUE = 92

type Shade = (tint: Tint) => Oklch

const stone =
  (l: number, c: number): Shade =>
  () => ({ l, c, h: STONE_HUE })
/** A trace of the brand's hue, the same however vivid it is. */
const stained =
  (l: number, c: number): Shade =>
  ({ hue }) => ({ l, c, h: hue })
/** A share of the brand's vividness. */
const tinted =
  (l: number, share = 1): Shade =>
  ({ hue, vividness }) => ({ l, c: (vividness / 100) * share, h: hue })

/** By the names of their tokens: by day, by night. */
export const ROLES = {
  canvas: { light: stone(0.957, 0.008), dark: stained(0.178, 0.012) },
  sheet: { light: stone(0.995, 0.003), dark: stained(0.218, 0.013) },
  raised: { light: stone(1, 0), dark: stained(0.262, 0.014) },
  sunken: { light: stone(0.937, 0.01), dark: stained(0.15, 0.01) },
  line: { light: stone(0.89, 0.012), dark: stained(0.31, 0.016) },
  edge: { light: stone(0.6, 0.022), dark: stained(0.58, 0.02) },
  ink: { light: stone(0.25, 0.02), dark: stained(0.94, 0.008) },
  'ink-2': { light: stone(0.41, 0.022), dark: stained(0.79, 0.012) },
  'ink-3': { light: stone(0.485, 0.02), dark: stained(0.71, 0.014) },
  't-ink': { light: tinted(0.435), dark: tinted(0.83, 0.8) },
  't-fill': { light: tinted(0.48), dark: tinted(0.78, 0.85) },
  't-on': { light: stained(0.99, 0.005), dark: stained(0.2, 0.03) },
  't-mark': { light: tinted(0.57), dark: tinted(0.68, 0.9) },
  't-line': { light: tinted(0.87, 0.5), dark: tinted(0.415, 0.55) },
  't-wash': { light: tinted(0.947, 0.26), dark: tinted(0.285, 0.36) },
} as const satisfies Readonly<Record<string, Readonly<Record<Theme, Shade>>>>

export type Role = keyof typeof ROLES

/** Of bright brands, by day and by night: `[data-fill="bright"]`. */
export const BRIGHT = { 't-fill': tinted(0.84), 't-on': stained(0.2, 0.03) } as const

/** What a token is in a palette. */
export function shade(tint: Tint, theme: Theme, role: Role): Oklch {
  if (tint.brightFill && (role === 't-fill' || role === 't-on')) return BRIGHT[role](tint)
  return ROLES[role][theme](tint)
}

const SURFACES = ['canvas', 'sheet', 'raised', 'sunken', 't-wash'] as const satisfies readonly Role[]

/** WCAG 2.2: letters 4.5 (1.4.3), what has to be seen of controls 3 (1.4.11). */
const PAIRS = {
  reading: { fore: 'ink', backs: SURFACES, needs: 4.5 },
  secondary: { fore: 'ink-2', backs: SURFACES, needs: 4.5 },
  quiet: { fore: 'ink-3', backs: SURFACES, needs: 4.5 },
  links: { fore: 't-ink', backs: [...SURFACES, 't-line'], needs: 4.5 },
  letters: { fore: 't-on', backs: ['t-fill'], needs: 4.5 },
  marks: { fore: 't-mark', backs: SURFACES, needs: 3 },
  edges: { fore: 'edge', backs: ['canvas', 'sheet', 'raised'], needs: 3 },
} as const satisfies Readonly<Record<string, { fore: Role; backs: readonly Role[]; needs: number }>>

type PairName = keyof typeof PAIRS
const PAIR_NAMES = Object.keys(PAIRS) as readonly PairName[]

export type Proof = {
  readonly pair: PairName
  readonly needs: number
  /** On the ground on which it is least. */
  readonly light: number
  readonly dark: number
  readonly passes: boolean
}

/** How every pair that people have to tell apart comes out. */
export function proofOf(tint: Tint): Proof[] {
  return PAIR_NAMES.map(pair => {
    const { fore, backs, needs } = PAIRS[pair]
    const least = (theme: Theme) =>
      Math.min(...backs.map(back => contrast(shade(tint, theme, fore), shade(tint, theme, back))))
    const [light, dark] = [least('light'), least('dark')]
    return { pair, needs, light, dark, passes: light >= needs && dark >= needs }
  })
}

export const passes = (tint: Tint): boolean => proofOf(tint).every(proof => proof.passes)

/** The most vivid that a hue may be, at most as vivid as it is: lightness is fixed by role, so less chroma always passes. */
export function mostVivid(tint: Tint): number {
  let { vividness } = tint
  while (vividness > 0 && !passes({ ...tint, vividness })) vividness--
  return vividness
}

/** The button of letters, by day: mail programs know neither our tokens nor OKLCH. */
export const letterButton = (tint: Tint): ButtonColours => ({
  ground: hexOf(shade(tint, 'light', 't-fill')),
  letters: hexOf(shade(tint, 'light', 't-on')),
})

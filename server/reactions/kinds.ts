/**
 * The reactions that are drawn: each with a key, its drawing, a tone, and a name in every language (`reaction.<key>`).
 * Which of them a community offers, and in which order, is a setting.
 */
import type { Ctx } from '../core/context.ts'
import type { FieldError } from '../core/errors.ts'

/** By key, which is its icon's name too. Another one is a line here, two messages and an icon. */
export const KINDS = {
  heart: { tone: 'rust' },
  lightbulb: { tone: 'honey' },
  footprints: { tone: 'moss' },
  'party-popper': { tone: 'iris' },
  smile: { tone: 'iris' },
  'hand-heart': { tone: 'heather' },
} as const

export type ReactionKey = keyof typeof KINDS

/** Every key there is, in the order in which they are shown unless a setting says otherwise. */
export const KEYS = Object.keys(KINDS).filter(isKey)

export function isKey(text: string): text is ReactionKey {
  return Object.hasOwn(KINDS, text)
}

const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

/** The keys that a reaction may be given by, in the community's order. */
export const offeredKeys = (ctx: Ctx): readonly ReactionKey[] => [
  ...new Set(wordsOf(ctx.setting('reactions.set')).filter(isKey)),
]

/** What is wrong with the setting's text: the first word in it that is no key. */
export function problemWithSet(text: string): FieldError | null {
  const unknown = wordsOf(text).find(word => !isKey(word))
  return unknown === undefined
    ? null
    : { key: 'reaction.error.unknownKey', values: { key: unknown.slice(0, 40), known: KEYS.join(', ') } }
}

/**
 * All keys as they are shown: those on offer first. One that was taken off the set stays where it was given, since a
 * setting does not unsay what people said; it just cannot be given any more.
 */
export const shownKeys = (ctx: Ctx): readonly ReactionKey[] => [...new Set([...offeredKeys(ctx), ...KEYS])]

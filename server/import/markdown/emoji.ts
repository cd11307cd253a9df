/** Emoji by the names that Discourse has for them, as characters. */
import characters from 'markdown-it-emoji/lib/data/full.mjs'

/** Names that differ from those of GitHub, which our pipeline knows. */
const OTHERS: Readonly<Record<string, string>> = {
  slight_smile: '🙂',
  slight_frown: '🙁',
  smiling_face: '☺️',
  frowning_with_open_mouth: '😦',
  hugs: '🤗',
  nerd: '🤓',
  nerd_face: '🤓',
  crazy_face: '🤪',
  zany_face: '🤪',
  face_with_raised_eyebrow: '🤨',
  face_with_monocle: '🧐',
  face_with_hand_over_mouth: '🤭',
  face_with_symbols_over_mouth: '🤬',
  star_struck: '🤩',
  exploding_head: '🤯',
  shushing_face: '🤫',
  partying_face: '🥳',
  folded_hands: '🙏',
  waving_hand: '👋',
  raising_hands: '🙌',
  chequered_flag: '🏁',
  thumbs_up: '👍',
  thumbs_down: '👎',
}
const TONES = ['', '', '🏻', '🏼', '🏽', '🏾', '🏿']

/** The character of `:wave:` or `:wave:t3:`; null for one that only its forum has. */
export function emojiOf(name: string): string | null {
  const found = /^:?([\w+-]+?)(?::t([2-6]))?:?$/.exec(name)
  const [, plain = '', tone] = found ?? []
  const character = Object.hasOwn(characters, plain) ? characters[plain] : OTHERS[plain]
  return character === undefined ? null : character + (TONES[Number(tone ?? 0)] ?? '')
}

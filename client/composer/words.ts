/** Sentences that only scripts say, in the page's language. */
import type { MessageKey } from '../../server/core/i18n.ts'

type Said<K> = K extends `say.${infer Word}` ? Word : never
export type Word = Said<MessageKey>

const { default: words } = await (document.documentElement.lang === 'fr' ? import('words:fr') : import('words:en'))

export const say = (word: Word, values: Readonly<Record<string, string | number>> = {}): string =>
  (words[word] ?? word).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

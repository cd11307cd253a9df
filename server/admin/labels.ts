/** What the pages of administration call the things that features declare by name. */
import { t as inLanguage, isMessageKey, type Translate } from '../core/i18n.ts'
import type { GroupName } from './queries.ts'

/** The message of a key made at run time, or what stands in for it: a declaration without a label is no reason to fail. */
export const labelOr = (t: Translate, key: string, otherwise: string): string =>
  isMessageKey(key) ? t(key) : otherwise

/** A group's name. Those that every community has are called in the reader's language until somebody renames them. */
export function groupLabel(t: Translate, { slug, name, kind }: GroupName): string {
  const key = `group.name.${slug}`
  return kind !== 'custom' && isMessageKey(key) && inLanguage('en', key) === name ? t(key) : name
}

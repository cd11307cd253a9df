/** What settings are called, in the reader's language: their names are messages. */
import { isMessageKey, type Translate } from '../core/i18n.ts'
import type { SettingDeclaration } from '../core/settings.ts'

type SettingWords = {
  readonly label: string
  readonly help: string | null
  /** Of a choice. */
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** A declaration without a message is called by its key: no reason to fail. */
export function wordsOf(t: Translate, key: string, declaration: SettingDeclaration): SettingWords {
  const said = (one: string) => (isMessageKey(one) ? t(one) : null)
  const options = declaration.type === 'choice' ? declaration.options : []
  return {
    label: said(`setting.${key}`) ?? key,
    help: said(`setting.${key}.help`),
    options: options.map(value => ({ value, label: said(`setting.${key}.${value}`) ?? value })),
  }
}

/** Messages in the reader's language: typed keys, ICU plurals, compiled once. */
import { IntlMessageFormat } from 'intl-messageformat'
import en from '../locales/en.json' with { type: 'json' }
import fr from '../locales/fr.json' with { type: 'json' }

export type MessageKey = keyof typeof en & string
export type Values = Readonly<Record<string, string | number | Date>>
export type Translate = (key: MessageKey, values?: Values) => string

const catalogues = { en, fr } satisfies Record<string, Record<MessageKey, string>>

export type Locale = keyof typeof catalogues
export const LOCALES: readonly Locale[] = ['en', 'fr']

export const isLocale = (text: unknown): text is Locale => LOCALES.some(locale => locale === text)

/** Whether a key computed at run time (`setting.…`, `permission.…`) has a message. */
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key) || taught.has(key)

/** All keys that begin so. */
export const messageKeys = (prefix: string): MessageKey[] =>
  Object.keys(en)
    .filter(isMessageKey)
    .filter(key => key.startsWith(prefix))

/** Labels of what plugins declare, by the keys under which those of features stand in the catalogues. */
const taught = new Map<string, Readonly<Record<Locale, string>>>()

/** Adds messages that are not in the catalogues; one that was taught before is replaced. */
export function teach(messages: ReadonlyMap<string, Readonly<Record<Locale, string>>>): void {
  for (const [key, words] of messages) {
    taught.set(key, words)
    for (const locale of LOCALES) compiled.delete(`${locale} ${key}`)
  }
}

const compiled = new Map<string, IntlMessageFormat>()

/** The message of `key`; unknown values in it are a bug and throw. Never HTML: views escape it like any text. */
export function t(locale: Locale, key: MessageKey, values?: Values): string {
  const text = catalogues[locale][key] ?? taught.get(key)?.[locale] ?? key
  if (!text.includes('{')) return text
  const id = `${locale} ${key}`
  let format = compiled.get(id)
  if (!format) {
    format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
    compiled.set(id, format)
  }
  return String(format.format(values))
}

const translators = new Map<Locale, Translate>()

/** `t` bound to a language. */
export function translator(locale: Locale): Translate {
  let bound = translators.get(locale)
  if (!bound) {
    bound = (key, values) => t(locale, key, values)
    translators.set(locale, bound)
  }
  return bound
}

/**
 * The best of `offered` for an Accept-Language header (RFC 9110 §12.5.4; ranges are matched by their primary tag).
 * Falls back to the first offered.
 */
export function negotiate(header: string | undefined, offered: readonly Locale[]): Locale {
  const fallback = offered[0] ?? 'en'
  if (!header) return fallback
  let best: Locale = fallback
  let bestQuality = 0
  for (const range of header.slice(0, 200).split(',')) {
    const [tag = '', ...parameters] = range.trim().split(';')
    const quality = Number(
      parameters
        .find(one => one.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    )
    const found = offered.find(locale => locale === tag.trim().toLowerCase().split('-', 1)[0])
    if (found && quality > bestQuality) {
      best = found
      bestQuality = quality
    }
  }
  return best
}

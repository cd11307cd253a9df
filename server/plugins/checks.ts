/** What declarations are looked at with: each answers with the path of what makes no sense, or with null. */
import { IntlMessageFormat } from 'intl-messageformat'
import { LOCALES } from '../core/i18n.ts'
import { isIcon } from '../site/icon.tsx'

export type Check = (value: unknown) => boolean

export type Part = (path: string, value: unknown) => string | null

export const is =
  (check: Check): Part =>
  (path, value) =>
    check(value) ? null : path

/** An object all of whose values pass, and whose names are of this sort. */
export const each =
  (part: Part, isName: (name: string) => boolean = () => true): Part =>
  (path, value) => {
    if (!isObject(value)) return path
    for (const [name, one] of Object.entries(value)) {
      const wrong = isName(name) ? part(`${path}.${name}`, one) : `${path}.${name}`
      if (wrong !== null) return wrong
    }
    return null
  }

/** An object with these parts; those named first must be there. */
export const withParts =
  (required: readonly string[], parts: Readonly<Record<string, Check>>): Part =>
  (path, value) => {
    if (!isObject(value)) return path
    const wrong = Object.entries(parts).find(([name, check]) => {
      const one: unknown = Reflect.get(value, name)
      return one === undefined ? required.includes(name) : !check(one)
    })
    return wrong ? `${path}.${wrong[0]}` : null
  }

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isText: Check = value => typeof value === 'string'
export const isNumber: Check = value => Number.isSafeInteger(value)
export const isFunction: Check = value => typeof value === 'function'
export const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)

/** A text in each language, that can be put together with these values and no others. */
export const isWordsOf =
  (values: Readonly<Record<string, string>>): Check =>
  value =>
    isObject(value) &&
    LOCALES.every(locale => tells(() => messageIn(locale, Reflect.get(value, locale)).format(values)))

export const isWords = isWordsOf({})

export const isMessage = (locale: string, text: unknown): boolean => tells(() => messageIn(locale, text))

/** @throws for what is no message */
function messageIn(locale: string, text: unknown): IntlMessageFormat {
  if (typeof text !== 'string') throw new TypeError('a message is a text')
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
}

function tells(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

export const isIconName: Check = value => typeof value === 'string' && isIcon(value)

/** Whether a declaration is one: plugins need not be TypeScript, and what makes no sense is found before anything uses it. */
import { IntlMessageFormat } from 'intl-messageformat'
import semver from 'semver'
import { LOCALES } from '../core/i18n.ts'
import { isIcon } from '../site/icon.tsx'

type Check = (value: unknown) => boolean

/** The first part of a declaration that makes no sense, by its path (`settings.word.default`); null where there is none. */
export function wrongPart(plugin: object): string | null {
  for (const [name, check] of Object.entries(PARTS)) {
    const value: unknown = Reflect.get(plugin, name)
    const wrong = value === undefined && !REQUIRED.has(name) ? null : check(name, value)
    if (wrong !== null) return wrong
  }
  return null
}

const REQUIRED = new Set(['name', 'description'])

type Part = (path: string, value: unknown) => string | null

const is =
  (check: Check): Part =>
  (path, value) =>
    check(value) ? null : path

/** An object all of whose values pass, and whose names are of this sort. */
const each =
  (part: Part, names = /^/): Part =>
  (path, value) => {
    if (!isObject(value)) return path
    for (const [name, one] of Object.entries(value)) {
      const wrong = names.test(name) ? part(`${path}.${name}`, one) : `${path}.${name}`
      if (wrong !== null) return wrong
    }
    return null
  }

/** An object with these parts; those named first must be there. */
const withParts =
  (required: readonly string[], parts: Readonly<Record<string, Check>>): Part =>
  (path, value) => {
    if (!isObject(value)) return path
    const wrong = Object.entries(parts).find(([name, check]) => {
      const one: unknown = Reflect.get(value, name)
      return one === undefined ? required.includes(name) : !check(one)
    })
    return wrong ? `${path}.${wrong[0]}` : null
  }

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText: Check = value => typeof value === 'string'
const isNumber: Check = value => Number.isSafeInteger(value)
const isFunction: Check = value => typeof value === 'function'
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check)

/** A text in each language, that can be put together with these values and no others. */
const isWordsOf =
  (values: Readonly<Record<string, string>>): Check =>
  value =>
    isObject(value) &&
    LOCALES.every(locale => tells(() => messageIn(locale, Reflect.get(value, locale)).format(values)))

const isWords = isWordsOf({})

const isMessage = (locale: string, text: unknown): boolean => tells(() => messageIn(locale, text))

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

const isIconName: Check = value => typeof value === 'string' && isIcon(value)

const isHolder: Check = value =>
  typeof value === 'string' && /^(everyone|members|staff|moderators|administrators|trust:[0-4])$/.test(value)

const SETTING = { label: isWords, help: isWords, secret: (value: unknown) => typeof value === 'boolean' }
const SETTINGS: Readonly<Record<string, Part>> = {
  string: withParts(['label', 'default', 'maxLength'], { ...SETTING, default: isText, maxLength: isNumber }),
  integer: withParts(['label', 'default', 'min', 'max'], {
    ...SETTING,
    default: isNumber,
    min: isNumber,
    max: isNumber,
  }),
  boolean: withParts(['label', 'default'], { ...SETTING, default: value => typeof value === 'boolean' }),
  choice: withParts(['label', 'default', 'options'], {
    ...SETTING,
    default: isText,
    options: listOf(one => isObject(one) && isText(Reflect.get(one, 'value')) && isWords(Reflect.get(one, 'label'))),
  }),
}

const setting: Part = (path, value) => {
  const type = isObject(value) ? String(Reflect.get(value, 'type')) : ''
  const part = Object.hasOwn(SETTINGS, type) ? SETTINGS[type] : undefined
  return part ? part(path, value) : `${path}.type`
}

const catalogues: Part = (path, value) => {
  if (!isObject(value)) return path
  for (const locale of LOCALES) {
    const messages = each((at, text) => (isMessage(locale, text) ? null : at))
    const wrong = messages(`${path}.${locale}`, Reflect.get(value, locale))
    if (wrong !== null) return wrong
  }
  return null
}

const PARTS: Readonly<Record<string, Part>> = {
  name: is(isWords),
  description: is(isWords),
  needs: each(is(value => isText(value) && semver.validRange(String(value)) !== null)),
  permissions: each(withParts(['label', 'default'], { label: isWords, default: listOf(isHolder) })),
  settings: each(setting),
  locales: catalogues,
  migrations: is(isText),
  load: each(is(isFunction)),
  blocks: each(is(isFunction)),
  slots: each(is(isFunction)),
  snippets: each(withParts(['label', 'icon', 'text'], { label: isWords, icon: isText, text: isWords })),
  viewerSlots: each(withParts(['view'], { load: isFunction, view: isFunction })),
  filters: each(is(isFunction)),
  on: each(is(isFunction)),
  refreshes: is(listOf(isText)),
  claims: is(value => listOf(one => /^\/[a-z][a-z0-9-]{0,30}$/.test(String(one)))(value) && Object(value).length === 1),
  pages: is(isFunction),
  api: is(isFunction),
  notifications: each(
    withParts(['label', 'text', 'icon'], { label: isWords, text: isWordsOf({ name: '' }), icon: isIconName }),
    /^[a-z][A-Za-z0-9]*$/,
  ),
  demo: withParts([], { threads: isText, play: isFunction }),
  jobs: each(withParts(['run'], { run: isFunction, every: isText })),
}

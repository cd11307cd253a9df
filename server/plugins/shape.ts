/** Whether a declaration is one: plugins need not be TypeScript, and what makes no sense is found before anything uses it. */
import semver from 'semver'
import { LOCALES } from '../core/i18n.ts'
import { NAMED } from '../core/keeps.ts'
import {
  type Check,
  each,
  is,
  isFunction,
  isIconName,
  isMessage,
  isNumber,
  isObject,
  isText,
  isWords,
  isWordsOf,
  listOf,
  type Part,
  withParts,
} from './checks.ts'
import { hostsPart } from './host-shape.ts'
import { kindsPart } from './kind-shape.ts'
import { memberFieldsPart } from './member-fields-of.ts'
import { verbsPart } from './verb-shape.ts'

/** The first part of a declaration that makes no sense, by its path (`settings.word.default`); null where there is none. */
export function wrongPart(plugin: object): string | null {
  for (const [name, check] of Object.entries({ ...PARTS, kinds: kindsPart(plugin), hosts: hostsPart(plugin) })) {
    const value: unknown = Reflect.get(plugin, name)
    const wrong = value === undefined && !REQUIRED.has(name) ? null : check(name, value)
    if (wrong !== null) return wrong
  }
  return null
}

const REQUIRED = new Set(['name', 'description'])

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

const isNaming: Check = value =>
  isObject(value) && Object.values(value).every(named => NAMED.some(one => one === named))

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

const isArgument: Check = value => value === 'id' || value === 'word'
const isFunctions: Check = value => isObject(value) && Object.values(value).every(isFunction)

const PARTS: Readonly<Record<string, Part>> = {
  name: is(isWords),
  description: is(isWords),
  priority: is(isNumber),
  needs: each(is(value => isText(value) && semver.validRange(String(value)) !== null)),
  permissions: each(withParts(['label', 'default'], { label: isWords, default: listOf(isHolder) })),
  settings: each(setting),
  locales: catalogues,
  migrations: is(isText),
  memberFields: memberFieldsPart,
  load: each(is(isFunction)),
  blocks: each(is(isFunction)),
  slots: each(is(isFunction)),
  snippets: each(withParts(['label', 'icon', 'text'], { label: isWords, icon: isIconName, text: isWords })),
  viewerSlots: each(withParts(['view'], { load: isFunction, variesBy: isFunction, view: isFunction })),
  filters: each(is(isFunction)),
  on: each(is(isFunction)),
  channels: each(
    withParts(['may', 'state'], { argument: isArgument, may: isFunction, state: isFunction, hears: isFunctions }),
    name => /^[a-z][A-Za-z0-9]{0,30}$/.test(name),
  ),
  refreshes: is(listOf(isText)),
  claims: is(value => listOf(one => /^\/[a-z][a-z0-9-]{0,30}$/.test(String(one)))(value) && Object(value).length === 1),
  pages: is(isFunction),
  api: is(isFunction),
  notifications: each(
    withParts(['label', 'text', 'icon'], { label: isWords, text: isWordsOf({ name: '' }), icon: isIconName }),
    name => /^[a-z][A-Za-z0-9]*$/.test(name),
  ),
  demo: withParts([], { threads: isText, play: isFunction }),
  keeps: each(withParts(['ids', 'read', 'write'], { ids: isNaming, read: isFunction, write: isFunction }), name =>
    /^[a-z][A-Za-z0-9]*$/.test(name),
  ),
  search: each(withParts(['label', 'icon', 'find'], { label: isWords, icon: isIconName, find: isFunction }), name =>
    /^[a-z][A-Za-z0-9]*$/.test(name),
  ),
  jobs: each(withParts(['run'], { run: isFunction, every: isText })),
  verbs: verbsPart,
}

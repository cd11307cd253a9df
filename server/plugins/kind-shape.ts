/** Whether a plugin's kinds of threads are any. */
import { PLAIN } from '../core/kinds.ts'
import {
  each,
  is,
  isFunction,
  isIconName,
  isNumber,
  isObject,
  isText,
  isWords,
  listOf,
  type Part,
  withParts,
} from './checks.ts'

/** Names that every object has. */
const isInherited = (name: string): boolean => name in Object.prototype

const isKindName = (name: string): boolean => /^[a-z][a-z0-9]{1,30}$/.test(name) && name !== PLAIN && !isInherited(name)

/** As long as drafts know them (drafts/schema.ts). */
const isPartName = (name: string): boolean => /^[a-z][A-Za-z0-9]{0,40}$/.test(name) && !isInherited(name)
const MOST_LETTERS = 2000

/** What forms and requests in which a field stands call something else. */
const TAKEN = new Set([
  ...['title', 'body', 'tags', 'categoryId', 'kind', 'status', 'fields', 'reason', 'version', 'replyTo'],
  ...['key', 'intent', 'draftVersion'],
])

/** @param plugin whose permissions and paths its kinds may name */
export const kindsPart = (plugin: object): Part => each(kindPart(plugin), isKindName)

/** The first of these that finds something. */
const all =
  (...parts: readonly Part[]): Part =>
  (path, value) => {
    for (const part of parts) {
      const wrong = part(path, value)
      if (wrong !== null) return wrong
    }
    return null
  }

/** The same of one thing in it, which need not be there unless that is said. */
const inside =
  (name: string, part: Part, { needed = false } = {}): Part =>
  (path, value) => {
    const one: unknown = isObject(value) ? Reflect.get(value, name) : undefined
    return one === undefined && !needed ? null : part(`${path}.${name}`, one)
  }

function kindPart(plugin: object): Part {
  const permissions = Object.keys(Object(Reflect.get(plugin, 'permissions')))
  const claims: unknown[] = [Reflect.get(plugin, 'claims') ?? []].flat()
  const parts = {
    name: isWords,
    description: isWords,
    icon: isIconName,
    permission: (value: unknown) => permissions.some(one => one === value),
    load: isFunction,
    best: isFunction,
    describe: isFunction,
  }
  return (path, kind) =>
    all(
      withParts(['name', 'description', 'icon'], parts),
      inside('statuses', statuses, { needed: true }),
      inside(
        'fields',
        each(field, name => isPartName(name) && !TAKEN.has(name)),
      ),
      inside('list', listPart(claims, statusesOf(kind))),
      inside(
        'views',
        withParts([], { header: isFunction, postHeader: isFunction, postFooter: isFunction, row: isFunction }),
      ),
    )(path, kind)
}

const statusesOf = (kind: unknown): string[] =>
  isObject(kind) ? Object.keys(Object(Reflect.get(kind, 'statuses'))) : []

const isBoolean = (value: unknown): boolean => typeof value === 'boolean'

const TONES: readonly unknown[] = ['stone', 'info', 'ok', 'warn', 'bad']

const status = withParts(['name', 'tone'], { name: isWords, tone: one => TONES.includes(one), waits: isBoolean })

/** At least one: a thread begins in the first. */
const statuses: Part = (path, value) =>
  isObject(value) && Object.keys(value).length === 0 ? path : each(status, isPartName)(path, value)

/** Its page stands at a path that is the plugin's alone, with tabs for states that there are. */
const listPart = (claims: readonly unknown[], known: readonly string[]): Part =>
  all(
    withParts(['path', 'title', 'description', 'tabs'], {
      path: value => claims.includes(value),
      title: isWords,
      description: isWords,
      tabs: Array.isArray,
    }),
    inside('tabs', is(listOf(tab => isTab(tab, known)))),
  )

const isTab = (tab: unknown, known: readonly string[]): boolean =>
  isObject(tab) && known.some(one => one === Reflect.get(tab, 'status')) && isWords(Reflect.get(tab, 'label'))

const FIELD_PARTS = { label: isWords, help: isWords, required: isBoolean }

const FIELDS: Readonly<Record<string, Part>> = {
  string: withParts(['label', 'maxLength'], {
    ...FIELD_PARTS,
    maxLength: value => isNumber(value) && Number(value) >= 1 && Number(value) <= MOST_LETTERS,
  }),
  integer: all(withParts(['label', 'min', 'max'], { ...FIELD_PARTS, min: isNumber, max: isNumber }), (path, value) =>
    isObject(value) && Number(Reflect.get(value, 'min')) > Number(Reflect.get(value, 'max')) ? `${path}.max` : null,
  ),
  boolean: withParts(['label'], FIELD_PARTS),
  choice: withParts(['label', 'options'], { ...FIELD_PARTS, options: isOptions }),
}

const field: Part = (path, value) => {
  const type = isObject(value) ? String(Reflect.get(value, 'type')) : ''
  const part = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined
  return part ? part(path, value) : `${path}.type`
}

/** At least one, each once, as it comes back from a form: without space around it. */
export function isOptions(value: unknown): boolean {
  if (!listOf(isOption)(value)) return false
  const values = [value].flat().map(option => Reflect.get(Object(option), 'value'))
  return values.length > 0 && new Set(values).size === values.length
}

function isOption(option: unknown): boolean {
  if (!isObject(option) || !isWords(Reflect.get(option, 'label'))) return false
  const value: unknown = Reflect.get(option, 'value')
  return isText(value) && String(value).length <= MOST_LETTERS && value !== '' && String(value).trim() === value
}

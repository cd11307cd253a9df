/** A plugin's fields of members, as features declare theirs; and whether a declaration of such is one. */
import { FIELD_AUDIENCES, type MemberField, MOST_LETTERS } from '../core/member-fields.ts'
import { each, isNumber, isObject, isWords, type Part, withParts } from './checks.ts'
import type { Plugin } from './declaration.ts'
import { isOptions } from './kind-shape.ts'

export const memberFieldsOf = <Post>({ id, memberFields = {} }: Plugin<Post>): Record<string, MemberField> =>
  Object.fromEntries(Object.entries(memberFields).map(([name, field]) => [`${id}.${name}`, field]))

const COMMON = {
  label: isWords,
  help: isWords,
  visible: (value: unknown) => FIELD_AUDIENCES.some(one => one === value),
}

const NEEDED = ['label', 'visible']

const SORTS: Readonly<Record<string, Part>> = {
  text: withParts([...NEEDED, 'maxLength'], {
    ...COMMON,
    maxLength: value => isNumber(value) && Number(value) >= 1 && Number(value) <= MOST_LETTERS,
  }),
  choice: withParts([...NEEDED, 'options'], { ...COMMON, options: isOptions }),
  link: withParts(NEEDED, COMMON),
}

const field: Part = (path, value) => {
  const type = isObject(value) ? String(Reflect.get(value, 'type')) : ''
  const part = Object.hasOwn(SORTS, type) ? SORTS[type] : undefined
  return part ? part(path, value) : `${path}.type`
}

/** A name stands behind the plugin's in the API. */
export const memberFieldsPart: Part = each(field, name => /^[a-z][A-Za-z0-9]{0,40}$/.test(name))

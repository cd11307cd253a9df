/**
 * What members may say of themselves beside what everybody may, as features and plugins declare it. All values are
 * texts, of one line, and kept with the member (docs/decisions/0069).
 */
import { isStaff } from './actor.ts'
import type { Ctx } from './context.ts'
import { type FieldError, Invalid } from './errors.ts'
import type { Words } from './kinds.ts'
import { safeUrl } from './text/safe-url.ts'

type FieldSort =
  | { readonly type: 'text'; readonly maxLength: number }
  | { readonly type: 'choice'; readonly options: readonly { readonly value: string; readonly label: Words }[] }
  /** An address of another site. */
  | { readonly type: 'link' }

/** Of those to whom a member shows their profile; the member themselves sees all of theirs, and staff do. */
export const FIELD_AUDIENCES = ['everybody', 'members', 'staff'] as const

export type MemberField = FieldSort & {
  /** Above its field, and before its value. */
  readonly label: Words
  /** Under its field. */
  readonly help?: Words
  /** Who is shown it, of those to whom the member shows their profile; staff always are. */
  readonly visible: (typeof FIELD_AUDIENCES)[number]
}

/** By name, in the order in which they are shown. Those of plugins begin with the plugin: `perks.pronouns`. */
export type MemberFields = ReadonlyMap<string, MemberField>

export type FieldTexts = Readonly<Record<string, string>>

/** As long as any value may be. */
export const MOST_LETTERS = 500

/** By what a form calls a field, and what is wrong with it. */
export const fieldName = (name: string): string => `fields.${name}`

/** Names of the fields that the actor sees of others. */
export function namesInSight({ host, actor }: Pick<Ctx, 'host' | 'actor'>): string[] {
  const sees = {
    everybody: true,
    members: actor.kind !== 'visitor',
    staff: isStaff(actor),
  }
  return [...host.memberFields].flatMap(([name, { visible }]) => (sees[visible] ? [name] : []))
}

type FieldsChange = {
  readonly values: FieldTexts
  /** Names of those that are empty now. */
  readonly emptied: readonly string[]
}

/**
 * What becomes of a member's fields by what was sent of them; what was not sent stays.
 * @throws Invalid for a name that nobody declares, and what a field cannot be
 */
export function fieldsChange(fields: MemberFields, given: Readonly<Record<string, string | null>>): FieldsChange {
  const values: Record<string, string> = {}
  const emptied: string[] = []
  const wrong: Record<string, FieldError> = {}
  for (const [name, sent] of Object.entries(given)) {
    const field = fields.get(name)
    const text = field?.type === 'text' ? inOneLine(sent ?? '') : (sent ?? '').trim()
    const problem = field ? problemWith(field, text) : { key: 'invalid.unknownField' as const }
    if (problem) wrong[fieldName(name)] = problem
    else if (text === '') emptied.push(name)
    else values[name] = text
  }
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  return { values, emptied }
}

const inOneLine = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()

function problemWith(field: MemberField, text: string): FieldError | null {
  if (text === '') return null
  switch (field.type) {
    case 'choice':
      return field.options.some(({ value }) => value === text) ? null : { key: 'invalid.choice' }
    case 'link':
      if (text.length > MOST_LETTERS) return { key: 'invalid.maxLength', values: { max: MOST_LETTERS } }
      return linkOf(text) === null ? { key: 'invalid.link' } : null
    case 'text':
      return text.length > field.maxLength ? { key: 'invalid.maxLength', values: { max: field.maxLength } } : null
  }
}

/** The address that a link leads to; null where it must not, or leads nowhere else. */
export function linkOf(text: string): string | null {
  const address = safeUrl(text)
  return address !== null && /^https?:/.test(address) ? address : null
}

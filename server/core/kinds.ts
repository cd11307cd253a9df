/**
 * Kinds of threads, as features and plugins declare them: what a form asks for, which states a thread goes through, and
 * where such threads are listed. What they look like is a showing's (site/showing.ts).
 */
import type icons from '../../client/icons/icons.json'
import { type FieldError, Invalid } from './errors.ts'
import type { Locale } from './i18n.ts'

/** A text in each language of the interface. */
export type Words = Readonly<Record<Locale, string>>

/** The kind of a thread that is nothing else. */
export const PLAIN = 'thread'

export type Status = {
  readonly name: Words
  /** How much it is to be seen in lists. */
  readonly tone: 'stone' | 'info' | 'ok' | 'warn' | 'bad'
  /** In it a thread waits for an answer, however many replies it has. Of a kind without any, those wait that have no reply. */
  readonly waits?: boolean
}

type FieldKind =
  | { readonly type: 'string'; readonly maxLength: number }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly options: readonly { readonly value: string; readonly label: Words }[] }

/** What is asked for beside title and text. */
export type KindField = FieldKind & { readonly label: Words; readonly help?: Words; readonly required?: boolean }

export type FieldValue = string | number | boolean
export type FieldValues = Readonly<Record<string, FieldValue>>

/** Where threads of one kind are listed. */
export type KindList = {
  /** Of one part: `/questions`. */
  readonly path: string
  readonly title: Words
  readonly description: Words
  /** Beside the list of all: those in one state. */
  readonly tabs: readonly { readonly status: string; readonly label: Words }[]
}

export type Kind = {
  readonly name: Words
  /** What it is for, where a kind is chosen. */
  readonly description: Words
  readonly icon: keyof typeof icons
  /** Who may begin one, beside those who may open threads there at all; null for all of them. */
  readonly permission: string | null
  /** By name; a thread begins in the first. */
  readonly statuses: Readonly<Record<string, Status>>
  readonly fields: Readonly<Record<string, KindField>>
  readonly list: KindList | null
}

export type Kinds = ReadonlyMap<string, Kind>

/** The state that a thread of this kind begins in. */
export const firstStatus = ({ statuses }: Kind): string => Object.keys(statuses)[0] ?? ''

/**
 * The values of a kind's fields among what was sent: as JSON, or as a form sends them.
 * @throws Invalid for what is missing, too long, out of bounds or none of the choices
 */
export function fieldValues({ fields }: Pick<Kind, 'fields'>, given: Readonly<Record<string, unknown>>): FieldValues {
  const values: Record<string, FieldValue> = {}
  const wrong: Record<string, FieldError> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = readValue(field, given[name])
    if (value === undefined) wrong[name] = { key: 'invalid.format' }
    else if (value !== null) values[name] = value
    else if (field.required) wrong[name] = { key: 'invalid.required' }
  }
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
  return values
}

/** @returns null for nothing, undefined for what it cannot be */
function readValue(field: KindField, given: unknown): FieldValue | null | undefined {
  if (field.type === 'boolean') {
    if (given === undefined || given === '') return false
    return typeof given === 'boolean' ? given : given === 'on' ? true : undefined
  }
  if (given === undefined || given === null) return null
  if (field.type === 'integer') {
    if (given === '') return null
    const number = typeof given === 'string' && /^-?\d{1,15}$/.test(given) ? Number(given) : given
    const fits =
      typeof number === 'number' && Number.isSafeInteger(number) && number >= field.min && number <= field.max
    return fits ? number : undefined
  }
  if (typeof given !== 'string') return undefined
  const text = given.trim()
  if (text === '') return null
  const fits =
    field.type === 'string' ? text.length <= field.maxLength : field.options.some(({ value }) => value === text)
  return fits ? text : undefined
}

/** What programs send of a thread's kind: its name, and its fields beside title and text. */
import { type TOptional, type TSchema, type TUnsafe, Type } from 'typebox'
import { type KindField, type Kinds, PLAIN } from '../core/kinds.ts'

/** `kind`, and the fields of all kinds: which of them belong to the kind is decided by the verb. */
export const kindInput = (kinds: Kinds): { kind: TOptional<TUnsafe<string>> } => ({
  kind: Type.Optional(
    Type.Unsafe<string>({ type: 'string', enum: [PLAIN, ...kinds.keys()], description: 'What sort of thread it is' }),
  ),
  ...Object.fromEntries(
    [...fieldsOf(kinds)].map(([name, schemas]) => [
      name,
      Type.Optional(schemas.length === 1 && schemas[0] ? schemas[0] : Type.Union(schemas)),
    ]),
  ),
})

/** What a request sent for them, by name. */
export function sentFields(kinds: Kinds, body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = new Set([...kinds.values()].flatMap(({ fields }) => Object.keys(fields)))
  return Object.fromEntries([...names].flatMap(name => (body[name] === undefined ? [] : [[name, body[name]]])))
}

function fieldsOf(kinds: Kinds): Map<string, TSchema[]> {
  const found = new Map<string, TSchema[]>()
  for (const [kind, { fields }] of kinds) {
    for (const [name, field] of Object.entries(fields)) {
      found.set(name, [...(found.get(name) ?? []), schemaOf(field, `Of kind \`${kind}\`: ${field.label.en}`)])
    }
  }
  return found
}

function schemaOf(field: KindField, description: string): TSchema {
  switch (field.type) {
    case 'string':
      return Type.String({ maxLength: field.maxLength, description })
    case 'integer':
      return Type.Integer({ minimum: field.min, maximum: field.max, description })
    case 'boolean':
      return Type.Boolean({ description })
    case 'choice':
      return Type.Enum(
        field.options.map(({ value }) => value),
        { description },
      )
  }
}

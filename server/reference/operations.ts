/** The document as its pages show it: one entry for each operation, its shapes as flat rows of fields. */
import type { Shapes } from './example.ts'

export type Field = {
  /** `items[].author.name`: where it stands. */
  readonly path: string
  /** In the words of JSON Schema, which programs know: `string`, `date-time`, `"a" | "b"`. */
  readonly type: string
  readonly required: boolean
  readonly description: string
}

export type Body = { readonly type: string; readonly fields: readonly Field[]; readonly example: unknown }

export type Operation = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly parameters: readonly (Field & { readonly place: string })[]
  readonly body: Body | null
  readonly answers: readonly { readonly status: string; readonly description: string; readonly body: Body | null }[]
}

/** Fields within fields are told so far; what is deeper is in its own operation. */
const DEEPEST = 3

/** All operations that have a name, in the order of the document. */
export function operationsOf(document: object): Operation[] {
  const { paths, components } = Object(document)
  const shapes: Shapes = Object(components?.schemas)
  return Object.entries(Object(paths)).flatMap(([path, methods]) =>
    Object.entries(Object(methods)).flatMap(([method, given]) => {
      const { operationId, tags, summary, parameters, requestBody, responses } = Object(given)
      if (typeof operationId !== 'string') return []
      return {
        id: operationId,
        method: method.toUpperCase(),
        path,
        tag: String(Object(tags)[0]),
        summary: String(summary),
        parameters: listOf(parameters).map(one => parameterOf(one, shapes)),
        body: bodyOf(requestBody, shapes),
        answers: Object.entries(Object(responses)).map(([status, answer]) => ({
          status,
          description: String(Object(answer).description),
          body: bodyOf(answer, shapes),
        })),
      }
    }),
  )
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function parameterOf(given: unknown, shapes: Shapes): Operation['parameters'][number] {
  const { name, schema, required, description } = Object(given)
  const field = { path: String(name), type: typeOf(schema, shapes), required: required === true }
  return {
    ...field,
    description: String(description ?? Object(schema).description ?? ''),
    place: String(Object(given).in),
  }
}

function bodyOf(holder: unknown, shapes: Shapes): Body | null {
  const [entry] = Object.entries(Object(Object(holder).content))
  if (!entry) return null
  const [type, media] = entry
  const { schema, example } = Object(media)
  return { type, fields: fieldsOf(schema, shapes), example }
}

function fieldsOf(schema: unknown, shapes: Shapes, prefix = '', depth = 0): Field[] {
  const { properties, required } = Object(withoutNull(resolved(schema, shapes), shapes))
  if (depth > DEEPEST) return []
  return Object.entries(Object(properties)).flatMap(([name, given]) => {
    const path = `${prefix}${name}`
    const field = {
      path,
      type: typeOf(given, shapes),
      required: listOf(required).includes(name),
      description: String(Object(given).description ?? Object(resolved(given, shapes)).description ?? ''),
    }
    const { items } = Object(withoutNull(resolved(given, shapes), shapes))
    const inner = items === undefined ? fieldsOf(given, shapes, `${path}.`, depth + 1) : []
    return [field, ...inner, ...(items === undefined ? [] : fieldsOf(items, shapes, `${path}[].`, depth + 1))]
  })
}

function resolved(schema: unknown, shapes: Shapes): unknown {
  const { $ref } = Object(schema)
  return typeof $ref === 'string' ? shapes[$ref.replace(/^.*\//, '')] : schema
}

/** Of a shape that may be null, the shape. */
function withoutNull(schema: unknown, shapes: Shapes): unknown {
  const some = listOf(Object(schema).anyOf).filter(one => Object(one).type !== 'null')
  return some.length === 1 ? resolved(some[0], shapes) : schema
}

function typeOf(schema: unknown, shapes: Shapes): string {
  const { $ref, anyOf, type, format, items } = Object(schema)
  const { const: only, enum: some } = Object(schema)
  if (typeof $ref === 'string') return $ref.replace(/^.*\//, '')
  if (only !== undefined) return JSON.stringify(only)
  if (Array.isArray(some)) return some.map(one => JSON.stringify(one)).join(' | ')
  if (Array.isArray(anyOf)) return anyOf.map(one => typeOf(one, shapes)).join(' | ')
  if (type === 'array') return `${typeOf(items, shapes)}[]`
  return String(format ?? type ?? 'any')
}

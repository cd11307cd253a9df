/**
 * One validator for every part of a request. Words in addresses and forms are coerced to the types that a schema asks
 * for; a JSON body is taken as it is. Unknown fields are refused, never dropped in silence: schemas of bodies are closed.
 */
import { Ajv, type Options, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { FieldError } from '../errors.ts'

const OPTIONS: Options = {
  allErrors: true,
  removeAdditional: false,
  useDefaults: true,
  strict: true,
  // A plugin that was mended comes back with another schema of the same name.
  addUsedSchema: false,
}
const strict = new Ajv({ ...OPTIONS, coerceTypes: false })
const coercing = new Ajv({ ...OPTIONS, coerceTypes: 'array' })
for (const ajv of [strict, coercing]) addFormats.default(ajv, ['email', 'uri', 'date-time'])

/**
 * Fastify's compiler: strict for JSON bodies under /api, coercing for all that arrives as text. A schema is compiled when
 * the first request asks for it: to compile all of them took a sixth of a start.
 */
export const compileValidator: FastifySchemaCompiler<object> = ({ schema, url, httpPart }) => {
  const ajv = httpPart === 'body' && url.startsWith('/api/') ? strict : coercing
  let check: ValidateFunction | undefined
  return value => {
    check ??= ajv.compile(schema)
    return check(value) ? true : { error: check.errors ?? [] }
  }
}

/** For what comes by another way than a request: whether a value is as a schema says, taken as it is. */
export const strictCheck = <T extends TSchema>(schema: T): ((value: unknown) => value is Static<T>) =>
  strict.compile<Static<T>>(schema)

/** The first problem of each field, by its path (`rights.0.group`), ready for a message. */
export function fieldErrors(problems: readonly FastifySchemaValidationError[]): Record<string, FieldError> {
  const fields: Record<string, FieldError> = {}
  for (const { keyword, instancePath, params } of problems) {
    const name = String(params.missingProperty ?? params.additionalProperty ?? '')
    const path = [...instancePath.split('/').slice(1), ...(name ? [name] : [])].join('.')
    fields[path || 'body'] ??= message(keyword, params)
  }
  return fields
}

function message(keyword: string, params: Readonly<Record<string, unknown>>): FieldError {
  const limit = Number(params.limit)
  switch (keyword) {
    case 'required':
      return { key: 'invalid.required' }
    case 'additionalProperties':
      return { key: 'invalid.unknownField' }
    case 'minLength':
      return limit === 1 ? { key: 'invalid.required' } : { key: 'invalid.minLength', values: { min: limit } }
    case 'maxLength':
      return { key: 'invalid.maxLength', values: { max: limit } }
    case 'minimum':
      return { key: 'invalid.minimum', values: { min: limit } }
    case 'maximum':
      return { key: 'invalid.maximum', values: { max: limit } }
    case 'enum':
    case 'const':
    case 'anyOf':
      return { key: 'invalid.choice' }
    case 'format':
      return params.format === 'email' ? { key: 'invalid.email' } : { key: 'invalid.format' }
    case 'pattern':
      return { key: 'invalid.format' }
    case 'type':
      return { key: 'invalid.type', values: { type: String(params.type) } }
    default:
      return { key: 'invalid.format' }
  }
}

const MAX_DEPTH = 20

/** The path of a string that PostgreSQL cannot store (it holds a NUL), or null. */
export function findNul(value: unknown, path = '', depth = 0): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path || 'body' : null
  if (value === null || typeof value !== 'object') return null
  // No schema of ours is as deep; a body of thousands of brackets would end the stack.
  if (depth > MAX_DEPTH) return 'body'
  for (const [key, inner] of Object.entries(value)) {
    const inside = key.includes('\0') ? 'body' : path ? `${path}.${key}` : key
    const found = key.includes('\0') ? inside : findNul(inner, inside, depth + 1)
    if (found) return found
  }
  return null
}

/** Answers share named shapes: a schema with an `$id` is added once and referred to, so the document names it. */
import type { FastifyInstance } from 'fastify'

type Json = Readonly<Record<string, unknown>>

/** The schema with every named shape in it replaced by a reference; the shapes are added to the application once. */
export function withRefs(app: FastifyInstance, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(one => withRefs(app, one))
  if (schema === null || typeof schema !== 'object') return schema
  const copy: Json = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withRefs(app, value)]))
  const id = copy.$id
  if (typeof id !== 'string') return copy
  if (app.getSchema(id) === undefined) app.addSchema(copy)
  return { $ref: `${id}#` }
}

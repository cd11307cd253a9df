/**
 * Serialisers of answers. Each is compiled when the first answer of its route leaves: to compile those of all routes
 * took two fifths of a start.
 */
import selector from '@fastify/fast-json-stringify-compiler'

type Factory = ReturnType<typeof selector>
type Serializer = ReturnType<ReturnType<Factory>>

const factory = selector()

/** Fastify's builder of serialiser compilers: what its own does, later. */
export const buildSerializer: Factory = (schemas, options) => {
  const compile = factory(schemas, options)
  return route => {
    let serialize: Serializer | undefined
    return body => {
      serialize ??= compile(route)
      return serialize(body)
    }
  }
}

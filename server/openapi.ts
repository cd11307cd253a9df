/** The OpenAPI document: made of the same schemas that check and serialise every request. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { Env } from './core/env.ts'

const VERSION = '1.0.0'

/** Options of @fastify/swagger; schemas with an `$id` become components of that name. */
export default function openapi(env: Env): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Guildhall',
        version: VERSION,
        description:
          'Errors are RFC 9457 problem documents. Lists page by an opaque `cursor`. A POST may name an `Idempotency-Key`, honoured for 24 hours; edits may name the version they are based on in `If-Match`.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: env.publicUrl.origin }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A token made by `guildhall token create`' },
          session: { type: 'apiKey', in: 'cookie', name: 'guildhall' },
        },
      },
      security: [{ token: [] }, { session: [] }, {}],
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `Schema${index}`,
    },
  }
}

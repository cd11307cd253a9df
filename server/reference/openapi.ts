/** The OpenAPI document: made of the same schemas that check and serialise every request. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifySchema, RouteOptions } from 'fastify'
import type { Env } from '../core/env.ts'
import { Id } from '../core/http/schemas.ts'
import { complete } from './complete.ts'

const VERSION = '1.0.0'

/** Options of @fastify/swagger; schemas with an `$id` become components of that name. */
export function openapi(env: Env): FastifyDynamicSwaggerOptions {
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
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token made on the page /settings/tokens or by `guildhall token create`',
          },
          session: { type: 'apiKey', in: 'cookie', name: 'guildhall' },
        },
      },
      security: [{ token: [] }, { session: [] }, {}],
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `Schema${index}`,
    },
    transform: ({ schema, url, route }) => ({ schema: described(schema, route), url }),
    transformObject: given => ('openapiObject' in given ? complete(given.openapiObject) : given.swaggerObject),
  }
}

/** What no schema checks, because it is read elsewhere; and ids as callers know them, as strings. */
function described(schema: FastifySchema, { config }: Pick<RouteOptions, 'config'>): FastifySchema {
  const headers = { ...(config?.keyed && KEYED), ...(config?.versioned && VERSIONED) }
  return {
    ...schema,
    ...(Object.keys(headers).length > 0 && { headers: { type: 'object', properties: headers } }),
    ...(schema?.params !== undefined && { params: withIds(schema.params) }),
  }
}

const KEYED = {
  'Idempotency-Key': {
    type: 'string',
    pattern: '^[!-~]{1,200}$',
    description: 'The same key with the same request makes one thing, however often it is sent within 24 hours',
  },
}
const VERSIONED = {
  'If-Match': { type: 'string', description: 'The `ETag` that the change is based on: 412 when there is a newer one' },
}

function withIds(params: unknown): unknown {
  const { properties, ...rest } = Object(params)
  const told = Object.entries<{ readonly type?: unknown }>(Object(properties)).map(([name, schema]) => [
    name,
    schema.type === 'integer' ? Id : schema,
  ])
  return { ...rest, properties: Object.fromEntries(told) }
}

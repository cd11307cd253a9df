/** How JSON routes are declared: closed schemas in, declared schemas out (what is not declared does not leave). */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TObject, TSchema } from 'typebox'
import type { Ctx } from '../context.ts'
import { type AppError, Invalid } from '../errors.ts'
import { type Translate, translator } from '../i18n.ts'
import { Replay } from '../idempotency.ts'
import { withRefs } from './components.ts'
import type { FirstQuery, Identity } from './identity.ts'
import { Problem } from './schemas.ts'
import { compileValidator } from './validation.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type ApiShape = {
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TObject
}

type Of<S, K extends keyof ApiShape> = S extends { readonly [P in K]: infer T extends TSchema } ? Static<T> : unknown

export type ApiRequest<S extends ApiShape> = {
  readonly params: Of<S, 'params'>
  readonly query: Of<S, 'query'>
  readonly body: Of<S, 'body'>
  readonly identity: Identity
  readonly headers: FastifyRequest['headers']
  /** For status, ETag and cookies; the body is what the handler returns. */
  readonly reply: FastifyReply
}

export type ApiOptions<S extends ApiShape> = S & {
  /** What generated clients call the operation. */
  readonly id: string
  /** What it does, in the document. */
  readonly summary: string
  readonly tag: string
  readonly response: TSchema
  /** 200 unless said otherwise. */
  readonly status?: 200 | 201 | 204
  /** The body is a form with a file, which the handler takes in itself (form-file.ts); here it is only described. */
  readonly form?: object
  readonly budget: number
  readonly first?: FirstQuery
  /** The handler heeds `If-Match`. */
  readonly versioned?: boolean
  /** Renders the resource of an earlier POST with the same Idempotency-Key. */
  readonly replay?: (ctx: Ctx, id: number) => Promise<unknown>
}

export type ApiHandler<S extends ApiShape> = (ctx: Ctx, request: ApiRequest<S>) => Promise<unknown>

export class ApiRoutes {
  constructor(private readonly app: FastifyInstance) {}

  get = <const S extends ApiShape>(path: string, options: ApiOptions<S>, handler: ApiHandler<S>) =>
    this.add('GET', path, options, handler)
  post = <const S extends ApiShape>(path: string, options: ApiOptions<S>, handler: ApiHandler<S>) =>
    this.add('POST', path, options, handler)
  put = <const S extends ApiShape>(path: string, options: ApiOptions<S>, handler: ApiHandler<S>) =>
    this.add('PUT', path, options, handler)
  patch = <const S extends ApiShape>(path: string, options: ApiOptions<S>, handler: ApiHandler<S>) =>
    this.add('PATCH', path, options, handler)
  delete = <const S extends ApiShape>(path: string, options: ApiOptions<S>, handler: ApiHandler<S>) =>
    this.add('DELETE', path, options, handler)

  private add<S extends ApiShape>(method: Method, path: string, options: ApiOptions<S>, handler: ApiHandler<S>): void {
    const { params, query, body, form, response, status = 200, id, summary, tag, budget, first } = options
    const { replay, versioned = false } = options
    this.app.route({
      method,
      url: `/api/v1${path}`,
      exposeHeadRoute: false,
      schema: {
        operationId: id,
        summary,
        tags: [tag],
        ...(params && { params }),
        ...(query && { querystring: query }),
        ...(body && { body }),
        ...(form && { consumes: ['multipart/form-data'], body: form }),
        response: {
          [status]: withRefs(this.app, response),
          '4xx': { content: { 'application/problem+json': { schema: withRefs(this.app, Problem) } } },
        },
      },
      ...(form && { validatorCompiler: compileButBody }),
      config: { budget, keyed: replay !== undefined, versioned, ...(first && { first }) },
      handler: async (request, reply) => {
        const { ctx, identity } = request
        if (!ctx || !identity) throw new Error('an API handler ran before its request had a context')
        for (const cookie of identity.cookies) reply.header('set-cookie', cookie)
        reply.header('cache-control', 'private, no-store').status(status)
        const input = {
          params: request.params,
          query: request.query,
          body: request.body,
          identity,
          headers: request.headers,
          reply,
        }
        // Fastify has validated each part against the schema that its type is made of.
        const asked = input as ApiRequest<S>
        if (method !== 'POST' || !replay) return handler(ctx, asked)
        try {
          return await handler(withKey(ctx, request), asked)
        } catch (error) {
          if (!(error instanceof Replay)) throw error
          return error.resourceId === null ? null : replay(ctx, error.resourceId)
        }
      },
    })
  }
}

/** A form is not parsed when its route's parts are checked: the handler does both. */
const compileButBody: typeof compileValidator = route =>
  route.httpPart === 'body' ? () => true : compileValidator(route)

/** The context that makes the next transaction keep to the request's Idempotency-Key, if it names one. */
function withKey(ctx: Ctx, request: FastifyRequest): Ctx {
  const key = request.headers['idempotency-key']
  if (key === undefined) return ctx
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Invalid({ 'Idempotency-Key': { key: 'invalid.format' } })
  }
  const asked = JSON.stringify([request.method, request.url, request.body])
  return { ...ctx, once: [{ key, requestHash: createHash('sha256').update(asked).digest('base64url') }] }
}

/** RFC 9457. `code` is stable for programs; `title` and `detail` are for people, in their language. */
function problemBody(t: Translate, error: AppError, reference: string | null) {
  return {
    type: `urn:guildhall:problem:${error.code}`,
    title: t(error.key, error.values),
    status: error.status,
    detail: reference ? t('error.reference', { reference }) : t(error.key, error.values),
    code: error.code,
    errors: Object.entries(error.fields).map(([path, field]) => ({ path, message: t(field.key, field.values) })),
  }
}

/** Answers an error under /api as problem+json, in the language of the caller if that is known by now. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError, reference: string | null) {
  const t = request.ctx?.t ?? translator('en')
  // Serialised here: a problem answers any route, so no route's schema is its own.
  return reply
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(t, error, reference))
}

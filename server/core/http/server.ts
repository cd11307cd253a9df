/** The Fastify instance with what every route shares: identity, context, safety, errors. Knows nothing of pages. */
import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import formbody from '@fastify/formbody'
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerFactory,
  LogController,
} from 'fastify'
import { VISITOR } from '../actor.ts'
import { type Ctx, type Host, type Log, makeContext } from '../context.ts'
import type { Db } from '../db.ts'
import { AppError, Invalid, NotFound, NotSignedIn, RateLimited } from '../errors.ts'
import { isLocale, LOCALES, type Locale, negotiate } from '../i18n.ts'
import { countQueries, type QueryReport } from './budget.ts'
import { securityHeaders } from './headers.ts'
import type { AskedFirst, Credentials, FirstQuery, Identity } from './identity.ts'
import { refuseForeign } from './same-origin.ts'
import { refuseOutOfScope } from './scopes.ts'
import { buildSerializer } from './serialization.ts'
import { compileValidator, fieldErrors, findNul } from './validation.ts'

type Identify = (host: Host, db: Db, credentials: Credentials, first: AskedFirst | null) => Promise<Identity>

export type ServerParts = {
  readonly host: Host
  readonly db: Db
  /** The connections of first queries. */
  readonly first: Db
  readonly identify: Identify
  /** Lets who asks pass, or refuses them for asking too often. */
  readonly admit: (ctx: Ctx, identity: Identity) => Promise<void>
  /** Answers an error outside /api as a page. */
  readonly errorPage: (
    request: FastifyRequest,
    reply: FastifyReply,
    error: AppError,
    reference: string | null,
  ) => Promise<unknown>
  /** Answers an error under /api. */
  readonly problem: (request: FastifyRequest, reply: FastifyReply, error: AppError, reference: string | null) => unknown
  /** The position of the log that everything read from now on reflects. */
  readonly livePosition: () => number
  /** Hears of each answer. */
  readonly answered?: (request: FastifyRequest, reply: FastifyReply) => void
  readonly reportQueries?: (report: QueryReport) => void
  /** Lets the process own the HTTP server and swap the application behind it. */
  readonly serverFactory?: FastifyServerFactory
}

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null
    ctx: Ctx | null
    /** The position of the log that its answer reflects, and perhaps more. */
    liveAfter: number
  }
  interface FastifyContextConfig {
    /** At most this many SQL statements, the first query included; checked by the tests. */
    budget?: number
    /** Heeds `Idempotency-Key`, and `If-Match`: for the document, as no schema says so. */
    keyed?: boolean
    versioned?: boolean
    /** Needs no identity: answers the same to anybody, and is asked often by machines. */
    open?: boolean
    /** An HTML page, or a form's target. */
    page?: boolean
    /** Asked by programs: an error is told as the API tells it. */
    program?: boolean
    /** Scalars that the route wants in the first query. */
    first?: FirstQuery
  }
}

const BODY_LIMIT_BYTES = 256 * 1024
/**
 * Of a form, which writes one letter with up to nine bytes: the longest post in any script is well below, and one that
 * is too long by far is still answered with its own text.
 */
const FORM_LIMIT_BYTES = 2 * 1024 * 1024

export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { host } = parts
  const headers = securityHeaders(host.env)
  // What an answer's header, the log and an error page call it: this process's run, and the request's number in it.
  const run = randomBytes(3).toString('hex')
  let requests = 0
  const logger: FastifyBaseLogger = host.log
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: host.env.trustProxy.length > 0 ? [...host.env.trustProxy] : false,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: ({ headers }) => givenId(host.env, headers) ?? `${run}-${(++requests).toString(36)}`,
    // Lines name their request themselves: a logger for each would be made for nothing.
    childLoggerFactory: made => made,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
    schemaController: { compilersFactory: { buildSerializer } },
    ...(parts.serverFactory && { serverFactory: parts.serverFactory }),
  })
  app.setValidatorCompiler(compileValidator)
  app.removeContentTypeParser(['text/plain', 'application/json'])
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    // Programs name the type on every request, on those that carry nothing too: a PUT, a DELETE.
    if (body === '') done(null, undefined)
    else void parseJson(request, body, done)
  })
  await app.register(formbody, { bodyLimit: FORM_LIMIT_BYTES })
  app.decorateRequest('identity', null)
  app.decorateRequest('ctx', null)
  app.decorateRequest('liveAfter', 0)

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    request.liveAfter = parts.livePosition()
    refuseForeign(host.env, { method: request.method, path: request.url, headers: request.headers })
    done()
  })
  const { answered } = parts
  if (answered) {
    app.addHook('onResponse', (request, reply, done) => {
      answered(request, reply)
      done()
    })
  }
  if (host.log.isLevelEnabled('debug')) logAnswers(app, host.log)
  if (parts.reportQueries) countQueries(app, parts.reportQueries)
  app.addHook('preHandler', async request => {
    const nul = findNul(request.body) ?? findNul(request.query) ?? findNul(request.params)
    if (nul) throw new Invalid({ [nul]: { key: 'invalid.text' } })
    if (request.routeOptions.config?.open) return
    const ctx = await ensureContext(parts, request)
    refuseOutOfScope(ctx.actor, request.method)
    if (request.identity) await parts.admit(ctx, request.identity)
  })

  const answer = async (request: FastifyRequest, reply: FastifyReply, thrown: unknown) => {
    const error = asAppError(thrown)
    const reference = error.status >= 500 ? request.id : null
    if (reference) host.log.error({ err: thrown, ...requestFacts(request) }, 'a request failed')
    sayWhenAgain(reply, error)
    reply.status(error.status)
    await contextOfFailed(parts, request, error)
    const asksProgram = PROGRAMS.test(request.url) || request.routeOptions.config?.program || wantsJson(request)
    if (asksProgram) return parts.problem(request, reply, error, reference)
    return parts.errorPage(request, reply, error, reference)
  }
  app.setErrorHandler((error, request, reply) => answer(request, reply, error))
  app.setNotFoundHandler((request, reply) => answer(request, reply, new NotFound()))
  return app
}

/** A proxy that is trusted may have named the request already, so that its log and ours can be read side by side. */
function givenId({ trustProxy }: Host['env'], { 'x-request-id': given }: IncomingHttpHeaders): string | null {
  return trustProxy.length > 0 && typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : null
}

/** What the log says of a request. Never its address: that may hold what somebody looked for, or a key from a letter. */
const requestFacts = ({ id, method, routeOptions, identity }: FastifyRequest) => ({
  request: id,
  method,
  route: routeOptions.url ?? null,
  ...(identity?.actor.id && { member: identity.actor.id }),
})

function logAnswers(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', (request, reply, done) => {
    const took = Math.round(reply.elapsedTime)
    log.debug({ ...requestFacts(request), status: reply.statusCode, ms: took }, 'answered')
    done()
  })
}

type Finding = Pick<ServerParts, 'host' | 'db' | 'first' | 'identify'>

/** The request's context, found once, in the first query that its route declares. Its parts have been validated. */
export async function ensureContext(parts: Finding, request: FastifyRequest): Promise<Ctx> {
  const query = request.routeOptions.config?.first
  return request.ctx ?? findContext(parts, request, query ? { query, values: query.values(request) } : null)
}

/** Below it are the pages of the reference. */
const PROGRAMS = /^\/api\/v\d/

/**
 * For the answer to a request that failed before its context was found, perhaps because nobody can be found: with a bad
 * token, or without a database, the answer is one for a visitor.
 */
async function contextOfFailed(parts: Finding, request: FastifyRequest, error: AppError): Promise<Ctx> {
  if (request.ctx) return request.ctx
  const identity: Identity = {
    ...{ actor: VISITOR, viewer: null, sessionId: null, tokenId: null },
    first: {},
    cookies: [],
  }
  // A bad token would be no better when asked about again.
  if (error instanceof NotSignedIn) return setContext(parts, request, identity)
  return findContext(parts, request, null).catch(() => setContext(parts, request, identity))
}

async function findContext(parts: Finding, request: FastifyRequest, first: AskedFirst | null): Promise<Ctx> {
  const { cookie, authorization, 'user-agent': userAgent } = request.headers
  const identity = await parts.identify(parts.host, parts.first, { cookie, authorization, userAgent }, first)
  return setContext(parts, request, identity)
}

function setContext({ host, db }: Finding, request: FastifyRequest, identity: Identity): Ctx {
  const locale = identity.viewer?.locale ?? visitorLocale(host, request)
  request.identity = identity
  request.ctx = makeContext({ db, host, actor: identity.actor, locale, address: request.ip, log: host.log })
  return request.ctx
}

/** The language of who has not told us another: chosen by cookie, else asked for by the browser, else the community's. */
export function visitorLocale(host: Host, request: FastifyRequest): Locale {
  const { cookie, 'accept-language': languages } = request.headers
  const chosen = cookieValue(cookie, 'lang')
  if (isLocale(chosen)) return chosen
  const own = host.caches.read(host.settings)['site.locale']
  return negotiate(languages, [own, ...LOCALES.filter(one => one !== own)])
}

/** One cookie's value; enough for the two plain ones we set (`lang`, `theme`), whose values are single words. */
export function cookieValue(header: string | undefined, name: 'lang' | 'theme'): string | undefined {
  return header === undefined ? undefined : new RegExp(`(?:^|;\\s*)${name}=(\\w{1,12})`).exec(header)?.[1]
}

/** Whether a script of ours sent a form and wants to be told where it leads, or what is wrong, rather than be shown it. */
export const wantsJson = (request: FastifyRequest): boolean =>
  request.method !== 'GET' && request.headers.accept === 'application/json'

/** Tells who was too quick how long to wait. */
export function sayWhenAgain(reply: FastifyReply, error: AppError): void {
  if (error instanceof RateLimited) reply.header('retry-after', String(error.retryAfterSeconds))
}

/** What a request's failure means to its sender; anything unforeseen is ours, and a 500. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const error = (thrown instanceof Error ? thrown : {}) as Partial<FastifyError>
  if (error.validation) {
    // An address whose parts do not fit names nothing.
    if (error.validationContext === 'params') return new NotFound()
    return new Invalid(fieldErrors(error.validation))
  }
  switch (error.statusCode) {
    case 413:
      return new AppError(413, 'too-large', 'error.tooLarge', {
        kilobytes: BODY_LIMIT_BYTES / 1024,
        megabytes: FORM_LIMIT_BYTES / 1024 ** 2,
      })
    case 415:
      return new AppError(415, 'media-type', 'error.mediaType')
    case 404:
      return new NotFound()
    default:
      return error.statusCode && error.statusCode >= 400 && error.statusCode < 500
        ? new AppError(error.statusCode, 'bad-request', 'error.badRequest')
        : new AppError(500, 'internal', 'error.internal')
  }
}

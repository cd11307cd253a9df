/** How pages and forms are declared, and how their answers become HTML: from caches where they can, fresh where not. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { Static, TObject } from 'typebox'
import type { Ctx, Host } from '../core/context.ts'
import { type AppError, Invalid } from '../core/errors.ts'
import type { FirstQuery, Identity } from '../core/http/identity.ts'
import { asAppError, ensureContext, type ServerParts, sayWhenAgain, wantsJson } from '../core/http/server.ts'
import { csvOf, type TableRow } from './csv.ts'
import { type Opening, openingOf } from './opening.ts'
import type { OwnState } from './own-state.ts'
import type { PageContext } from './page.ts'
import type { Site } from './site.ts'

/** What a request carries, by the schemas that its route names; nothing where it names none. */
export type PageRequest<P extends TObject, Q extends TObject, B extends TObject> = {
  readonly params: Static<P>
  readonly query: Static<Q>
  readonly body: Static<B>
  readonly identity: Identity
  readonly raw: FastifyRequest
}

/** Fills a page's own viewer slots with HTML or a class name; undefined for the slots that every page has. */
export type FillSlot = (name: string, argument: string, page: PageContext) => string | undefined

type View = (page: PageContext) => VNode | Promise<VNode>

export type PageAnswer = {
  readonly status?: number
  readonly cookies?: readonly string[]
} & (
  | {
      readonly redirect: string
      /** The same page, under its right address. */
      readonly permanent?: boolean
      /** What was asked goes along. */
      readonly keepsQuery?: boolean
    }
  | {
      readonly view: View
      /** Hears of an error of the view, which ends the request all the same. */
      readonly failed?: (error: unknown) => void
      /** Every version that the neutral HTML depends on, but for the viewer's class, language and the site's own. */
      readonly key?: string
      readonly fill?: FillSlot
      /** Fills what is to be said anew each time, of a page whose other slots are kept filled. */
      readonly fillNow?: FillSlot
      /** What the bell says; the count of the first query unless the page knows better. */
      readonly unread?: number
      /** What the page's own slots are filled by, in one word: pages of one key and variant differ only in who looks. */
      readonly variant?: string
    }
)

/** A table as a file of that name, without its ending; the first row says what its columns are. */
export type TableAnswer = { readonly name: string; readonly rows: readonly TableRow[] }

/** What a form shows again when it was refused: what was typed, and what is wrong with it. */
export type FormState = {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  /** About the form as a whole; null when only fields are wrong. */
  readonly problem: string | null
}

export const EMPTY_FORM: FormState = { values: {}, errors: {}, problem: null }

type Handler<P extends TObject, Q extends TObject, B extends TObject> = (
  ctx: Ctx,
  request: PageRequest<P, Q, B>,
) => Promise<PageAnswer>

export type GetOptions<P extends TObject, Q extends TObject> = {
  readonly params?: P
  readonly query?: Q
  readonly budget: number
  readonly first?: FirstQuery
  /** Visitors may share the page: the tags of events that make it stale, by its params. */
  readonly shared?: (params: Readonly<Record<string, unknown>>) => readonly string[]
  /** Hears of each person who opens the page, also of one who is answered from the visitors' cache. */
  readonly opened?: (host: Host, opening: Opening) => void
}

type ShowForm<P extends TObject, Q extends TObject, B extends TObject> = (
  ctx: Ctx,
  request: PageRequest<P, Q, B>,
  state: FormState,
) => Promise<PageAnswer>

export type PostOptions<P extends TObject, Q extends TObject, B extends TObject> = {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly budget: number
  /** The page of the form, shown again with everything that was typed. */
  readonly form?: ShowForm<P, Q, B>
}

export class PageRoutes {
  constructor(
    private readonly app: FastifyInstance,
    private readonly site: Site,
    private readonly parts: Pick<ServerParts, 'host' | 'db' | 'first' | 'identify'>,
  ) {}

  /** What beside posts is one reader's own, of all features. */
  get own(): readonly OwnState[] {
    return this.site.own
  }

  /** All who show something on pages, for what is read before there is one. */
  get showings(): PageContext['showings'] {
    return this.site.showings
  }

  /** A page. */
  get = <P extends TObject, Q extends TObject>(
    url: string,
    options: GetOptions<P, Q>,
    handler: Handler<P, Q, TObject>,
  ): void => {
    const { params, query, budget, first, shared, opened } = options
    this.app.route({
      method: 'GET',
      url,
      schema: { hide: true, ...(params && { params }), ...(query && { querystring: query }) },
      config: { budget, page: true, ...(first && { first }) },
      ...(shared && { onRequest: this.site.serveShared }),
      ...(opened && { onResponse: this.tell(opened) }),
      handler: async (request, reply) => {
        const begun = this.site.visitors.begin()
        const answer = await handler(contextOf(request), asked<P, Q, TObject>(request))
        return this.site.send(request, reply, answer, shared ? { tags: shared(paramsOf(request)), begun } : undefined)
      },
    })
  }

  /** A table to take along, of what the viewer may see. */
  table = <P extends TObject, Q extends TObject>(
    url: string,
    { params, query, budget }: Pick<GetOptions<P, Q>, 'params' | 'query' | 'budget'>,
    handler: (ctx: Ctx, request: PageRequest<P, Q, TObject>) => Promise<TableAnswer>,
  ): void => {
    this.app.route({
      method: 'GET',
      url,
      schema: { hide: true, ...(params && { params }), ...(query && { querystring: query }) },
      config: { budget, page: true },
      handler: async (request, reply) => {
        const { name, rows } = await handler(contextOf(request), asked<P, Q, TObject>(request))
        for (const cookie of request.identity?.cookies ?? []) reply.header('set-cookie', cookie)
        return reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${name.replace(/[^\w-]/g, '_')}.csv"`)
          .header('cache-control', 'private, no-store')
          .send(csvOf(rows))
      },
    })
  }

  private tell =
    (opened: (host: Host, opening: Opening) => void) =>
    (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
      const { statusCode } = reply.raw
      const { host } = this.parts
      // 304: the browser has the page, and shows it.
      const opening = statusCode === 200 || statusCode === 304 ? openingOf(request, host.env.publicUrl.origin) : null
      if (opening) opened(host, opening)
      done()
    }

  /** A form's target: it answers with a redirect, or with its form again (422 and its kin). */
  post = <P extends TObject, Q extends TObject, B extends TObject>(
    url: string,
    options: PostOptions<P, Q, B>,
    handler: Handler<P, Q, B>,
  ): void => {
    const { params, query, body, budget, form } = options
    this.app.route({
      method: 'POST',
      url,
      attachValidation: true,
      schema: { hide: true, ...(params && { params }), ...(query && { querystring: query }), ...(body && { body }) },
      config: { budget, page: true },
      handler: async (request, reply) => {
        try {
          if (request.validationError) throw asAppError(request.validationError)
          return await this.site.send(request, reply, await handler(contextOf(request), asked<P, Q, B>(request)))
        } catch (thrown) {
          const error = asAppError(thrown)
          if (!form || error.status >= 500 || error.status === 404 || wantsJson(request)) throw thrown
          return this.showAgain(request, reply, error, form)
        }
      },
    })
  }

  private async showAgain<P extends TObject, Q extends TObject, B extends TObject>(
    request: FastifyRequest,
    reply: FastifyReply,
    error: AppError,
    form: ShowForm<P, Q, B>,
  ) {
    const ctx = await ensureContext(this.parts, request)
    const errors = Object.fromEntries(
      Object.entries(error.fields).map(([path, { key, values }]) => [path, ctx.t(key, values)]),
    )
    const problem = error instanceof Invalid ? null : ctx.t(error.key, error.values)
    const answer = await form(ctx, asked<P, Q, B>(request), { values: textsOf(request.body), errors, problem })
    sayWhenAgain(reply, error)
    return this.site.send(request, reply, { ...answer, status: error.status })
  }
}

const paramsOf = (request: FastifyRequest): Readonly<Record<string, unknown>> => ({ ...Object(request.params) })

function contextOf(request: FastifyRequest): Ctx {
  if (!request.ctx) throw new Error('a page handler ran before its request had a context')
  return request.ctx
}

/** Fastify has validated each part against the schema that its type is made of. */
function asked<P extends TObject, Q extends TObject, B extends TObject>(request: FastifyRequest): PageRequest<P, Q, B> {
  const { params, query, body, identity } = request
  return { params, query, body, identity, raw: request } as PageRequest<P, Q, B>
}

/** The text fields of a form as they were sent, to show them again. */
export function textsOf(body: unknown): Record<string, string> {
  if (body === null || typeof body !== 'object') return {}
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      value === null || typeof value === 'object' ? [] : [[name, String(value)]],
    ),
  )
}

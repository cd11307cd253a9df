/**
 * The pages and operations of a plugin: asked for once, when it is loaded, and put into each application that is built
 * with it. What goes wrong while it declares them is then its own trouble, and not the application's.
 */
import type { TSchema } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { strictCheck } from '../core/http/validation.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import { asTable } from './answers.ts'
import type { Call } from './call.ts'
import type { PluginCtx } from './context.ts'
import type { Plugin, PluginApi, PluginPages } from './declaration.ts'
import { PluginProblem } from './describe.ts'
import type { Guard } from './guard.ts'

type Parts = { readonly guard: Guard; readonly context: (ctx: Ctx, call: Call) => PluginCtx }

type Schemas = { readonly params?: TSchema; readonly query?: TSchema; readonly body?: TSchema }

export type RoutesOf = {
  readonly pages: (routes: PageRoutes) => void
  readonly api: (routes: ApiRoutes) => void
}

/** @throws PluginProblem for an address that it declares twice, and for a schema that is none; what it throws itself */
export function routesOf<Post>(plugin: Plugin<Post>, parts: Parts): RoutesOf {
  const addresses = new Set<string>()
  const once = (address: string, schemas: Schemas) => {
    if (addresses.has(address)) throw new PluginProblem('plugins.problem.address', { address })
    addresses.add(address)
    try {
      // A route compiles its own when it is first asked: too late to be told.
      for (const schema of [schemas.params, schemas.query, schemas.body]) if (schema) strictCheck(schema)
    } catch {
      throw new PluginProblem('plugins.problem.part', { part: address })
    }
  }
  const pages: ((routes: PageRoutes) => void)[] = []
  const operations: ((routes: ApiRoutes) => void)[] = []
  plugin.pages?.(pagesOf(plugin, parts, { once, add: one => pages.push(one) }))
  plugin.api?.(apiOf(plugin, parts, { once, add: one => operations.push(one) }))
  return {
    pages: routes => {
      for (const add of pages) add(routes)
    },
    api: routes => {
      for (const add of operations) add(routes)
    },
  }
}

type Recorder<Routes> = {
  readonly once: (address: string, schemas: Schemas) => void
  readonly add: (one: (routes: Routes) => void) => void
}

/** Its pages stand where it claims, or under its own address. */
function pagesOf<Post>(plugin: Plugin<Post>, { guard, context }: Parts, record: Recorder<PageRoutes>): PluginPages {
  const [root = `/x/${plugin.id}`] = plugin.claims ?? []
  const at = (method: string, path: string, schemas: Schemas) => {
    record.once(`${method} ${root}${path}`, schemas)
    return `${root}${path}`
  }
  return {
    get: (path, options, handler) => {
      const url = at('GET', path, options)
      const point = `page ${path}`
      record.add(routes =>
        routes.get(url, options, async (ctx, request) =>
          watched(guard, point, await guard.call(point, call => handler(context(ctx, call), request))),
        ),
      )
    },
    table: (path, options, handler) => {
      const url = at('GET', path, options)
      record.add(routes =>
        routes.table(url, options, (ctx, request) =>
          guard.call(`table ${path}`, async call => asTable(await handler(context(ctx, call), request))),
        ),
      )
    },
    post: (path, { form, ...options }, handler) => {
      const url = at('POST', path, options)
      const point = `form ${path}`
      const shownAgain = form && {
        form: async (ctx: Ctx, request: Parameters<typeof form>[1], state: Parameters<typeof form>[2]) =>
          watched(guard, point, await guard.call(point, call => form(context(ctx, call), request, state))),
      }
      record.add(routes =>
        routes.post(url, { ...options, ...shownAgain }, async (ctx, request) =>
          watched(guard, point, await guard.call(point, call => handler(context(ctx, call), request))),
        ),
      )
    },
  }
}

/** What it shows is drawn after its call. */
function watched(guard: Guard, point: string, answer: PageAnswer): PageAnswer {
  return 'redirect' in answer ? answer : { ...answer, failed: error => guard.fault(point, error) }
}

/** Its operations stand under its id. */
function apiOf<Post>({ id }: Plugin<Post>, { guard, context }: Parts, record: Recorder<ApiRoutes>): PluginApi {
  const under =
    (method: keyof PluginApi): PluginApi['get'] =>
    (path, options, handler) => {
      record.once(`${method.toUpperCase()} /api/v1/${id}${path}`, options)
      record.add(routes =>
        routes[method](`/${id}${path}`, options, (ctx, request) =>
          guard.call(`api ${path}`, call => handler(context(ctx, call), request)),
        ),
      )
    }
  return {
    get: under('get'),
    post: under('post'),
    put: under('put'),
    patch: under('patch'),
    delete: under('delete'),
  }
}

/** Every route of the applications built since this module was loaded, by the notice that Fastify gives of each instance. */
import { subscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'

export type Route = { readonly method: string; readonly url: string; readonly budget: number | undefined }

const routes = new Map<string, Route>()

subscribe('fastify.initialization', message => {
  const { fastify } = message as { fastify: FastifyInstance }
  fastify.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) routes.set(`${one} ${url}`, { method: one, url, budget: config?.budget })
  })
})

/** In the order in which they were declared. */
export const allRoutes = (): Route[] => [...routes.values()]

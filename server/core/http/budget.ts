/** Counts the statements of each request, so that tests can hold every route to its declared budget. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance } from 'fastify'

export type QueryReport = {
  readonly method: string
  readonly route: string
  readonly budget: number | undefined
  readonly statements: readonly string[]
  readonly status: number
}

const counting = new AsyncLocalStorage<{ statements: string[] }>()

/** For `openDatabase({ onQuery })`. */
export const noteQuery = (text: string): void => {
  counting.getStore()?.statements.push(text)
}

/** For what is not the route's own: keeping a session fresh, once in minutes or days. */
export const uncounted = <T>(work: () => Promise<T>): Promise<T> => counting.exit(work)

/** Reports every answered request. */
export function countQueries(app: FastifyInstance, report: (report: QueryReport) => void): void {
  app.addHook('onRequest', (request, reply, done) => {
    const store: { statements: string[] } = { statements: [] }
    reply.raw.once('finish', () => {
      const { url, config } = request.routeOptions
      if (!url) return
      const { statusCode: status } = reply
      report({ method: request.method, route: url, budget: config?.budget, statements: store.statements, status })
    })
    counting.run(store, done)
  })
}

/** `/api`: the reference for people who write programs, made of the document that programs read. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { NotFound } from '../core/errors.ts'
import type { PageRoutes } from '../site/routes.ts'
import { type Operation, operationsOf } from './operations.ts'
import { OperationPage, ReferencePage } from './views.tsx'

const OperationParams = Type.Object({ operation: Type.String({ pattern: '^[A-Za-z]{1,60}$' }) })

export function pages(routes: PageRoutes): void {
  routes.get('/api', { budget: 1 }, async (_ctx, { raw }) => {
    const operations = operationsAt(raw.server)
    return { view: page => <ReferencePage page={page} operations={operations} /> }
  })

  routes.get('/api/:operation', { params: OperationParams, budget: 1 }, async (_ctx, { params, raw }) => {
    const operation = operationsAt(raw.server).find(({ id }) => id === params.operation)
    if (!operation) throw new NotFound()
    return { view: page => <OperationPage page={page} operation={operation} /> }
  })
}

/** Read once: the document stays the same for as long as the application does. */
const read = new WeakMap<object, readonly Operation[]>()

function operationsAt(app: FastifyInstance): readonly Operation[] {
  const document = app.swagger()
  const known = read.get(document) ?? operationsOf(document)
  read.set(document, known)
  return known
}

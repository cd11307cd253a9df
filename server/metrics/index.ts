import { timingSafeEqual } from 'node:crypto'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { hashSecret } from '../core/secrets.ts'
import { defineFeature } from '../feature.ts'

export default defineFeature({
  id: 'metrics',
  routes: (scope, { metrics, context }) => {
    scope.get(
      '/metrics',
      { schema: { hide: true }, config: { budget: 2, open: true, program: true } },
      async (request, reply) => {
        const { metricsToken } = context().host.env
        if (!metrics || metricsToken === null) throw new NotFound()
        if (!isSame(/^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '', metricsToken))
          throw new NotSignedIn()
        const [{ metricsOfMachine }, { metricsOfCommunity }] = [
          await import('./machine.ts'),
          await import('./community.ts'),
        ]
        reply.header('cache-control', 'no-store').type(metrics.registry.contentType)
        return `${await metricsOfMachine(metrics.registry)}\n${await metricsOfCommunity(context())}`
      },
    )
  },
})

/** Says nothing by how long it takes. */
const isSame = (given: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hashSecret(secret)))

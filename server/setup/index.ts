import { defineFeature } from '../feature.ts'
import { pages } from './pages.tsx'
import { hasAdministrator } from './service.ts'
import { waiting } from './waiting.tsx'

export default defineFeature({
  id: 'setup',
  pages,
  routes: (scope, { site, context }) => {
    scope.addHook('preHandler', async (request, reply) => {
      const { url, config } = request.routeOptions
      if (!config?.page || url === '/setup' || (await hasAdministrator(context()))) return
      return site.send(request, reply, waiting)
    })
  },
})

/** What every page stands on: the built files, the two generated stylesheets, the language and theme of visitors. */
import fastifyStatic from '@fastify/static'
import { defineFeature } from '../feature.ts'
import { brandCss, brandPath, viewerCss, viewerPath } from './generated-css.ts'
import { settings } from './settings.ts'

const IMMUTABLE = 'immutable, max-age=31536000'

export default defineFeature({
  id: 'site',
  settings,
  routes: (scope, { site, context }) => {
    scope.register(async files => {
      files.addHook('onRoute', route => {
        route.config = { ...route.config, budget: 0, open: true }
      })
      await files.register(fastifyStatic, {
        root: site.assets.folder,
        prefix: '/assets/',
        cacheControl: false,
        index: false,
        decorateReply: false,
        preCompressed: true,
        setHeaders: reply => void reply.header('cache-control', `public, ${IMMUTABLE}`),
      })
    })

    // The address holds the content's hash. Whoever asks for an older one gets today's, and is told not to keep it.
    scope.get(
      '/brand-:hash.css',
      { schema: { hide: true }, config: { budget: 0, open: true } },
      async (request, reply) => {
        const ctx = context()
        const kept = request.url === brandPath(ctx) ? `public, ${IMMUTABLE}` : 'no-store'
        return reply.header('cache-control', kept).type('text/css; charset=utf-8').send(brandCss(ctx))
      },
    )

    scope.get('/me-:hash.css', { schema: { hide: true }, config: { budget: 1 } }, async (request, reply) => {
      const { ctx } = request
      const kept = ctx && request.url === viewerPath(ctx) ? `private, ${IMMUTABLE}` : 'no-store'
      return reply
        .header('cache-control', kept)
        .type('text/css; charset=utf-8')
        .send(ctx ? viewerCss(ctx) : '')
    })
  },
})

/** What every page stands on: the built files, the generated stylesheets, the language and theme of visitors. */
import fastifyStatic from '@fastify/static'
import { type Static, Type } from 'typebox'
import { NotFound } from '../core/errors.ts'
import { defineFeature } from '../feature.ts'
import {
  brandCss,
  brandPath,
  type Look,
  LookSchema,
  lookCss,
  markPaths,
  ownCss,
  ownPath,
  viewerCss,
  viewerPath,
} from './generated-css.ts'
import { MARKS, pictureOf } from './marks.ts'
import { settings } from './settings.ts'

const IMMUTABLE = 'immutable, max-age=31536000'

const MarkParams = Type.Object({ mark: Type.Enum([...MARKS]), hash: Type.String({ maxLength: 40 }) })

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

    scope.get(
      '/style-:hash.css',
      { schema: { hide: true }, config: { budget: 0, open: true } },
      async (request, reply) => {
        const ctx = context()
        const kept = request.url === ownPath(ctx, '/') ? `public, ${IMMUTABLE}` : 'no-store'
        return reply.header('cache-control', kept).type('text/css; charset=utf-8').send(ownCss(ctx))
      },
    )

    scope.get<{ Params: Static<typeof MarkParams> }>(
      '/marks/:mark-:hash',
      { schema: { hide: true, params: MarkParams }, config: { budget: 0, open: true } },
      async (request, reply) => {
        const ctx = context()
        const { mark } = request.params
        const picture = pictureOf(ctx, mark)
        if (!picture) throw new NotFound()
        const kept = request.url === markPaths(ctx)[mark] ? `public, ${IMMUTABLE}` : 'no-store'
        // A drawing that somebody opens by itself is a document: it may do nothing.
        return reply
          .header('cache-control', kept)
          .header('content-security-policy', "sandbox; default-src 'none'")
          .type(picture.type)
          .send(picture.bytes)
      },
    )

    // A look that is being tried: nothing but what its address says.
    scope.get<{ Querystring: Look }>(
      '/look.css',
      { schema: { hide: true, querystring: LookSchema }, config: { budget: 0, open: true } },
      async (request, reply) =>
        reply.header('cache-control', 'no-store').type('text/css; charset=utf-8').send(lookCss(request.query)),
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

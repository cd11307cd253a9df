/** The file itself, for whoever asked for it. */
import type { FastifyInstance } from 'fastify'
import { NotFound } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { sendFile } from '../uploads/send.ts'
import * as service from './service.ts'

export function routes(scope: FastifyInstance): void {
  scope.route<{ Params: { id: number } }>({
    method: 'GET',
    url: '/settings/data/:id/file',
    exposeHeadRoute: false,
    schema: { hide: true, params: IdParams },
    config: { budget: 2 },
    handler: async (request, reply) => {
      const { ctx, identity } = request
      if (!ctx || !identity) throw new Error('a file was asked for before its request had a context')
      for (const cookie of identity.cookies) reply.header('set-cookie', cookie)
      const { key, bytes, memberName } = await service.get(ctx, request.params.id)
      if (key === null) throw new NotFound()
      return sendFile(ctx.host.storage, request, reply, {
        key,
        type: 'application/gzip',
        bytes,
        name: `${memberName}.tar.gz`,
        inline: false,
        kept: 'private, no-store',
      })
    },
  })
}

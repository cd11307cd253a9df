/** The addresses of files themselves. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AVATAR_SIZES } from '../core/avatars.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { KINDS } from './kinds.ts'
import { sizeName } from './paths.ts'
import * as queries from './queries.ts'
import { sendFile } from './send.ts'

/**
 * Asked about at every use. What visitors may see as well, caches on the way may keep for as long as a hiding may take
 * to be felt; all else stays in the member's own browser, which asks each time whether it still may.
 */
const OPEN = 'public, max-age=300'
const OWN = 'private, no-cache'
/** A new picture has a new address, and the old one's is on no page. */
const FACE = 'public, max-age=86400'

const FileParams = Type.Object({
  key: Type.String({ pattern: '^[\\w-]{22}$' }),
  file: Type.String({ minLength: 1, maxLength: 200 }),
})
const AvatarParams = Type.Object({
  key: Type.String({ pattern: '^[\\w-]{22}$' }),
  size: Type.Integer({ minimum: 1, maximum: 1000 }),
})

export function routes(scope: FastifyInstance, { context }: { readonly context: () => Ctx }): void {
  scope.route<{ Params: { key: string; file: string } }>({
    method: ['GET', 'HEAD'],
    url: '/uploads/:key/:file',
    schema: { hide: true, params: FileParams },
    config: { budget: 2 },
    handler: async (request, reply) => {
      const { ctx, identity } = request
      if (!ctx || !identity) throw new Error('a file was asked for before its request had a context')
      const { key, file } = request.params
      const row = await queries.served(ctx, key)
      for (const cookie of identity.cookies) reply.header('set-cookie', cookie)
      const kept = row.open && identity.cookies.length === 0 ? OPEN : OWN
      const size = row.variants.find(one => sizeName(one) === file)
      if (!size && file !== row.name) throw new NotFound()
      const bytes = size?.bytes ?? row.bytes - row.variants.reduce((sum, one) => sum + one.bytes, 0)
      return sendFile(ctx.host.storage, request, reply, {
        key: size?.key ?? key,
        type: size?.format ?? row.type,
        bytes,
        name: size ? file : row.name,
        inline: row.type.startsWith('image/'),
        kept,
      })
    },
  })

  // Faces stand beside everybody's words: for all, and without asking the database a dozen times a page.
  scope.route<{ Params: { key: string; size: number } }>({
    method: ['GET', 'HEAD'],
    url: '/avatars/:key/:size.webp',
    schema: { hide: true, params: AvatarParams },
    config: { budget: 0, open: true },
    handler: async (request, reply) => {
      const { key, size } = request.params
      if (!AVATAR_SIZES.some(one => one === size)) throw new NotFound()
      return sendFile(context().host.storage, request, reply, {
        key: `${key}.avatar-${size}.webp`,
        type: KINDS.webp.type,
        bytes: null,
        name: `${size}.webp`,
        inline: true,
        kept: FACE,
      })
    },
  })
}

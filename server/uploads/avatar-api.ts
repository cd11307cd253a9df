import { NotSignedIn } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { FILE_SCHEMA, withFile } from '../core/http/form-file.ts'
import { Nothing } from '../core/http/schemas.ts'
import { memberJson } from '../members/api.ts'
import * as members from '../members/queries.ts'
import { MemberJson, NameParams } from '../members/schema.ts'
import * as avatars from './avatars.ts'
import { incomingFolder } from './service.ts'

const tag = 'Members'

const AvatarForm = {
  type: 'object',
  required: ['file'],
  additionalProperties: false,
  properties: { file: FILE_SCHEMA },
} as const

/** What takes a file. */
export function avatarFilesApi(routes: ApiRoutes): void {
  routes.put(
    '/members/me/avatar',
    {
      tag,
      id: 'setMyAvatar',
      summary: 'Give oneself a picture, cut square',
      form: AvatarForm,
      response: MemberJson,
      budget: 16,
    },
    async (ctx, { reply }) => {
      const under = incomingFolder(ctx)
      await avatars.set(ctx, (maxBytes, work) => withFile(reply.request, { maxBytes, under }, work))
      if (ctx.actor.id === null) throw new NotSignedIn()
      return memberJson(ctx, await members.getOwn(ctx, ctx.actor.id))
    },
  )
}

export function avatarApi(routes: ApiRoutes): void {
  routes.delete(
    '/members/me/avatar',
    { tag, id: 'deleteMyAvatar', summary: 'Take one’s own picture away', response: Nothing, status: 204, budget: 9 },
    async ctx => avatars.removeOwn(ctx),
  )

  routes.delete(
    '/members/:name/avatar',
    {
      tag,
      id: 'deleteAvatar',
      summary: 'Take somebody’s picture away, as staff',
      params: NameParams,
      response: Nothing,
      status: 204,
      budget: 11,
    },
    async (ctx, { params }) => avatars.remove(ctx, { memberId: (await members.get(ctx, params.name)).id }),
  )
}

/** Joining, signing in and out as JSON. Here and not in auth, as the answer is a member. */
import { Type } from 'typebox'
import { EmailText, PasswordText } from '../auth/schema.ts'
import * as auth from '../auth/service.ts'
import * as sessions from '../auth/sessions.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Nothing } from '../core/http/schemas.ts'
import { memberJson } from './api.ts'
import * as queries from './queries.ts'
import { MemberJson, NameText } from './schema.ts'
import * as service from './service.ts'

const SessionJson = Type.Object({ member: Type.Union([MemberJson, Type.Null()]) }, { $id: 'Session' })

const SignInInput = Type.Object(
  { email: Type.Optional(EmailText), name: Type.Optional(NameText), password: PasswordText },
  { additionalProperties: false },
)

const JoinInput = Type.Object(
  {
    name: NameText,
    email: EmailText,
    password: PasswordText,
    terms: Type.Optional(Type.Boolean({ description: 'Agreed to `/terms`; needed where the community has some' })),
  },
  { additionalProperties: false },
)

export function sessionApi(routes: ApiRoutes): void {
  const tag = 'Session'

  routes.get(
    '/session',
    { tag, id: 'getSession', summary: 'Who is signed in', response: SessionJson, budget: 2 },
    async ctx => ({
      member: ctx.actor.id === null ? null : await read(ctx, ctx.actor.id),
    }),
  )

  routes.post(
    '/session',
    { tag, id: 'signIn', summary: 'Sign in', body: SignInInput, response: SessionJson, budget: 9 },
    async (ctx, { body, identity, headers, reply }) => {
      const login = body.email ?? body.name
      if (login === undefined) throw new Invalid({ name: { key: 'invalid.required' } })
      const { password } = body
      const userAgent = headers['user-agent'] ?? ''
      const { id, cookie } = await auth.signIn(ctx, { login, password, userAgent, replaces: identity.sessionId })
      reply.header('set-cookie', cookie)
      return { member: await read(ctx, id) }
    },
  )

  routes.post(
    '/account',
    {
      ...{ tag, id: 'join', body: JoinInput, response: SessionJson, status: 201, budget: 14 },
      summary: 'Join, and be signed in',
    },
    async (ctx, { body: { terms = false, ...asked }, headers, reply }) => {
      const { id } = await service.join(ctx, { ...asked, locale: ctx.locale, agrees: terms })
      const { cookie } = await sessions.start(ctx, { memberId: id, userAgent: headers['user-agent'] ?? '' })
      reply.header('set-cookie', cookie)
      return { member: await read(ctx, id) }
    },
  )

  routes.delete(
    '/session',
    { tag, id: 'signOut', summary: 'Sign out', response: Nothing, status: 204, budget: 4 },
    async (ctx, { identity, reply }) => {
      reply.header('set-cookie', await auth.signOut(ctx, { sessionId: identity.sessionId }))
    },
  )
}

const read = async (ctx: Ctx, id: number) => memberJson(ctx, await queries.getOwn(ctx, id))

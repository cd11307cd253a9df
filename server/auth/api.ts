/** What the pages of an account do, as JSON: its address, password and sessions, and the ways back in by mail. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { listOf, Nothing, Timestamp } from '../core/http/schemas.ts'
import { memberId } from './pages.tsx'
import { ownAddress } from './queries.ts'
import * as recovery from './recovery.ts'
import {
  ChangeEmailForm,
  ChangePasswordForm,
  EmailForm,
  EmailText,
  ResetForm,
  SessionParams,
  VerifyForm,
} from './schema.ts'
import * as service from './service.ts'
import * as sessions from './sessions.ts'

const AccountJson = Type.Object({ email: EmailText, verified: Type.Boolean() }, { $id: 'Account' })

const OpenSessionJson = Type.Object(
  {
    id: Type.String(),
    userAgent: Type.String({ description: 'What the browser says it is' }),
    address: Type.String({ description: 'Where it was opened from' }),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
    current: Type.Boolean({ description: 'Whether it asks' }),
  },
  { $id: 'OpenSession' },
)

export function api(routes: ApiRoutes): void {
  accountApi(routes)
  sessionsApi(routes)
  recoveryApi(routes)
}

/** Done once and told by nothing: there is no resource to show again. */
const nothingAgain = async (): Promise<null> => null
const done = { response: Nothing, status: 204 } as const

function accountApi(routes: ApiRoutes): void {
  const tag = 'Account'

  routes.get(
    '/account',
    { tag, id: 'getAccount', summary: 'Your own e-mail address', response: AccountJson, budget: 2 },
    ownAddress,
  )

  routes.put(
    '/account/email',
    {
      ...{ tag, id: 'changeEmail', ...done, body: ChangeEmailForm, budget: 6 },
      summary: 'Ask for another e-mail address; it becomes yours once its mail is answered',
    },
    async (ctx, { body }) => service.changeEmail(ctx, body),
  )

  routes.put(
    '/account/password',
    {
      ...{ tag, id: 'changePassword', ...done, body: ChangePasswordForm, budget: 10 },
      summary: 'Change your password; all sessions end but the one that asks',
    },
    async (ctx, { body, identity, headers, reply }) => {
      const userAgent = headers['user-agent'] ?? ''
      const { cookie } = await service.changePassword(ctx, { ...body, userAgent, sessionId: identity.sessionId })
      if (cookie) reply.header('set-cookie', cookie)
    },
  )

  routes.post(
    '/account/verification',
    {
      ...{ tag, id: 'askVerification', ...done, budget: 6, replay: nothingAgain },
      summary: 'Send the mail once more that verifies your address',
    },
    async ctx => service.askVerification(ctx),
  )
}

function sessionsApi(routes: ApiRoutes): void {
  const tag = 'Account'

  routes.get(
    '/sessions',
    {
      ...{ tag, id: 'listSessions', response: listOf(OpenSessionJson), budget: 2 },
      summary: 'List where you are signed in, the latest used first',
    },
    async (ctx, { identity }) => {
      const items = (await sessions.list(ctx)).map(({ id, userAgent, address, createdAt, lastSeenAt }) => ({
        ...{ id, userAgent, address, current: id === identity.sessionId },
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
      }))
      return { items, nextCursor: null }
    },
  )

  routes.delete(
    '/sessions',
    { tag, id: 'endSessions', summary: 'Sign out everywhere else', ...done, budget: 4 },
    async (ctx, { identity }) => sessions.endAll(ctx, { memberId: memberId(ctx), keep: identity.sessionId }),
  )

  routes.delete(
    '/sessions/:id',
    { tag, id: 'endSession', summary: 'Sign out in one place', ...done, params: SessionParams, budget: 4 },
    async (ctx, { params }) => sessions.end(ctx, params),
  )
}

function recoveryApi(routes: ApiRoutes): void {
  const tag = 'Account'
  const mail = { tag, ...done, replay: nothingAgain }

  routes.post(
    '/password-resets',
    {
      ...{ ...mail, id: 'askPasswordReset', body: EmailForm, budget: 7 },
      summary: 'Send a mail with which to choose a new password; the answer is the same for an address that nobody has',
    },
    async (ctx, { body }) => recovery.askReset(ctx, body),
  )

  routes.post(
    '/passwords',
    {
      ...{ ...mail, id: 'resetPassword', body: ResetForm, budget: 15 },
      summary: 'Choose a new password with the key from that mail; all sessions end',
    },
    async (ctx, { body }) => recovery.reset(ctx, body),
  )

  routes.post(
    '/verifications',
    {
      ...{ ...mail, id: 'verifyEmail', body: VerifyForm, budget: 9 },
      summary: 'Verify an address with the key from its mail',
    },
    async (ctx: Ctx, { body }) => recovery.verify(ctx, body),
  )
}

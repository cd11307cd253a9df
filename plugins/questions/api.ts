/** Its operations, under `/api/v1/questions`. Lists of questions are `GET /threads?kind=question`. */
import type { PluginApi, PluginCtx } from 'guildhall/plugin'
import { type AnswerRef, question } from './answers.ts'
import { sharedBy, stateOf } from './queries.ts'
import { AnswerParams, QuestionJson, QuestionParams, questionJson } from './schema.ts'
import { accept, join, leave, takeAcceptanceBack, takeVerificationBack, verify } from './service.ts'

const tag = 'Questions'

export function api(routes: PluginApi): void {
  const asked = { tag, params: QuestionParams, response: QuestionJson } as const
  routes.get(
    '/:threadId',
    { ...asked, id: 'getQuestion', summary: 'What is known of a question', budget: 4 },
    async (ctx, { params: { threadId } }) => shown(ctx, threadId),
  )
  routes.put(
    '/:threadId/same',
    { ...asked, id: 'joinQuestion', summary: 'Say that you have the same question', budget: 12 },
    async (ctx, { params: { threadId } }) => {
      await join(ctx, threadId)
      return shown(ctx, threadId)
    },
  )
  routes.delete(
    '/:threadId/same',
    { ...asked, id: 'leaveQuestion', summary: 'Say that you have it no longer', budget: 12 },
    async (ctx, { params: { threadId } }) => {
      await leave(ctx, threadId)
      return shown(ctx, threadId)
    },
  )

  const marks = { tag, params: AnswerParams, response: QuestionJson, budget: 24 } as const
  const act = (verb: (ctx: PluginCtx, ref: AnswerRef) => Promise<void>) => async (ctx: PluginCtx, given: Given) => {
    await verb(ctx, given.params)
    return shown(ctx, given.params.threadId)
  }
  routes.put(
    '/:threadId/accepted/:postId',
    { ...marks, id: 'acceptAnswer', summary: 'Accept a reply to your question, in the place of another' },
    act(accept),
  )
  routes.delete(
    '/:threadId/accepted/:postId',
    { ...marks, id: 'takeAcceptanceBack', summary: 'Accept a reply no longer' },
    act(takeAcceptanceBack),
  )
  routes.put(
    '/:threadId/verified/:postId',
    { ...marks, id: 'verifyAnswer', summary: 'Say for the team that a reply is right' },
    act(verify),
  )
  routes.delete(
    '/:threadId/verified/:postId',
    { ...marks, id: 'takeVerificationBack', summary: 'Take back that a reply is right' },
    act(takeVerificationBack),
  )
}

type Given = { readonly params: AnswerRef }

async function shown(ctx: PluginCtx, threadId: number) {
  const thread = await question(ctx, threadId)
  const state = await stateOf(ctx, threadId)
  return questionJson({ thread, state, mine: (await sharedBy(ctx, [threadId])).has(threadId) })
}

/** Its forms. Each leads back to where it was pressed. */
import type { PluginCtx, PluginPages } from 'guildhall/plugin'
import { type AnswerRef, question } from './answers.ts'
import { postPath, threadPath } from './paths.ts'
import { AnswerParams, QuestionParams } from './schema.ts'
import { accept, join, leave, takeAcceptanceBack, takeVerificationBack, verify } from './service.ts'
import { headerId } from './views.tsx'

export function pages(routes: PluginPages): void {
  const marking = { params: AnswerParams, budget: 24 }
  const act = (verb: (ctx: PluginCtx, ref: AnswerRef) => Promise<void>) => async (ctx: PluginCtx, given: Given) => {
    await verb(ctx, given.params)
    return { redirect: await backTo(ctx, given.params) }
  }
  routes.post('/:threadId/accepted/:postId', marking, act(accept))
  routes.post('/:threadId/accepted/:postId/delete', marking, act(takeAcceptanceBack))
  routes.post('/:threadId/verified/:postId', marking, act(verify))
  routes.post('/:threadId/verified/:postId/delete', marking, act(takeVerificationBack))

  const joining = { params: QuestionParams, budget: 12 }
  routes.post('/:threadId/same', joining, async (ctx, { params: { threadId } }) => {
    await join(ctx, threadId)
    return { redirect: await headerOf(ctx, threadId) }
  })
  routes.post('/:threadId/same/delete', joining, async (ctx, { params: { threadId } }) => {
    await leave(ctx, threadId)
    return { redirect: await headerOf(ctx, threadId) }
  })
}

type Given = { readonly params: AnswerRef }

async function backTo(ctx: PluginCtx, { postId }: AnswerRef): Promise<string> {
  const { number, thread } = await ctx.post(postId)
  return postPath(thread, { postId, number })
}

const headerOf = async (ctx: PluginCtx, threadId: number): Promise<string> =>
  `${threadPath(await question(ctx, threadId))}#${headerId(threadId)}`

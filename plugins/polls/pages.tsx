/** Its forms. */
import type { PluginCtx, PluginPages } from 'guildhall/plugin'
import { choiceOfForm } from './ballot.ts'
import { type PollRef, pollOf } from './queries.ts'
import { ResultsPage } from './results-page.tsx'
import { BallotForm, PollParams } from './schema.ts'
import { close, reopen, viewerOf, vote, withdraw } from './service.ts'

export function pages(routes: PluginPages): void {
  routes.get('/:postId/:place', { params: PollParams, budget: 4 }, (ctx, { params }) => show(ctx, params))

  const form = {
    params: PollParams,
    body: BallotForm,
    budget: 12,
    form: (
      ctx: PluginCtx,
      { params }: { readonly params: PollRef },
      { errors, problem }: { readonly errors: Readonly<Record<string, string>>; readonly problem: string | null },
    ) => show(ctx, params, errors.choice ?? problem ?? Object.values(errors)[0]),
  }

  routes.post('/:postId/:place/ballot', form, async (ctx, { params, body }) => {
    await vote(ctx, params, poll => choiceOfForm(poll, body.choice ?? []))
    return backTo(ctx, params)
  })

  routes.post('/:postId/:place/ballot/delete', form, async (ctx, { params }) => {
    await withdraw(ctx, params)
    return backTo(ctx, params)
  })

  routes.post('/:postId/:place/closing', form, async (ctx, { params }) => {
    await close(ctx, params)
    return backTo(ctx, params)
  })

  routes.post('/:postId/:place/closing/delete', form, async (ctx, { params }) => {
    await reopen(ctx, params)
    return backTo(ctx, params)
  })
}

/** The page of a poll. @throws NotFound, Gone */
async function show(ctx: PluginCtx, { postId, place }: PollRef, problem?: string) {
  const post = await ctx.post(postId)
  const state = await pollOf(ctx, { postId, place })
  const props = { post, state, viewer: viewerOf(ctx, state), problem, t: ctx.t }
  return { view: (page: Parameters<typeof ResultsPage>[0]['page']) => <ResultsPage page={page} {...props} /> }
}

/** To the post, as it stands in its thread. */
async function backTo(ctx: PluginCtx, { postId, place }: PollRef) {
  const { number, thread } = await ctx.post(postId)
  return { redirect: `/t/${thread.id}/${thread.slug || '-'}/${number}#polls-${postId}-${place}` }
}

/** Its pages and forms. */
import { Forbidden, type PluginCtx, type PluginPages } from 'guildhall/plugin'
import { choiceOfForm } from './ballot.ts'
import { ballotsOf, type PollRef, pollOf } from './queries.ts'
import { ResultsPage } from './results-page.tsx'
import { resultsTable } from './results-table.ts'
import { BallotForm, PollParams, VotersQuery } from './schema.ts'
import { close, reopen, viewerOf, vote, withdraw } from './service.ts'

export function pages(routes: PluginPages): void {
  routes.get(
    '/:postId/:place',
    { params: PollParams, query: VotersQuery, budget: 4 },
    (ctx, { params, query: { cursor } }) => show(ctx, params, { cursor }),
  )

  routes.table('/:postId/:place/results.csv', { params: PollParams, budget: 3 }, async (ctx, { params }) => {
    await ctx.post(params.postId)
    const { poll, result } = await pollOf(ctx, params)
    if (!result) throw new Forbidden()
    return { name: `poll-${params.postId}-${params.place}`, rows: resultsTable(ctx.t, poll, result) }
  })

  const form = {
    params: PollParams,
    body: BallotForm,
    budget: 12,
    form: (
      ctx: PluginCtx,
      { params }: { readonly params: PollRef },
      { errors, problem }: { readonly errors: Readonly<Record<string, string>>; readonly problem: string | null },
    ) => show(ctx, params, { problem: errors.choice ?? problem ?? Object.values(errors)[0] }),
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

const VOTERS_PER_PAGE = 100

type Asked = { readonly problem?: string | undefined; readonly cursor?: string | undefined }

/** The page of a poll. @throws NotFound, Gone */
async function show(ctx: PluginCtx, { postId, place }: PollRef, { problem, cursor }: Asked) {
  const post = await ctx.post(postId)
  const state = await pollOf(ctx, { postId, place })
  const voters =
    state.poll.named && state.result ? await ballotsOf(ctx, state, { cursor, limit: VOTERS_PER_PAGE }) : null
  const props = { post, state, voters, viewer: viewerOf(ctx, state), problem, t: ctx.t }
  return { view: (page: Parameters<typeof ResultsPage>[0]['page']) => <ResultsPage page={page} {...props} /> }
}

/** To the post, as it stands in its thread. */
async function backTo(ctx: PluginCtx, { postId, place }: PollRef) {
  const { number, thread } = await ctx.post(postId)
  return { redirect: `/t/${thread.id}/${thread.slug || '-'}/${number}#polls-${postId}-${place}` }
}

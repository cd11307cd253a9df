/** Its operations, under `/api/v1/polls`. */
import { Forbidden, ListQuery, type PluginApi, type PluginCtx } from 'guildhall/plugin'
import { ballotsOf, type PollRef, pollOf, pollsOf } from './queries.ts'
import {
  BallotInput,
  BallotsJson,
  ballotJson,
  PollJson,
  PollParams,
  PollsJson,
  PostParams,
  pollJson,
} from './schema.ts'
import { authorizeManaging, close, reopen, vote, withdraw } from './service.ts'

const tag = 'Polls'

export function api(routes: PluginApi): void {
  routes.get(
    '/:postId',
    { id: 'listPolls', summary: 'The polls of a post', tag, params: PostParams, response: PollsJson, budget: 3 },
    async (ctx, { params: { postId } }) => {
      await ctx.post(postId)
      return { items: ((await pollsOf(ctx, [postId])).get(postId) ?? []).map(pollJson) }
    },
  )

  routes.put(
    '/:postId/:place/ballot',
    {
      ...{ id: 'voteInPoll', summary: 'Vote, or change your vote', tag, budget: 12 },
      ...{ params: PollParams, body: BallotInput, response: PollJson },
    },
    async (ctx, { params, body }) => {
      await vote(ctx, params, () => body.choice)
      return pollJson(await pollOf(ctx, params))
    },
  )

  const options = { tag, params: PollParams, response: PollJson, budget: 12 } as const
  const act = (verb: (ctx: PluginCtx, ref: PollRef) => Promise<void>) => async (ctx: PluginCtx, given: Given) => {
    await verb(ctx, given.params)
    return pollJson(await pollOf(ctx, given.params))
  }
  routes.delete(
    '/:postId/:place/ballot',
    { ...options, id: 'withdrawFromPoll', summary: 'Take your vote back' },
    act(withdraw),
  )
  routes.put(
    '/:postId/:place/closing',
    { ...options, id: 'closePoll', summary: 'Close a poll before its time' },
    act(close),
  )
  routes.delete(
    '/:postId/:place/closing',
    { ...options, id: 'reopenPoll', summary: 'Open a closed poll again' },
    act(reopen),
  )

  routes.get(
    '/:postId/:place/ballots',
    {
      ...{
        id: 'listPollBallots',
        summary: 'All votes; of an anonymous poll for its author and staff, equal ones in one',
      },
      ...{ tag, params: PollParams, query: ListQuery, response: BallotsJson, budget: 4 },
    },
    async (ctx, { params, query: { cursor, limit = 30 } }) => {
      const post = await ctx.post(params.postId)
      const state = await pollOf(ctx, params)
      if (!state.poll.named) authorizeManaging(ctx, post)
      // Who may export knows no sooner than others.
      if (!state.result) throw new Forbidden()
      const { items, nextCursor } = await ballotsOf(ctx, state, { cursor, limit })
      return { items: items.map(ballotJson), nextCursor }
    },
  )
}

type Given = { readonly params: PollRef }

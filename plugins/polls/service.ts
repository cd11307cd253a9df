/** Verbs on polls. */
import {
  Forbidden,
  NotFound,
  NotSignedIn,
  type PluginCtx,
  type PluginPost,
  sql,
  type ViewerCtx,
} from 'guildhall/plugin'
import { type Choice, choiceFor } from './ballot.ts'
import { type Poll, pollAt } from './definition.ts'
import { isClosed, type PollRef } from './queries.ts'

type PollEvent = { readonly threadId: number; readonly postId: number; readonly place: number }

declare module 'guildhall/plugin' {
  interface DomainEvents {
    /** A vote was given, changed or taken back; what was chosen is not told. */
    'polls.voted': PollEvent
    'polls.closed': PollEvent
    'polls.reopened': PollEvent
  }
}

/** What somebody may do with a poll, if it lets them. */
export type Viewer = { readonly votes: boolean; readonly manages: boolean; readonly signedIn: boolean }

/**
 * Gives the actor's vote, or another in its place.
 * @throws NotFound, Gone, NotSignedIn, Forbidden; Invalid for a closed poll, one whose votes stay, or what it does not offer
 */
export async function vote(ctx: PluginCtx, ref: PollRef, choose: (poll: Poll) => Choice): Promise<void> {
  const { post, poll } = await find(ctx, ref)
  ctx.authorize('vote')
  const memberId = ctx.writer()
  const choice = choiceFor(poll, choose(poll))
  if (!choice) throw ctx.refusal('choice', poll.kind === 'ranked' ? 'error.ranks' : 'error.choice')
  await change(ctx, post, poll, async ctx => {
    const kept = sql.param([...choice])
    const [given] = await ctx.db.execute<{ added: boolean }>(sql`
      insert into plugin_polls.ballots (post_id, place, member_id, choice, at)
      values (${post.id}, ${poll.place}, ${memberId}, ${kept}::int[], ${ctx.now().toISOString()})
      on conflict (post_id, place, member_id) do update set choice = excluded.choice, at = excluded.at
      where not ${poll.fixed}
      returning xmax = 0 as added`)
    if (!given) throw ctx.refusal('choice', 'error.fixed')
    return given.added ? 1 : 0
  })
}

/** Takes the actor's vote back; none is nothing. @throws as `vote` */
export async function withdraw(ctx: PluginCtx, ref: PollRef): Promise<void> {
  const { post, poll } = await find(ctx, ref)
  const memberId = ctx.writer()
  if (poll.fixed) throw ctx.refusal('choice', 'error.fixed')
  await change(ctx, post, poll, async ctx => {
    const gone = await ctx.db.execute(sql`
      delete from plugin_polls.ballots
      where post_id = ${post.id} and place = ${poll.place} and member_id = ${memberId} returning place`)
    return -gone.length
  })
}

/**
 * Changes ballots while nobody else does: the poll's row is locked first, so that none comes after its closing and its
 * number of votes is exact.
 * @param work answers how many ballots more there are
 */
async function change(ctx: PluginCtx, post: PluginPost, poll: Poll, work: (ctx: PluginCtx) => Promise<number>) {
  await ctx.transaction(async ctx => {
    const [row] = await ctx.db.execute<{ closed: string | null }>(sql`
      insert into plugin_polls.polls as p (post_id, place) values (${post.id}, ${poll.place})
      on conflict (post_id, place) do update set votes = p.votes returning closed_at as closed`)
    if (isClosed(ctx, poll, row?.closed ? new Date(row.closed) : null)) throw ctx.refusal('choice', 'error.closed')
    const more = await work(ctx)
    await ctx.db.execute(sql`
      update plugin_polls.polls set votes = votes + ${more} where post_id = ${post.id} and place = ${poll.place}`)
    ctx.emit('polls.voted', eventOf(post, poll))
  })
}

/** Closes a poll before its time; twice is once. @throws NotFound, Gone, NotSignedIn, Forbidden */
export async function close(ctx: PluginCtx, ref: PollRef): Promise<void> {
  const { post, poll } = await find(ctx, ref)
  authorizeManaging(ctx, post)
  await ctx.transaction(async ctx => {
    await ctx.db.execute(sql`
      insert into plugin_polls.polls as p (post_id, place, closed_at)
      values (${post.id}, ${poll.place}, ${ctx.now().toISOString()})
      on conflict (post_id, place) do update set closed_at = coalesce(p.closed_at, excluded.closed_at)`)
    await note(ctx, 'close', post)
    ctx.emit('polls.closed', eventOf(post, poll))
  })
}

/** Opens it again. @throws as `close`; Invalid for one whose date has come */
export async function reopen(ctx: PluginCtx, ref: PollRef): Promise<void> {
  const { post, poll } = await find(ctx, ref)
  authorizeManaging(ctx, post)
  if (isClosed(ctx, poll, null)) throw ctx.refusal('choice', 'error.over')
  await ctx.transaction(async ctx => {
    await ctx.db.execute(sql`
      update plugin_polls.polls set closed_at = null where post_id = ${post.id} and place = ${poll.place}`)
    await note(ctx, 'reopen', post)
    ctx.emit('polls.reopened', eventOf(post, poll))
  })
}

/** What is done to the poll of another stands in the audit log. */
async function note(ctx: PluginCtx, act: 'close' | 'reopen', { id, authorId }: PluginPost): Promise<void> {
  if (ctx.actor.id !== authorId) await ctx.audit(act, { postId: id })
}

/** Whether the actor may close it, and see all its ballots. */
export const manages = (ctx: ViewerCtx, { authorId }: { readonly authorId: number }): boolean =>
  ctx.actor.id !== null && (ctx.actor.id === authorId || ctx.can('manage'))

/** What the actor may do with a poll. */
export const viewerOf = (ctx: ViewerCtx, of: { readonly authorId: number }): Viewer => ({
  votes: ctx.actor.id !== null && ctx.can('vote'),
  manages: manages(ctx, of),
  signedIn: ctx.actor.id !== null,
})

/** @throws NotSignedIn, Forbidden */
export function authorizeManaging(ctx: PluginCtx, of: { readonly authorId: number }): void {
  if (!manages(ctx, of)) throw ctx.actor.kind === 'visitor' ? new NotSignedIn() : new Forbidden()
}

/** A poll in the actor's sight. @throws NotFound, Gone */
async function find(ctx: PluginCtx, { postId, place }: PollRef) {
  const post = await ctx.post(postId)
  const poll = pollAt(post.body, place)
  if (!poll) throw new NotFound()
  return { post, poll }
}

const eventOf = ({ id, threadId }: PluginPost, { place }: Poll): PollEvent => ({ threadId, postId: id, place })

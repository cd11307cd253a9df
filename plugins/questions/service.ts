/** Verbs on questions: which reply answers them, and who has the same one. */
import {
  Forbidden,
  NotFound,
  NotSignedIn,
  type PluginCtx,
  type PluginPost,
  type PluginThread,
  sql,
  type ViewerCtx,
} from 'guildhall/plugin'
import { type AnswerRef, KIND, locked, put, question, settle, takeAway } from './answers.ts'
import type { Mark } from './queries.ts'
import { tell } from './tell.ts'

type QuestionEvent = { readonly threadId: number }
type AnswerEvent = QuestionEvent & { readonly postId: number }

declare module 'guildhall/plugin' {
  interface DomainEvents {
    'questions.accepted': AnswerEvent
    'questions.verified': AnswerEvent
    /** A mark was taken from the post. */
    'questions.withdrawn': AnswerEvent & { readonly mark: Mark }
    /** One more has the same question, or one less. */
    'questions.joined': QuestionEvent
    'questions.left': QuestionEvent
    /** Answers went out of sight or came back, or it is a question again. */
    'questions.settled': QuestionEvent
  }
}

/** What somebody may do with the replies of a question. */
export type Viewer = { readonly accepts: boolean; readonly verifies: boolean }

/**
 * The asker accepts a reply, in the place of the one accepted before. Twice is once.
 * @throws NotFound, Gone, NotSignedIn, Forbidden; Invalid for the opening post and for one that is hidden
 */
export const accept = (ctx: PluginCtx, ref: AnswerRef): Promise<void> => mark(ctx, ref, 'accepted')

/** The team says that a reply is right. @throws as `accept` */
export const verify = (ctx: PluginCtx, ref: AnswerRef): Promise<void> => mark(ctx, ref, 'verified')

/** The asker accepts it no longer; none is nothing. @throws NotFound, Gone, NotSignedIn, Forbidden */
export const takeAcceptanceBack = (ctx: PluginCtx, ref: AnswerRef): Promise<void> => unmark(ctx, ref, 'accepted')

/** The team takes back what it said; none is nothing. @throws as `takeAcceptanceBack` */
export const takeVerificationBack = (ctx: PluginCtx, ref: AnswerRef): Promise<void> => unmark(ctx, ref, 'verified')

/** Says that the actor has the same question; twice is once. @throws NotFound, Gone, NotSignedIn, Forbidden; Invalid for the asker */
export async function join(ctx: PluginCtx, threadId: number): Promise<void> {
  const { authorId } = await question(ctx, threadId)
  const memberId = ctx.writer()
  if (memberId === authorId) throw ctx.refusal('threadId', 'error.own')
  await locked(ctx, threadId, async ctx => {
    const [added] = await ctx.db.execute(sql`
      insert into plugin_questions.same (thread_id, member_id) values (${threadId}, ${memberId})
      on conflict do nothing returning member_id`)
    if (added) ctx.emit('questions.joined', { threadId })
  })
}

/** Takes it back; none is nothing. @throws NotFound, Gone, NotSignedIn, Forbidden */
export async function leave(ctx: PluginCtx, threadId: number): Promise<void> {
  await question(ctx, threadId)
  const memberId = ctx.writer()
  await locked(ctx, threadId, async ctx => {
    const [gone] = await ctx.db.execute(sql`
      delete from plugin_questions.same where thread_id = ${threadId} and member_id = ${memberId} returning member_id`)
    if (gone) ctx.emit('questions.left', { threadId })
  })
}

/** What the actor may do with the replies of a question by this member. */
export const viewerOf = (ctx: ViewerCtx, askerId: number): Viewer => ({
  accepts: ctx.actor.id === askerId,
  verifies: ctx.actor.id !== null && ctx.can('verify'),
})

async function mark(ctx: PluginCtx, ref: AnswerRef, mark: Mark): Promise<void> {
  const post = await reply(ctx, ref)
  authorize(ctx, post.thread, mark)
  if (post.number === 1) throw ctx.refusal('postId', 'error.opening')
  await change(ctx, ref, async ctx => {
    const { done, replaced } = await put(ctx, ref, mark)
    if (done === 'gone') throw ctx.refusal('postId', 'error.gone')
    if (done === 'there') return
    if (replaced !== null) ctx.emit('questions.withdrawn', { threadId: ref.threadId, postId: replaced, mark })
    ctx.emit(`questions.${mark}`, ref)
    if (mark === 'verified') await ctx.audit('verify', ref)
    await tell(ctx, post, mark)
  })
}

async function unmark(ctx: PluginCtx, ref: AnswerRef, mark: Mark): Promise<void> {
  const { thread } = await reply(ctx, ref)
  authorize(ctx, thread, mark)
  await change(ctx, ref, async ctx => {
    if (!(await takeAway(ctx, ref, mark))) return
    ctx.emit('questions.withdrawn', { ...ref, mark })
    if (mark === 'verified') await ctx.audit('unverify', ref)
  })
}

const change = (ctx: PluginCtx, { threadId }: AnswerRef, work: (ctx: PluginCtx) => Promise<void>): Promise<void> =>
  locked(ctx, threadId, async ctx => {
    // Meanwhile somebody may have made it a plain thread, or deleted it.
    await question(ctx, threadId)
    await work(ctx)
    await settle(ctx, threadId)
  })

/** A post of a question in the actor's sight. @throws NotFound, Gone */
async function reply(ctx: PluginCtx, { threadId, postId }: AnswerRef): Promise<PluginPost> {
  const post = await ctx.post(postId)
  if (post.threadId !== threadId || post.thread.kind !== KIND) throw new NotFound()
  return post
}

/** Accepting is the asker's, whoever may verify. @throws NotSignedIn, Forbidden */
function authorize(ctx: PluginCtx, { authorId }: Pick<PluginThread, 'authorId'>, mark: Mark): void {
  const { accepts, verifies } = viewerOf(ctx, authorId)
  if (!(mark === 'accepted' ? accepts : verifies))
    throw ctx.actor.kind === 'visitor' ? new NotSignedIn() : new Forbidden()
  ctx.writer()
}

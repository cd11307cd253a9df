/** Who may react: whoever is granted it, to what is in everybody's sight, and never to their own words. */
import type { Ctx } from '../core/context.ts'
import { can, type Policies } from '../core/permissions.ts'
import type { PostFacts } from '../posts/policy.ts'
import type { ThreadFacts } from '../threads/policy.ts'

declare module '../core/permissions.ts' {
  interface Permissions {
    'post.react': PostFacts
  }
}

/** A locked thread takes no replies; thanks for what it holds are welcome all the same. */
export const policies: Policies = {
  'post.react': (ctx, post) => (isOwn(ctx, post) || isOut(post) || isOut(post.thread) ? false : undefined),
}

export const isOwn = (ctx: Ctx, post: Pick<PostFacts, 'authorId'>): boolean => ctx.actor.id === post.authorId

const isOut = ({ hiddenAt, deletedAt }: Pick<PostFacts, 'hiddenAt' | 'deletedAt'>): boolean =>
  hiddenAt !== null || deletedAt !== null

/** Whether the actor may react to others' posts in this thread: for a page whose posts are all in sight. */
export const canReactIn = (ctx: Ctx, thread: ThreadFacts): boolean =>
  can(ctx, 'post.react', { authorId: 0, hiddenAt: null, deletedAt: null, thread })

const ANYWHERE: ThreadFacts = {
  categoryId: 0,
  authorId: 0,
  hiddenAt: null,
  deletedAt: null,
  deletedById: null,
  lockedAt: null,
}

/** Whether the actor is one of those who may react, wherever they may read. */
export const mayReact = (ctx: Ctx): boolean => canReactIn(ctx, ANYWHERE)

/**
 * What is offered on a post. A page is the same for its whole class of viewers, so this is worked out for anybody in it,
 * and for the post's author as they stand; the viewer's own stylesheet shows each their own (site/generated-css.ts).
 */
import { memberActor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import type { PostRow } from '../posts/queries.ts'
import type { ThreadHead } from '../threads/queries.ts'

/** Who is offered something: all who see the page, or some by their stylesheet. */
export type Offered = 'everyone' | 'author moderate' | 'author' | 'moderate'

export type Offers = {
  readonly edit: Offered
  readonly wiki: Offered
  readonly history: Offered
  readonly remove: Offered
  /** Of a deleted post: whether it may be put back by whoever is shown that it was there. */
  readonly restore: boolean
}

/** @param reader who looks, or anybody of their class */
export function offersOn(reader: Ctx, row: PostRow, thread: ThreadHead): Offers {
  const post = { ...row, authorId: row.author.id, deletedById: row.deletedBy?.id ?? null, thread }
  const { id, name } = row.author
  const author: Ctx = {
    ...reader,
    actor: memberActor({ id, name, trustLevel: row.trustLevel, verified: true, joined: [] }),
  }
  const byAuthor = (may: boolean): Offered => (may ? 'author moderate' : 'moderate')
  return {
    edit: row.wiki && can(reader, 'thread.reply', thread) ? 'everyone' : byAuthor(can(author, 'post.edit', post)),
    wiki: byAuthor(can(author, 'post.wiki', post)),
    history: can(reader, 'post.history', post) ? 'everyone' : 'author',
    remove: byAuthor(row.number === 1 ? can(author, 'thread.delete', thread) : can(author, 'post.delete', post)),
    restore: can(reader, 'post.restore', post),
  }
}

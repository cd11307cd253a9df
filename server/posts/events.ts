/** What the log says of posts. */
export type PostEvent = {
  readonly postId: number
  readonly threadId: number
  readonly categoryId: number
  readonly number: number
  readonly authorId: number
}

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A post is there; of number 1, the opening one of a new thread. */
    'post.created': PostEvent
    /** A post says something else. */
    'post.edited': PostEvent & {
      readonly editorId: number
      /** Whether the version before is kept in the history: not that of a slip put right at once. */
      readonly kept: boolean
    }
    /** A post is out of sight; who may still sees its tombstone. */
    'post.deleted': PostEvent
    /** A deleted post is back. */
    'post.restored': PostEvent
    /** These say something else, though nobody has edited them: words of who wanted them gone. */
    'posts.reworded': { readonly postIds: readonly number[] }
    /** All who may reply may edit it now, or no longer. */
    'post.wikiChanged': PostEvent & { readonly wiki: boolean }
  }
}

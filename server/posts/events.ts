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
    'post.created': PostEvent
    'post.edited': PostEvent & {
      readonly editorId: number
      /** Whether the version before is kept in the history: not that of a slip put right at once. */
      readonly kept: boolean
    }
    'post.deleted': PostEvent
    'post.restored': PostEvent
    'post.wikiChanged': PostEvent & { readonly wiki: boolean }
  }
}

/** Where things that a text names are here: asked by whoever turns a text of another community into Markdown of ours. */
export type Resolve = {
  /** Our address for one of the old community's own (thread, post, member, category, tag); null for any other, and for what did not come along. */
  readonly address: (url: string) => string | null
  /** What the member of that name is called here; null when nobody of that name came along. */
  readonly member: (name: string) => string | null
  /** Our address of a post there; null when its thread did not come along. */
  readonly post: (threadId: string, number: number) => string | null
  /** The whole address of one that is relative to the old community, for what stays a link to there. */
  readonly absolute: (url: string) => string
}

/** Cooking a member's text: looks up whom and what it names, then turns it into safe HTML. The one path for posts, preview and mail. */
import type { Ctx } from '../core/context.ts'
import { cook as cookText } from '../core/text/markdown.ts'

export type Mention = { readonly kind: 'member' | 'group'; readonly id: number }

/** A link in the text. Those to this site's own threads name the thread, and the post's number if they do. */
export type Link = {
  readonly kind: 'link' | 'card' | 'quote'
  readonly url: string
  readonly threadId: number | null
  readonly postNumber: number | null
}

export type Cooked = {
  readonly html: string
  /** The beginning of the text without its marks: at most 300 characters. */
  readonly excerpt: string
  readonly mentions: readonly Mention[]
  /** In the order of the text. */
  readonly links: readonly Link[]
  /** Uploads that the text shows or links to, of those that its writer may show. */
  readonly uploadIds: readonly number[]
}

/** Cooks a text for `ctx.actor`, who wrote it. Call it before a transaction, never in one. */
export async function cook(_ctx: Ctx, source: string): Promise<Cooked> {
  return { html: cookText(source), excerpt: '', mentions: [], links: [], uploadIds: [] }
}

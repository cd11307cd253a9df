/** What the conversion of one text carries along, and what it comes to. */

/** What a text's own forum means, in our terms. */
export type Resolve = {
  /** Address of ours for an address of the old forum (thread, post, member, category, tag, upload); null: not one of its own, or not imported. */
  readonly address: (url: string) => string | null
  /** The member's name here, for a name there; null when nobody of that name came along. */
  readonly member: (name: string) => string | null
  /** Our address of a post: old topic id and post number; null when it did not come along. */
  readonly post: (topicId: string, number: number) => string | null
  /** Absolute form of an address that is relative to the old forum, for what stays a link to there. */
  readonly absolute: (url: string) => string
}

/** What was changed in kind, for the table that closes an import. */
export type Mended =
  | 'quote'
  | 'mention'
  | 'emoji'
  | 'onebox'
  | 'picture'
  | 'player'
  | 'poll'
  | 'details'
  | 'spoiler'
  | 'math'
  | 'date'
  | 'footnote'
  | 'link'
  | 'markup'

export type Conversion = {
  readonly markdown: string
  readonly mended: ReadonlyMap<Mended, number>
  /** Names of elements that could not be kept; their words were, where they had any. */
  readonly lost: ReadonlyMap<string, number>
}

export class Work {
  readonly mended = new Map<Mended, number>()
  readonly lost = new Map<string, number>()

  constructor(readonly resolve: Resolve) {}

  mend(what: Mended): void {
    this.mended.set(what, (this.mended.get(what) ?? 0) + 1)
  }

  lose(name: string): void {
    this.lost.set(name, (this.lost.get(name) ?? 0) + 1)
  }

  /** What came out, without the characters that no text may hold. */
  result(markdown: string): Conversion {
    return { markdown: clean(markdown), mended: this.mended, lost: this.lost }
  }
}

/** Control characters, and those of no width that say nothing; joiners stay, which make emoji and Persian words. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOTHING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2060\ufeff]/

/** Line ends as ours, and no character that PostgreSQL or a reader would stumble over. */
export const clean = (text: string): string =>
  NOTHING.test(text) ? text.replaceAll(/\r\n?/g, '\n').replaceAll(new RegExp(NOTHING, 'g'), '') : text

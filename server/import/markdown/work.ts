/** What the conversion of one text carries along, and what it comes to. */
import type { Converted } from '../records.ts'
import type { Resolve } from '../resolve.ts'

/** What was changed in kind, for the table that closes an import. */
type Mended =
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
  result(markdown: string): Converted {
    return { markdown: clean(markdown), mended: this.mended, lost: this.lost }
  }
}

/** Control characters, and those of no width that say nothing; joiners stay, which make emoji and Persian words. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOTHING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2060\ufeff]/

/** Line ends as ours, and no character that PostgreSQL or a reader would stumble over. */
export const clean = (text: string): string =>
  NOTHING.test(text) ? text.replaceAll(/\r\n?/g, '\n').replaceAll(new RegExp(NOTHING, 'g'), '') : text

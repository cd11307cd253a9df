/** What goes into a text's cooking and what comes out: plain data, which travels between the server and its worker. */

/** Stored beside what was cooked; raising it tells old HTML from new, and has it cooked anew. */
export const COOKED_VERSION = 2

/** Of a text that took too long and was only set as plain paragraphs: older than any version, so it is tried once more. */
export const PLAIN_VERSION = 0

export type KnownMember = { readonly id: number; readonly name: string }
export type KnownGroup = { readonly id: number; readonly slug: string }

/** One stored size of a picture. */
export type KnownSize = { readonly width: number; readonly format: string }

export type KnownUpload = {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly type: string
  readonly width: number | null
  readonly height: number | null
  readonly sizes: readonly KnownSize[]
}

/** All that a text's cooking may know of the world. */
export type Known = {
  /** This site's origin: its absolute addresses are our own. */
  readonly origin: string
  /** Whether a single line end is a line break. */
  readonly breaks: boolean
  /** Names of the blocks that somebody shows. */
  readonly blocks: readonly string[]
  /** Stands for the post's id in the ids of its HTML. Nobody can guess it, so no text can hold it. */
  readonly marker: string
  /** By what was typed after the `@`. */
  readonly members: ReadonlyMap<string, KnownMember>
  readonly groups: ReadonlyMap<string, KnownGroup>
  /** By key: those that the writer may show. */
  readonly uploads: ReadonlyMap<string, KnownUpload>
}

export type Mention = { readonly kind: 'member' | 'group'; readonly id: number }

/** A link in the text. Those to this site's own threads name the thread, and the post's number if they do. */
export type Link = {
  readonly kind: 'link' | 'card' | 'quote'
  readonly url: string
  readonly threadId: number | null
  readonly postNumber: number | null
}

export type CookedText = {
  readonly html: string
  /** The beginning of the text without its marks: at most 300 characters, and nothing of quotes, code and spoilers. */
  readonly excerpt: string
  /** Outside quotes: whoever repeats a post calls nobody. */
  readonly mentions: readonly Mention[]
  /** In the order of the text. */
  readonly links: readonly Link[]
  /** How many links lead away from this site. */
  readonly outwardLinks: number
  /** Uploads that the text shows or links to. */
  readonly uploadIds: readonly number[]
}

/** What a seeded community talks with, in one language: an outdoor and repair co-operative that nobody has met. */
export type Words = {
  /** What fills the places of a sentence or title: `{kit}` is one of `kit`. */
  readonly slots: Readonly<Record<string, readonly string[]>>
  readonly titles: readonly string[]
  /** How a thread begins. */
  readonly questions: readonly string[]
  /** What stands in a paragraph, in any order. */
  readonly sentences: readonly string[]
  /** A whole reply by itself. */
  readonly short: readonly string[]
  /** Whole blocks of Markdown: lists, tables, code, things folded away. Never two in a row, so that no two lists meet. */
  readonly blocks: readonly string[]
  /** A paragraph that calls somebody: `@` stands for them. */
  readonly calls: readonly string[]
  readonly categories: readonly { readonly name: string; readonly about: string }[]
  readonly tags: readonly string[]
}

/** One entry per line. */
export const lines = (text: string): string[] => text.trim().split(/\n+/)

/** One entry per run of lines between lines of `===`. */
export const parts = (text: string): string[] => text.trim().split(/\n===\n/)

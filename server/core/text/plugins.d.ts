/** The parts that we use of two plugins of markdown-it; they bring no types. */
declare module 'markdown-it-emoji/lib/data/full.mjs' {
  /** By name, as GitHub calls them. */
  const characters: Readonly<Record<string, string>>
  export default characters
}

declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it'

  export default function footnotes(md: MarkdownIt): void
}

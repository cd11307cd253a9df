import type { Part } from '../highlight.ts'

/** Plain text with what was found in it; nobody's markup. */
export const Marked = ({ parts }: { readonly parts: readonly Part[] }) => (
  <>{parts.map(({ text, marked }, index) => (marked ? <mark key={`${index}`}>{text}</mark> : text))}</>
)

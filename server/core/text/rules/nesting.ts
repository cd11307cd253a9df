/** Quotes and lists go only so deep; what is deeper stays as it was typed. */
import type { MarkdownIt } from 'markdown-it'
import { MOST } from '../work.ts'
import { wrapBlock } from './tokens.ts'

export function nesting(md: MarkdownIt): void {
  for (const name of ['blockquote', 'list']) {
    wrapBlock(
      md,
      name,
      rule =>
        (state, ...rest) =>
          state.level < MOST.levels && rule(state, ...rest),
    )
  }
}

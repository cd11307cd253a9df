/** A post's headings begin below those of its page, and leave no step out. */
import type { MarkdownIt } from 'markdown-it'

const FIRST = 3

export function headings(md: MarkdownIt): void {
  md.core.ruler.push('headings', ({ tokens }) => {
    const found = tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close')
    const levels = [...new Set(found.map(({ tag }) => tag))].sort()
    for (const token of found) token.tag = `h${Math.min(6, FIRST + levels.indexOf(token.tag))}`
  })
}

/** A text as it was typed, for one that would take too long: always readable, never lost. */
import { escapeHtml } from './escape.ts'

/** Paragraphs and line breaks, and nothing else. */
export function plainHtml(source: string): string {
  return escapeHtml(source)
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .filter(paragraph => paragraph.trim() !== '')
    .map(paragraph => `<p>${paragraph.trim().replaceAll('\n', '<br>\n')}</p>\n`)
    .join('')
}

/**
 * Pasting: an address over selected words makes them a link, cells of a spreadsheet make a table, files are sent. Text is
 * taken as plain text; where it came with links and emphasis, these can be had with one more press.
 */
import { make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { insert } from './insert.ts'
import { say } from './words.ts'

const ADDRESS = /^https?:\/\/[^\s<>]{1,2000}$/i
/** Elements whose loss is felt. */
const RICH = 'a[href], b, strong, i, em, code, pre, ul, ol, blockquote, h1, h2, h3, h4, table'

export function startPaste(form: ComposerForm, takeFiles: (files: readonly File[]) => void): void {
  const { text } = form
  text.addEventListener('paste', event => {
    const data = event.clipboardData
    if (!data) return
    const plain = data.getData('text/plain')
    // Copied cells come as a picture too: words are what was meant.
    const files = plain === '' ? [...data.files] : []
    if (files.length > 0) {
      event.preventDefault()
      return takeFiles(files)
    }
    const selected = text.value.slice(text.selectionStart, text.selectionEnd)
    if (ADDRESS.test(plain.trim()) && selected && !/\n|^https?:/i.test(selected)) {
      event.preventDefault()
      return insert(text, `[${selected.replaceAll(/[[\]]/g, '\\$&')}](${plain.trim()})`)
    }
    const html = data.getData('text/html')
    if (html === '' && !plain.includes('\t')) return
    event.preventDefault()
    pasteCopied(form, { plain, html }).catch(() => insert(text, plain))
  })
}

async function pasteCopied(form: ComposerForm, { plain, html }: { plain: string; html: string }): Promise<void> {
  const { text } = form
  const from = text.selectionStart
  const { cellsOf, tableOf } = await import('./table.ts')
  const cells = cellsOf(plain)
  const table = cells && tableOf(cells)
  if (table) return insert(text, apart(text, table))
  insert(text, plain)
  if (html === '') return
  // Parsed only: nothing of it runs, and nothing of it but words gets out.
  const copied = new DOMParser().parseFromString(html, 'text/html').body
  if (!copied.querySelector(RICH)) return
  const { markdownOf } = await import('./markdown-from.ts')
  const rich = markdownOf(copied)
  if (rich && rich !== plain.trim()) offerRich(form, { from, plain, rich })
}

/** A table begins after an empty line. */
function apart(text: HTMLTextAreaElement, table: string): string {
  const before = text.value.slice(0, text.selectionStart)
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  return `${gap}${table}\n`
}

/** Until something else is typed. */
function offerRich({ text }: ComposerForm, { from, plain, rich }: { from: number; plain: string; rich: string }): void {
  const button = make('button', { type: 'button', class: 'btn sm paste-rich' }, say('paste.rich'))
  const end = () => {
    button.remove()
    text.removeEventListener('input', end)
  }
  button.addEventListener('click', () => {
    end()
    if (text.value.startsWith(plain, from)) insert(text, rich, { from, to: from + plain.length })
  })
  text.addEventListener('input', end)
  text.closest('.field')?.append(button)
}

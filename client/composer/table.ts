/** Tables: from a spreadsheet's cells to Markdown. */

const MOST_ROWS = 200
const MOST_COLUMNS = 20

/** The rows of text that a spreadsheet copies (cells apart by tabs); null for what is no table. */
export function cellsOf(text: string): string[][] | null {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  const rows = lines.map(line => line.split('\t'))
  const width = rows[0]?.length ?? 0
  const even = rows.every(row => row.length === width)
  return even && width > 1 && rows.length > 1 ? rows : null
}

/** The first row is the head. '' for what has no cells, or more than anybody would read. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const full = rows.filter(row => row.length > 0)
  const width = Math.max(0, ...full.map(row => row.length))
  if (full.length === 0 || width === 0 || full.length > MOST_ROWS || width > MOST_COLUMNS) return ''
  const [head = [], ...body] = full
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, at) => cell(cells[at] ?? '')).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n')
}

/** A bar would end the cell, and a line end the row. */
const cell = (text: string): string =>
  text
    .trim()
    .replace(/(?<!\\)\|/g, '\\|')
    .replace(/\s*\n\s*/g, ' ')

/** Tables as programs for tables read them: RFC 4180, in UTF-8 with the mark by which they know it. */

export type TableCell = string | number | null

export type TableRow = readonly TableCell[]

/** By what a text begins that such programs would take for a formula, and reckon: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/

/** Texts stay texts: what would be a formula gets an apostrophe before it. */
export const csvOf = (rows: readonly TableRow[]): string =>
  `\ufeff${rows.map(row => `${row.map(cellOf).join(',')}\r\n`).join('')}`

function cellOf(cell: TableCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Tables as GFM has them: one line for each row, so what is in a cell must fit in a line. */
import type { Block } from './blocks.ts'
import { CELL, lineOf } from './inlines.ts'
import type { Element } from './tree.ts'
import type { Work } from './work.ts'

type Row = { readonly cells: readonly Element[]; readonly heads: boolean }

/** One without a heading row has an empty one. */
export function tableOf(work: Work, table: Element): Block[] {
  const rows = rowsOf(table)
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  if (width === 0) return []
  const headed = rows[0]?.heads === true
  const lines = rows.map(({ cells }) =>
    line(
      cells.map(cell => cellOf(work, cell)),
      width,
    ),
  )
  const head = headed ? lines.shift() : line([], width)
  const rule = line(
    Array.from({ length: width }, (_, at) => sideOf(rows, at)),
    width,
  )
  return [{ kind: 'other', text: [head, rule, ...lines].join('\n') }]
}

const line = (cells: readonly string[], width: number): string =>
  `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`

const cellOf = (work: Work, cell: Element): string => lineOf(work, cell.children, CELL).replaceAll('|', '\\|')

function sideOf(rows: readonly Row[], at: number): string {
  const { style = '', align = '' } = rows[0]?.cells[at]?.attribs ?? {}
  const side = /text-align:\s*(right|center)/.exec(style)?.[1] ?? align
  return side === 'right' ? '--:' : side === 'center' ? ':-:' : '---'
}

/** The rows of a table, not those of a table in one of its cells. */
function rowsOf(element: Element): Row[] {
  return element.children.flatMap(child => {
    if (typeof child === 'string') return []
    if (child.name !== 'tr') return /^(?:thead|tbody|tfoot)$/.test(child.name) ? rowsOf(child) : []
    const cells = child.children.flatMap(cell =>
      typeof cell !== 'string' && (cell.name === 'td' || cell.name === 'th') ? [cell] : [],
    )
    const heads = cells.length > 0 && cells.every(({ name }) => name === 'th')
    return cells.length > 0 ? [{ cells, heads }] : []
  })
}

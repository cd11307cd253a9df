/** Blocks: paragraphs, lists, quotes, code, and what a forum makes of them. */
import { MOST } from '../../core/text/work.ts'
import { fence, languageOf } from './code.ts'
import { forumBlock } from './forum-blocks.ts'
import { find, HEADING, lineOf, PARAGRAPH, wordsOf } from './inlines.ts'
import { tableOf } from './tables.ts'
import { classOf, type Element, hasClass, isBlock, type Node } from './tree.ts'
import type { Work } from './work.ts'

export type Block = {
  readonly kind: 'words' | 'bullets' | 'numbers' | 'code' | 'quote' | 'other'
  readonly text: string
}

/** Elements whose content stands for itself even where blocks are in it. */
const LINES = new Set(['a', 'img', 'code', 'svg', 'video', 'audio', 'iframe'])

/**
 * Nodes as blocks; words between blocks are a paragraph of their own. `level` counts quotes and lists as the pipeline
 * does: beyond its limit they are read through, since there they would be shown as signs.
 */
export function blocksOf(work: Work, nodes: readonly Node[], level: number): Block[] {
  const blocks: Block[] = []
  let line: Node[] = []
  const endLine = () => {
    const words = line.length > 0 ? lineOf(work, line, PARAGRAPH) : ''
    if (words.trim() !== '') blocks.push({ kind: 'words', text: words })
    line = []
  }
  for (const node of nodes) {
    if (typeof node === 'string' || (!isBlock(node) && (!node.hasBlock || LINES.has(node.name)))) line.push(node)
    else {
      endLine()
      blocks.push(...blockOf(work, node, level))
    }
  }
  endLine()
  return blocks
}

function blockOf(work: Work, element: Element, level: number): Block[] {
  const forum = forumBlock(work, element, level)
  if (forum) return forum
  switch (element.name) {
    case 'pre':
      return [codeBlock(element)]
    case 'blockquote':
      return quoteOf(work, element, level)
    case 'ul':
    case 'ol':
      return listOf(work, element, level)
    case 'table':
      return tableOf(work, element)
    case 'hr':
      return hasClass(element, 'footnotes-sep') ? [] : [{ kind: 'other', text: level > 0 ? '***' : '---' }]
    case 'details':
      return detailsOf(work, element, level)
    case 'dt':
      return titled(lineOf(work, element.children, HEADING))
  }
  const heading = /^h([1-6])$/.exec(element.name)?.[1]
  return heading ? headingOf(work, element, Number(heading)) : blocksOf(work, element.children, level)
}

function headingOf(work: Work, element: Element, depth: number): Block[] {
  const words = lineOf(work, element.children, HEADING).replace(/(^|\s)(#+)$/, '$1\\$2')
  return words === '' ? [] : [{ kind: 'other', text: `${'#'.repeat(depth)} ${words}` }]
}

export const titled = (words: string): Block[] => (words === '' ? [] : [{ kind: 'words', text: `**${words}**` }])

function codeBlock(pre: Element): Block {
  const code = find(pre, ({ name }) => name === 'code')
  return { kind: 'code', text: fence(wordsOf(pre).replace(/^\n/, ''), languageOf(classOf(code ?? pre))) }
}

/** A quote; `source` is its first line, which says whose words they are. */
export function quoteOf(work: Work, quote: Element, level: number, source = ''): Block[] {
  if (level + 1 >= MOST.levels) return blocksOf(work, quote.children, level)
  const blocks = blocksOf(work, quote.children, level + 1)
  if (blocks.length === 0) return []
  const head: Block[] = source === '' ? [] : [{ kind: 'words', text: source }]
  const follows = blocks[0]?.kind === 'words'
  const text = source === '' || !follows ? join([...head, ...blocks]) : `${source}\n${join(blocks)}`
  return [{ kind: 'quote', text: text.replaceAll(/^(?=.)/gm, '> ').replaceAll(/^$/gm, '>') }]
}

function detailsOf(work: Work, details: Element, level: number): Block[] {
  const summary = details.children.find(child => typeof child !== 'string' && child.name === 'summary')
  const title = summary === undefined ? '' : wordsOf(summary).replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  work.mend('details')
  return folded(
    'details',
    title,
    blocksOf(
      work,
      details.children.filter(child => child !== summary),
      level + 1,
    ),
  )
}

/** A part that is folded away; within others its colons are fewer, but the pipeline counts them in pairs. */
export function folded(what: 'details' | 'spoiler', title: string, inside: readonly Block[]): Block[] {
  if (inside.length === 0) return titled(title)
  return [{ kind: 'other', text: `:::${what}${title && ' '}${title}\n${join(inside)}\n:::` }]
}

function listOf(work: Work, list: Element, level: number): Block[] {
  if (level + 2 >= MOST.levels) return blocksOf(work, list.children, level)
  const items = itemsOf(list)
  const ordered = list.name === 'ol'
  const first = Math.min(Math.max(0, Number.parseInt(list.attribs.start ?? '1', 10) || 0), 999_999_000)
  const loose = items.some(item => item.some(child => typeof child !== 'string' && child.name === 'p'))
  const written = items.map((item, index) => {
    const marker = ordered ? `${first + index}.` : '-'
    const blocks = blocksOf(work, item, level + 2)
    const text = loose ? join(blocks) : joinTight(blocks)
    return `${marker} ${text.replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(marker.length + 1)}`)}`.trimEnd()
  })
  const text = written.join(loose ? '\n\n' : '\n')
  return items.length === 0 ? [] : [{ kind: ordered ? 'numbers' : 'bullets', text }]
}

/** The items' contents; what stands between items belongs to the one before. */
function itemsOf({ children }: Element): Node[][] {
  const items: Node[][] = []
  for (const child of children) {
    if (typeof child !== 'string' && child.name === 'li') items.push([...child.children])
    else if (typeof child !== 'string' || child.trim() !== '') {
      if (items.length === 0) items.push([])
      items.at(-1)?.push(child)
    }
  }
  return items
}

/** Blocks after each other. Two lists of a kind would be one: the second has other marks. */
export function join(blocks: readonly Block[]): string {
  return told(blocks)
    .map(({ text }) => text)
    .join('\n\n')
}

/** In a tight list what can interrupt a paragraph follows it at once. */
function joinTight(blocks: readonly Block[]): string {
  let text = ''
  let before: Block | null = null
  for (const block of told(blocks)) {
    const follows = before?.kind === 'words' && INTERRUPTS.test(block.text) && block.kind !== 'words'
    text += before ? `${follows ? '\n' : '\n\n'}${block.text}` : block.text
    before = block
  }
  return text
}

/** A list that begins with a word, and with 1 if it counts; a quote; code. */
const INTERRUPTS = /^(?:[-*] \S|1[.)] \S|>|`{3,})/

function told(blocks: readonly Block[]): readonly Block[] {
  let other = false
  return blocks.map((block, at) => {
    const list = block.kind === 'bullets' || block.kind === 'numbers'
    other = list && blocks[at - 1]?.kind === block.kind && !other
    if (!other) return block
    return {
      ...block,
      text: block.text.replaceAll(/^(?:-(?= |$)|(\d+)\.)/gm, (_, number) =>
        number === undefined ? '+' : `${number})`,
      ),
    }
  })
}

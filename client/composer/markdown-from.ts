/**
 * Markdown of what stands on a page or was copied from one: emphasis, links, code, lists, quotes, tables. What it does
 * not know it reads through. It only reads elements, and what it writes is text: nothing of a foreign page comes alive.
 */
import { tableOf } from './table.ts'

/** Where in lists a block stands, and whether its line ends count. */
type Place = { readonly depth: number; readonly marker?: string }

const TOP: Place = { depth: 0 }

/** Elements that hold nothing of the words. */
const SILENT = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'SVG', 'SUMMARY', 'BUTTON', 'SUP', 'HEAD', 'TITLE'])
const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE DETAILS DIV DL DD DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE UL'.split(
    ' ',
  ),
)
const MARKS: Readonly<Record<string, string>> = {
  B: '**',
  STRONG: '**',
  I: '*',
  EM: '*',
  S: '~~',
  DEL: '~~',
  STRIKE: '~~',
}

/** The words of a node and all below it. */
export const markdownOf = (node: Node): string =>
  blocksOf(node, TOP)
    .join('\n\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** A node's content as blocks; words between blocks are a paragraph of their own. */
function blocksOf(node: Node, place: Place): string[] {
  const blocks: string[] = []
  let line = ''
  const endLine = () => {
    if (line.trim()) blocks.push(line.trim())
    line = ''
  }
  for (const child of node.childNodes) {
    if (isBlock(child)) {
      endLine()
      blocks.push(...blockOf(child, place))
    } else line += inlineOf(child)
  }
  endLine()
  return blocks
}

/** A spoiler inside a line is a part of the line. */
const isBlock = (node: Node): node is Element =>
  node instanceof Element &&
  !node.classList.contains('inline') &&
  (BLOCKS.has(node.tagName) || [...node.childNodes].some(isBlock))

function blockOf(element: Element, place: Place): string[] {
  if (isSilent(element)) return []
  switch (element.tagName) {
    case 'PRE':
      return [fence(element)]
    case 'BLOCKQUOTE':
      return [prefixed(blocksOf(element, TOP).join('\n\n'), '> ')]
    case 'UL':
    case 'OL':
      return [listOf(element)]
    case 'TABLE':
      return [tableOf(rowsOf(element))].filter(Boolean)
    case 'HR':
      return ['---']
    case 'DETAILS': {
      const inside = blocksOf(element, TOP).join('\n\n')
      return [`:::${element.classList.contains('spoiler') ? 'spoiler' : 'details'}\n${inside}\n:::`]
    }
    default: {
      const level = /^H([1-6])$/.exec(element.tagName)?.[1]
      const blocks = blocksOf(element, place)
      return level && blocks[0] ? [`${'#'.repeat(Number(level))} ${blocks[0]}`, ...blocks.slice(1)] : blocks
    }
  }
}

function listOf(list: Element): string {
  const start = Number(list.getAttribute('start') ?? 1) || 1
  return [...list.children]
    .filter(({ tagName }) => tagName === 'LI')
    .map((item, index) => {
      const marker = list.tagName === 'OL' ? `${start + index}. ` : '- '
      const words = blocksOf(item, TOP).join(item.querySelector('p') ? '\n\n' : '\n')
      return marker + prefixed(words, ' '.repeat(marker.length)).trimStart()
    })
    .join('\n')
}

function fence(pre: Element): string {
  const text = (pre.textContent ?? '').replace(/\n$/, '')
  const language = /language-([\w+#-]+)/.exec(pre.querySelector('code')?.className ?? '')?.[1] ?? ''
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return `${ticks}${language}\n${text}\n${ticks}`
}

const prefixed = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map(line => (prefix + line).trimEnd())
    .join('\n')

const rowsOf = (table: Element): string[][] =>
  [...table.querySelectorAll('tr')].map(row =>
    [...row.querySelectorAll('th, td')].map(cell =>
      inlinesOf(cell)
        .replace(/\s*\n\s*/g, ' ')
        .trim(),
    ),
  )

const inlinesOf = (node: Node): string => [...node.childNodes].map(inlineOf).join('')

function inlineOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped((node.textContent ?? '').replace(/\s+/g, ' '))
  if (!(node instanceof Element) || isSilent(node)) return ''
  if (node.tagName === 'BR') return '\n'
  if (node.tagName === 'CODE' || node.tagName === 'KBD') return inlineCode(node.textContent ?? '')
  if (node.tagName === 'IMG') return picture(node)
  if (node.tagName === 'INPUT') return node.getAttribute('type') === 'checkbox' ? checkbox(node) : ''
  const inside = inlinesOf(node)
  if (node.tagName === 'A') return link(node, inside)
  if (node.tagName === 'DETAILS') return `||${inside.trim()}||`
  const mark = MARKS[node.tagName]
  return mark ? around(inside, mark) : inside
}

/** Marks stand at the words, not at the spaces around them, or they would be no marks. */
function around(text: string, mark: string): string {
  const words = text.trim()
  return words === '' ? text : text.replace(words, () => mark + words + mark)
}

function link(element: Element, inside: string): string {
  const href = element.getAttribute('href') ?? ''
  const words = inside.trim()
  if (!/^(https?:|mailto:|\/(?!\/))/i.test(href) || /[\s<>]/.test(href)) return inside
  // A mention says itself; so does an address that is its own words.
  if (element.classList.contains('mention')) return element.textContent ?? ''
  if (words === '') return ''
  if (element.textContent?.trim() === href) return href
  return `[${words}](${href.replaceAll(/[()]/g, sign => (sign === '(' ? '%28' : '%29'))})`
}

function picture(element: Element): string {
  const alt = escaped(element.getAttribute('alt') ?? '')
  const src = element.getAttribute('src') ?? ''
  return /^\/uploads\/[\w/.%-]+$/.test(src) ? `![${alt}](${src})` : alt
}

const checkbox = (element: Element): string => (element.hasAttribute('checked') ? '[x] ' : '[ ] ')

function inlineCode(text: string): string {
  const ticks = '`'.repeat(Math.max(1, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${ticks}${gap}${text}${gap}${ticks}`
}

const isSilent = (element: Element): boolean => SILENT.has(element.tagName.toUpperCase())

/** Signs that would mean something, where they would. */
const escaped = (text: string): string =>
  text.replaceAll(/[\\`*[\]<]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|~~|\|\|/gu, sign => `\\${sign}`)

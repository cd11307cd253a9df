/** Elements within a line. */
import { inlineCode } from './code.ts'
import { emojiOf } from './emoji.ts'
import { Line, type LineKind, type Mark } from './line.ts'
import { fileName, linkOf, whereTo } from './links.ts'
import { classOf, type Element, hasClass, isBlock, type Node } from './tree.ts'
import type { Work } from './work.ts'

const STRONG: Mark = { sign: '**', tag: 'b' }
const EM: Mark = { sign: '*', tag: 'i' }
const GONE: Mark = { sign: '~~', tag: 's' }
const HIDDEN: Mark = { sign: '||', tag: '' }
const tagged = (tag: string): Mark => ({ sign: '', tag })

/** Tags of the pipeline's own list stay tags (core/text/rules/raw-tags.ts). */
const MARKS: Readonly<Record<string, Mark>> = {
  ...{ b: STRONG, strong: STRONG, i: EM, em: EM, cite: EM, dfn: EM, s: GONE, del: GONE, strike: GONE },
  ...Object.fromEntries(
    ['ins', 'kbd', 'mark', 'q', 'samp', 'small', 'sub', 'sup', 'u', 'var'].map(tag => [tag, tagged(tag)]),
  ),
}
const CLASSES: Readonly<Record<string, Mark>> = {
  ...{ 'bbcode-b': STRONG, 'bbcode-i': EM, 'bbcode-u': tagged('u'), 'bbcode-s': GONE },
  ...Object.fromEntries(['spoiler', 'spoiled', 'spoiler-blurred'].map(name => [name, HIDDEN])),
}
Object.assign(MARKS, { u: CLASSES['bbcode-u'] })

/** Read through without a word: they are around words and mean nothing by themselves. */
const PLAIN = new Set([
  'span',
  'font',
  'big',
  'abbr',
  'time',
  'label',
  'bdi',
  'bdo',
  'wbr',
  'nobr',
  'picture',
  'center',
  'acronym',
])
/** Their content is no text. */
const SILENT = new Set(
  'script style template noscript svg math object embed head title input button select textarea canvas form source track use path'.split(
    ' ',
  ),
)

export const PARAGRAPH: LineKind = { breaks: 'lines', linked: false, blocks: true }
export const CELL: LineKind = { breaks: 'tags', linked: false, blocks: false }
export const HEADING: LineKind = { breaks: 'spaces', linked: false, blocks: false }
const LINK: LineKind = { breaks: 'spaces', linked: true, blocks: false }

/** The Markdown of nodes that stand in a line. */
export function lineOf(work: Work, nodes: readonly Node[], kind: LineKind): string {
  const line = new Line(kind, name => work.resolve.member(name) !== null)
  for (const node of nodes) add(work, line, node, kind)
  return line.toString()
}

/** Only the words. */
export function wordsOf(node: Node): string {
  if (typeof node === 'string') return node
  if (SILENT.has(node.name)) return ''
  if (node.name === 'br') return '\n'
  if (isEmoji(node)) return emojiOf(nameOfEmoji(node)) ?? nameOfEmoji(node)
  return node.children.map(wordsOf).join('')
}

type Add = (work: Work, line: Line, element: Element, kind: LineKind) => void

const ADD: Readonly<Record<string, Add>> = {
  br: (_work, line) => line.lineBreak(),
  a: addLink,
  img: addPicture,
  code: (_work, line, element) => line.raw(inlineCode(wordsOf(element))),
  tt: (_work, line, element) => line.raw(inlineCode(wordsOf(element))),
  span: addSpan,
  sup: addSup,
  div: addLightbox,
  iframe: addPlayer,
  video: addPlayer,
  audio: addPlayer,
}

function add(work: Work, line: Line, node: Node, kind: LineKind): void {
  if (typeof node === 'string') line.text(node)
  else if (isBlock(node)) addBlock(work, line, node, kind)
  else {
    const special = Object.hasOwn(ADD, node.name) ? ADD[node.name] : undefined
    if (special) special(work, line, node, kind)
    else addOther(work, line, node, kind)
  }
}

function addAll(work: Work, line: Line, { children }: Element, kind: LineKind): void {
  for (const child of children) add(work, line, child, kind)
}

function addOther(work: Work, line: Line, element: Element, kind: LineKind): void {
  const { name } = element
  const mark = Object.hasOwn(MARKS, name) ? MARKS[name] : undefined
  const silent = SILENT.has(name)
  if (silent ? !WORDLESS.has(name) : !mark && !PLAIN.has(name)) work.lose(name)
  if (mark) line.marked(mark, () => addAll(work, line, element, kind))
  else if (!silent) addAll(work, line, element, kind)
}

/** Left out without loss: they say nothing to a reader. */
const WORDLESS = new Set(['source', 'track', 'head', 'title', 'use', 'path', 'style'])

/** A block where only a line may be, as in a cell: its lines follow each other. */
function addBlock(work: Work, line: Line, block: Element, kind: LineKind): void {
  line.startLine()
  if (block.name === 'li') line.text('• ')
  if (block.name === 'pre') {
    for (const words of wordsOf(block).trim().split('\n')) {
      line.raw(inlineCode(words))
      line.startLine()
    }
    return
  }
  for (const child of block.children) add(work, line, child, kind)
  line.startLine()
}

function addSpan(work: Work, line: Line, span: Element, kind: LineKind): void {
  const classes = classOf(span)
  const mark = Object.hasOwn(CLASSES, classes) ? CLASSES[classes] : undefined
  if (mark) {
    work.mend(mark === HIDDEN ? 'spoiler' : 'markup')
    line.marked(mark, () => addAll(work, line, span, kind))
  } else if (hasClass(span, 'math')) {
    work.mend('math')
    line.raw(inlineCode(wordsOf(span).trim()))
  } else if (hasClass(span, 'discourse-local-date')) {
    work.mend('date')
    line.text(dateOf(span))
  } else if (hasClass(span, 'chcklst-box')) {
    work.mend('markup')
    line.raw(/checked|fa-check/.test(classes) ? '[x]' : '[ ]')
    line.text(' ')
  } else addAll(work, line, span, kind)
}

/** A moment as its writer set it: the same for every reader. */
function dateOf(span: Element): string {
  const { 'data-date': date, 'data-time': time, 'data-timezone': zone } = span.attribs
  if (!date) return wordsOf(span)
  const hour = time ? ` ${time.replace(/^(\d\d:\d\d):\d\d$/, '$1')}` : ''
  return `${date}${hour}${hour && ` ${(zone || 'UTC').replace(/^Etc\//, '')}`}`
}

function addSup(work: Work, line: Line, sup: Element, kind: LineKind): void {
  const note = hasClass(sup, 'footnote-ref') ? /\d+/.exec(wordsOf(sup))?.[0] : undefined
  if (note === undefined) addOther(work, line, sup, kind)
  else {
    work.mend('footnote')
    line.raw(`[^${note}]`)
  }
}

function addLink(work: Work, line: Line, link: Element, kind: LineKind): void {
  if (hasClass(link, 'lightbox')) addLightbox(work, line, link, kind)
  else if (hasClass(link, 'mention')) addMention(work, line, link)
  else if (!hasClass(link, 'anchor') && !hasClass(link, 'footnote-backref')) addAnchor(work, line, link, kind)
}

function addAnchor(work: Work, line: Line, link: Element, kind: LineKind): void {
  const to = kind.linked ? null : whereTo(work, link.attribs.href ?? '')
  if (to === null) {
    addAll(work, line, link, kind)
    return
  }
  if (hasClass(link, 'onebox') || hasClass(link, 'inline-onebox')) work.mend('onebox')
  const words = lineOf(work, link.children, LINK)
  if (words.trim() === '') return
  const { address, markdown } = linkOf(words, wordsOf(link).trim(), to)
  if (address) line.address(markdown)
  else line.raw(markdown)
}

function addMention(work: Work, line: Line, mention: Element): void {
  const typed = wordsOf(mention).trim().replace(/^@/, '')
  const member = work.resolve.member(typed)
  if (member !== typed && member !== null) work.mend('mention')
  if (member === null) line.text(`@${typed}`)
  else line.raw(`@${member}`)
}

const isEmoji = (node: Element): boolean => node.name === 'img' && /(?:^| )emoji(?: |$)/.test(classOf(node))
const nameOfEmoji = ({ attribs }: Element): string => attribs.alt || attribs.title || ''

function addPicture(work: Work, line: Line, image: Element, kind: LineKind): void {
  const { src = '', alt = '' } = image.attribs
  if (isEmoji(image)) {
    work.mend('emoji')
    line.text(emojiOf(nameOfEmoji(image)) ?? nameOfEmoji(image))
  } else if (!['avatar', 'site-icon', 'onebox-avatar-inline'].some(name => hasClass(image, name))) {
    showPicture(work, line, kind, { src, name: alt })
  }
}

/** A picture and its box: the whole picture is what its link leads to. */
function addLightbox(work: Work, line: Line, box: Element, kind: LineKind): void {
  const link = box.name === 'a' ? box : find(box, ({ name }) => name === 'a')
  const image = find(box, ({ name }) => name === 'img')
  const src = link?.attribs.href ?? image?.attribs.src ?? ''
  showPicture(work, line, kind, { src, name: image?.attribs.alt || link?.attribs.title || '' })
}

/** A picture that came along is shown; any other is a link, as nobody can tell whether it is still there. */
function showPicture(work: Work, line: Line, kind: LineKind, { src, name }: { src: string; name: string }): void {
  const inside = /^data:/i.test(src)
  const shown = name.trim() || (inside ? '' : fileName(src))
  const ours = inside ? null : work.resolve.address(src)
  if (ours !== null) {
    line.raw(`![${lineOf(work, [shown], LINK)}](${ours})`)
    return
  }
  work.mend('picture')
  const to = kind.linked || inside ? null : whereTo(work, src)
  if (to === null) line.text(shown)
  else line.raw(`[${lineOf(work, [shown], LINK)}](${to})`)
}

function addPlayer(work: Work, line: Line, player: Element): void {
  const src = player.attribs.src ?? find(player, ({ name }) => name === 'source')?.attribs.src ?? ''
  const to = whereTo(work, src)
  work.mend('player')
  if (to !== null) line.raw(`[${lineOf(work, [player.attribs.title || fileName(src) || src], LINK)}](${to})`)
}

/** The first element below that `fits`. */
export function find(element: Element, fits: (one: Element) => boolean): Element | null {
  for (const child of element.children) {
    if (typeof child === 'string') continue
    const found = fits(child) ? child : find(child, fits)
    if (found) return found
  }
  return null
}

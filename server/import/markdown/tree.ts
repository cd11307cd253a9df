/**
 * HTML as a tree of the least that is needed. The tokenizer is htmlparser2's; the tree is ours, because its depth and its
 * time must be bounded for any input, and because a few blocks of a forum stand inside paragraphs (a picture's box).
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { clean } from './work.ts'

export type Element = {
  readonly name: string
  readonly attribs: Readonly<Record<string, string>>
  readonly children: Node[]
  /** Whether a block stands somewhere below. */
  hasBlock: boolean
}
export type Node = string | Element

/** Deeper elements are read through: nobody nests so deep, and what walks the tree may call itself. */
const DEEPEST = 100

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const BLOCKS = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
/** What an opening tag of the name ends, and where looking for it stops. */
const ENDS: Readonly<Record<string, { readonly of: ReadonlySet<string>; readonly within: ReadonlySet<string> }>> = {
  li: { of: new Set(['li']), within: new Set(['ul', 'ol']) },
  dt: { of: new Set(['dt', 'dd']), within: new Set(['dl']) },
  dd: { of: new Set(['dt', 'dd']), within: new Set(['dl']) },
  tr: { of: new Set(['tr']), within: new Set(['table']) },
  td: { of: new Set(['td', 'th']), within: new Set(['tr', 'table']) },
  th: { of: new Set(['td', 'th']), within: new Set(['tr', 'table']) },
}

export const classOf = ({ attribs }: Element): string => attribs.class ?? ''

export const hasClass = (element: Element, name: string): boolean => {
  const all = element.attribs.class
  return all !== undefined && (all === name || ` ${all} `.includes(` ${name} `))
}

/** A picture's box is part of the line, whatever it is made of. */
export const isBlock = (element: Element): boolean => BLOCKS.has(element.name) && !isBox(element)

const isBox = (element: Element): boolean => hasClass(element, 'lightbox-wrapper')

/** The tree of a document; never throws. Time grows with the length alone. */
export function treeOf(html: string): Element {
  const builder = new Builder(html)
  const tokenizer = new Tokenizer({}, builder)
  tokenizer.write(html)
  tokenizer.end()
  return builder.root
}

class Builder implements TokenizerCallbacks {
  readonly root: Element = { name: '', attribs: {}, children: [], hasBlock: false }
  private readonly open: Element[] = [this.root]
  /** How many elements are open that were too deep to be kept. */
  private beyond = 0
  private name = ''
  private attribs: Record<string, string> = {}
  private attribute = ''
  private value = ''

  constructor(private readonly html: string) {}

  ontext(start: number, end: number): void {
    this.text(this.html.slice(start, end))
  }

  ontextentity(code: number): void {
    this.text(clean(String.fromCodePoint(code)))
  }

  onopentagname(start: number, end: number): void {
    this.name = this.html.slice(start, end).toLowerCase()
    this.attribs = {}
  }

  onattribname(start: number, end: number): void {
    this.attribute = this.html.slice(start, end).toLowerCase()
    this.value = ''
  }

  onattribdata(start: number, end: number): void {
    this.value += this.html.slice(start, end)
  }

  onattribentity(code: number): void {
    this.value += String.fromCodePoint(code)
  }

  onattribend(): void {
    if (!Object.hasOwn(this.attribs, this.attribute)) this.attribs[this.attribute] = this.value
  }

  onopentagend(): void {
    const element: Element = { name: this.name, attribs: this.attribs, children: [], hasBlock: false }
    const isVoid = VOID.has(element.name)
    if (isBlock(element)) {
      this.endParagraph()
      this.endBefore(element.name)
      for (let at = this.open.length - 1; at >= 0; at--) {
        const around = this.open[at]
        if (!around || around.hasBlock || isBox(around)) break
        around.hasBlock = true
      }
    }
    if (!isVoid && this.open.length > DEEPEST) {
      this.beyond++
      return
    }
    this.open.at(-1)?.children.push(element)
    if (!isVoid) this.open.push(element)
  }

  onselfclosingtag(): void {
    const foreign = this.open.some(({ name }) => name === 'svg' || name === 'math')
    const { length } = this.open
    this.onopentagend()
    if (foreign && this.open.length > length) this.open.pop()
  }

  onclosetag(start: number, end: number): void {
    const name = this.html.slice(start, end).toLowerCase()
    if (this.beyond > 0) this.beyond--
    else if (name === 'br') this.open.at(-1)?.children.push({ name, attribs: {}, children: [], hasBlock: false })
    else this.close(this.open.findLastIndex(one => one.name === name))
  }

  // What a document says about itself holds no words.
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  private text(words: string): void {
    const children = this.open.at(-1)?.children
    const last = children?.at(-1)
    if (!children) return
    // The tokenizer gives an entity by itself; what is read later must see the whole.
    if (typeof last === 'string') children[children.length - 1] = last + words
    else children.push(words)
  }

  private close(from: number): void {
    if (from > 0) this.open.length = from
  }

  /** A block ends the paragraph that is open. */
  private endParagraph(): void {
    for (let at = this.open.length - 1; at > 0; at--) {
      const one = this.open[at]
      if (one?.name === 'p') this.close(at)
      if (one && (isBlock(one) || isBox(one))) return
    }
  }

  private endBefore(name: string): void {
    const ends = ENDS[name]
    if (!ends) return
    for (let at = this.open.length - 1; at > 0; at--) {
      const one = this.open[at]?.name ?? ''
      if (ends.within.has(one)) return
      if (!ends.of.has(one)) continue
      this.close(at)
      return
    }
  }
}

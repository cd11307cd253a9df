/**
 * Running text: words, marks around them, and pieces that are Markdown already. What a mark is written as depends on its
 * neighbours, so a line is put together when all of it is known.
 */
import { escapeText, firstOf, flanks, isPlainAddress, lastOf } from './escape.ts'

export type Mark = {
  /** As it is written: `**`; '' for one that has no signs, only a tag. */
  readonly sign: string
  /** The tag that means the same, for places where signs would not; '' when there is none. */
  readonly tag: string
}

/** Where running text stands. */
export type LineKind = {
  /** What a line break is written as, outside and inside of marks; two of them end a paragraph, when it may end. */
  readonly breaks: 'lines' | 'tags' | 'spaces'
  readonly linked: boolean
  /** Whether blocks may begin at a line's start. */
  readonly blocks: boolean
}

type Item =
  | { readonly is: 'text'; readonly words: string }
  | { readonly is: 'raw'; readonly words: string }
  | { readonly is: 'address'; readonly words: string }
  | { readonly is: 'open'; readonly span: Span }
  | { readonly is: 'close'; readonly span: Span }

/** What a piece stands between. */
type Beside = {
  readonly before: string
  readonly next: Item | undefined
  readonly over: boolean
  readonly idle: (sign: string) => boolean
}

type Span = { readonly mark: Mark; opened: number; closed: number; signs: readonly [string, string] | null }

export class Line {
  private readonly items: Item[] = []
  private readonly open: Span[] = []
  /** Marks that wait for their first word. */
  private waiting: Span[] = []
  private space = false
  private breaks = 0

  constructor(
    private readonly kind: LineKind,
    private readonly isMember: (name: string) => boolean,
  ) {}

  /** Words as they are shown; runs of white space are one space. */
  text(words: string): void {
    const flat = words.replaceAll(/[\t\n\r\f][ \t\n\r\f]*| [ \t\n\r\f]+/g, ' ')
    const from = flat.startsWith(' ') ? 1 : 0
    const to = flat.length > from && flat.endsWith(' ') ? flat.length - 1 : flat.length
    if (from > 0) this.space = true
    if (from >= to) return
    this.begin()
    this.add(flat.slice(from, to))
    if (to < flat.length) this.space = true
  }

  /** A piece that is Markdown already: code, a link, a picture, a mention. */
  raw(words: string): void {
    if (words === '') return
    this.begin()
    this.items.push({ is: 'raw', words })
  }

  /** An address that is its own words. */
  address(url: string): void {
    this.begin()
    this.items.push({ is: 'address', words: url })
  }

  lineBreak(): void {
    if (this.items.length > 0) this.breaks++
    this.space = false
  }

  /** What follows stands in a line of its own. */
  startLine(): void {
    if (this.breaks === 0) this.lineBreak()
  }

  /** Puts a mark around what `fill` adds; around nothing there is none. */
  marked(mark: Mark, fill: () => void): void {
    if (this.open.some(span => span.mark === mark)) {
      fill()
      return
    }
    const span: Span = { mark, opened: -1, closed: -1, signs: null }
    this.open.push(span)
    this.waiting.push(span)
    fill()
    this.open.pop()
    if (this.waiting.includes(span)) this.waiting = this.waiting.filter(one => one !== span)
    else {
      span.closed = this.items.length
      this.items.push({ is: 'close', span })
    }
  }

  /** The line as Markdown. */
  toString(): string {
    const pieces: string[] = []
    const idle = this.idleSigns()
    // Joined at the end: looking back at a string that grows would copy it each time.
    let before = ''
    for (const [at, item] of this.items.entries()) {
      const over = item.is === 'address' && endsAddress(this.items, at + 1)
      const piece = this.written(item, { before, next: this.items[at + 1], idle, over })
      if (piece.startsWith('[') && before === '!') pieces.push(`${pieces.pop()?.slice(0, -1)}\\!`)
      pieces.push(before === '`' && piece.startsWith('`') ? ` ${piece}` : piece)
      if (piece !== '') before = lastOf(piece)
    }
    return pieces.join('')
  }

  private written(item: Item, { before, next, over, idle }: Beside): string {
    if (item.is === 'raw') return item.words
    if (item.is === 'close') return item.span.signs?.[1] ?? ''
    if (item.is === 'open') {
      item.span.signs = this.signsOf(item.span, before === '\n' ? '' : before)
      return item.span.signs[0]
    }
    if (item.is === 'address') {
      const bare = isPlainAddress(item.words) && /^[\s(]?$/.test(before) && over
      return bare ? item.words : `<${item.words}>`
    }
    return escapeText(item.words, {
      before: before === '\n' ? '' : before,
      after: first(next),
      idle,
      lineStart: this.kind.blocks && (before === '' || before === '\n'),
      linked: this.kind.linked,
      isMember: this.isMember,
    })
  }

  /** What waits comes before the next word: breaks or a space, then the marks. */
  private begin(): void {
    if (this.items.length > 0) this.gap()
    this.space = false
    this.breaks = 0
    for (const span of this.waiting) {
      const last = this.items.at(-1)
      const again = last?.is === 'close' && last.span.mark === span.mark ? last.span : null
      // `**a****b**` would be no emphasis: the one before goes on.
      if (again) {
        this.items.pop()
        span.opened = again.opened
        const opener = this.items[again.opened]
        if (opener) this.items[again.opened] = { is: 'open', span }
      } else {
        span.opened = this.items.length
        this.items.push({ is: 'open', span })
      }
    }
    this.waiting = []
  }

  private gap(): void {
    const { breaks } = this.kind
    if (this.breaks === 0 || breaks === 'spaces') this.add(this.breaks > 0 || this.space ? ' ' : '')
    else if (breaks === 'tags') this.items.push({ is: 'raw', words: '<br>'.repeat(this.breaks) })
    else if (this.breaks === 1) this.add('\n')
    else if (this.open.length === this.waiting.length) this.add('\n\n')
    else {
      // An empty line would end the marks that are open.
      this.items.push({ is: 'raw', words: '<br>'.repeat(this.breaks - 1) })
      this.add('\n')
    }
  }

  private add(words: string): void {
    if (words === '') return
    const last = this.items.at(-1)
    if (last?.is === 'text') this.items[this.items.length - 1] = { is: 'text', words: last.words + words }
    else this.items.push({ is: 'text', words })
  }

  /** Without emphasis, a sign that closes is nothing as long as none opens: `Node* node`. */
  private idleSigns(): (sign: string) => boolean {
    const emphasis = this.items.some(item => item.is === 'open' && /[*_]/.test(item.span.mark.sign))
    const opens = (sign: string, pattern: RegExp) =>
      emphasis || this.items.some(item => item.is === 'text' && item.words.includes(sign) && pattern.test(item.words))
    const [star, low] = [opens('*', /\*(?:[^\s*]|$)/), opens('_', /(?<![\p{L}\p{N}_])_+(?:[^\s_]|$)/u)]
    return sign => (sign === '*' ? !star : !low)
  }

  /** How a mark is written where it stands. */
  private signsOf({ mark, opened, closed }: Span, start: string): readonly [string, string] {
    const { sign, tag } = mark
    const tags = [tag && `<${tag}>`, tag && `</${tag}>`] as const
    if (sign === '') return tags
    const [inner, outer] = [this.items[opened + 1], this.items[closed + 1]]
    const last = lastOfItem(this.items[closed - 1])
    const fits = (word: boolean) => flanks(start, first(inner), word).opens && flanks(last, first(outer), word).closes
    if (sign === '*') {
      const beside = [inner, outer, this.items[opened - 1], this.items[closed - 1]]
      // Beside another mark's stars, these would count as its.
      if (!beside.some(isStarred)) return fits(false) ? ['*', '*'] : tags
      return fits(true) ? ['_', '_'] : tags
    }
    if (fits(false)) return [sign, sign]
    // What has no tag stands apart from the words around it.
    return tag === ''
      ? [`${start === '' || /\s/.test(start) ? '' : ' '}${sign}`, `${sign}${/^\s?$/.test(first(outer)) ? '' : ' '}`]
      : tags
  }
}

const isStarred = (item: Item | undefined): boolean =>
  (item?.is === 'open' || item?.is === 'close') && /[*_]/.test(item.span.mark.sign)

/** Whether an address is over where this follows it. */
function endsAddress(items: readonly Item[], at: number): boolean {
  const item = items[at]
  if (item?.is !== 'text') return item === undefined
  return (at === items.length - 1 ? /^\)?[.,;!?]?\)?(?:\s|$)/ : /^\)?[.,;!?]?\)?\s/).test(item.words)
}

/** The first and last character of a piece, as it will be written; of a mark some sign. */
function first(item: Item | undefined): string {
  if (!item) return ''
  if (item.is === 'text') return item.words.startsWith('\n') ? '' : firstOf(item.words)
  return item.is === 'raw' ? firstOf(item.words) : item.is === 'address' ? '<' : '*'
}

function lastOfItem(item: Item | undefined): string {
  if (!item) return ''
  return item.is === 'text' || item.is === 'raw' ? lastOf(item.words) : item.is === 'address' ? '>' : '*'
}

/**
 * Discourse's own Markdown as ours. Most of it is the same and stays untouched; what differs is written anew line by line,
 * and nothing of it in code.
 */
import { MOST } from '../../core/text/work.ts'
import type { Converted } from '../records.ts'
import type { Resolve } from '../resolve.ts'
import { blocksOf, join } from './blocks.ts'
import { fence } from './code.ts'
import { piecesOf } from './raw-pieces.ts'
import { treeOf } from './tree.ts'
import { clean, Work } from './work.ts'

/** Never throws; time grows with the length of the text alone. */
export function markdownFromRaw(raw: string, resolve: Resolve): Converted {
  const work = new Work(resolve)
  const notes: string[] = []
  const lines = ownLines(clean(raw).split('\n'))
  const text = new Writer(work, lines, notes).write()
  return work.result([text.trimEnd(), ...notes].join('\n\n').replace(/^\n+/, ''))
}

/** Tags of blocks; code and spoilers that begin and end in a line stay in it. */
const BLOCK_TAG =
  /\[(code|spoiler)\][^\n[]{1,500}\[\/\1\]|\[\/?(?:quote|details|spoiler|poll|code|graphviz|wrap)(?:[= ][^\]\n]{0,400})?\]/gi
const FENCE = /^[ \t>]*(?:[-*+] +)?(`{3,}|~{3,})/

/** Whether lines are code, one after the other. */
function fences(): (line: string) => boolean {
  let open = ''
  return line => {
    const mark = FENCE.exec(line)?.[1] ?? ''
    if (open === '') {
      open = mark
      return mark !== ''
    }
    if (mark.startsWith(open) && line.trim().endsWith(mark)) open = ''
    return true
  }
}

/** Tags of blocks get lines of their own. */
function ownLines(lines: readonly string[]): string[] {
  const isCode = fences()
  return lines.flatMap(line => {
    if (isCode(line) || !/\[\/?(?:quote|details|spoiler|poll|code|graphviz|wrap)/i.test(line)) return [line]
    return line
      .replace(BLOCK_TAG, (found, short) => (short === undefined ? `\n${found}\n` : found))
      .split('\n')
      .filter(part => part.trim() !== '')
  })
}

type Tag = { readonly name: string; readonly closes: boolean; readonly value: string }

function tagOf(line: string): Tag | null {
  const found = /^\s*\[(\/?)(quote|details|spoiler|poll|code|graphviz|wrap)(?:[= ]([^\]\n]*))?\]\s*$/i.exec(line)
  if (!found) return null
  return {
    name: (found[2] ?? '').toLowerCase(),
    closes: found[1] !== '',
    value: (found[3] ?? '').replaceAll(/^["“”]|["“”]$/g, ''),
  }
}

/** The lines at which tags open and close that belong together; a tag without its partner is text. */
function pairsOf(lines: readonly string[]): Map<number, Tag> {
  const pairs = new Map<number, Tag>()
  // What is opened within a pair and not closed in it is text, too.
  const open: { readonly at: number; readonly tag: Tag }[] = []
  const isCode = fences()
  for (const [at, line] of lines.entries()) {
    if (isCode(line)) continue
    const tag = tagOf(line)
    if (!tag) continue
    if (!tag.closes) open.push({ at, tag })
    else if (open.length > 0) {
      const from = open.slice(-20).findLastIndex(one => one.tag.name === tag.name)
      const found = from < 0 ? undefined : open.splice(Math.max(0, open.length - 20) + from)[0]
      if (!found) continue
      pairs.set(found.at, found.tag)
      pairs.set(at, tag)
    }
  }
  return pairs
}

/** Blocks whose content is taken as it is. */
const CODE = new Set(['code', 'graphviz'])
/** Lines of one formula. */
const LONGEST_MATH = 60

class Writer {
  private readonly out: string[] = []
  private depth = 0
  private code: string[] | null = null
  private math: string[] | null = null
  private html: string[] | null = null
  private readonly tags: Map<number, Tag>
  private readonly isCode = fences()

  constructor(
    private readonly work: Work,
    private readonly lines: readonly string[],
    private readonly notes: string[],
  ) {
    this.tags = pairsOf(lines)
  }

  write(): string {
    for (const [at, line] of this.lines.entries()) this.line(line, at)
    this.endHtml()
    return this.out.join('\n')
  }

  private line(line: string, at: number): void {
    const tag = this.tags.get(at)
    const closesCode = tag?.closes && CODE.has(tag.name)
    if (this.code && !closesCode) this.code.push(line)
    else if (tag) this.tag(tag)
    else if (this.isCode(line)) this.put(line)
    else if (this.math || this.beginsMath(line, at)) this.mathLine(line)
    else if (this.html) {
      if (line.trim() === '') this.endHtml()
      else this.html.push(line)
    } else if (HTML_BLOCK.test(line)) this.html = [line]
    else if (/^(?: {4}|\t)/.test(line) && /^[>\s]*$/.test(this.out.at(-1) ?? '')) this.put(line)
    else this.put(piecesOf(this.work, line, this.notes))
  }

  /** In quotes each line says so. */
  private put(...lines: string[]): void {
    const prefix = this.prefix()
    for (const line of lines.join('\n').split('\n')) this.out.push(line === '' ? prefix.trimEnd() : prefix + line)
  }

  /** Quotes go only as deep as the pipeline shows them. */
  private prefix(): string {
    return '> '.repeat(Math.min(this.depth, MOST.levels - 1))
  }

  /** An empty line, so that a block begins where it must. */
  private gap(): void {
    if (this.out.length > 0 && !/^[>\s]*$/.test(this.out.at(-1) ?? '')) this.put('')
  }

  private tag({ name, closes, value }: Tag): void {
    this.endHtml()
    if (CODE.has(name)) this.codeTag(closes)
    else if (name === 'quote') this.quoteTag(closes, value)
    else if (name === 'details' || name === 'spoiler') {
      if (!closes) this.gap()
      if (!closes) this.work.mend(name)
      this.put(closes ? ':::' : `:::${name} ${name === 'details' ? value : ''}`.trimEnd())
    } else if (name === 'poll' && !closes) this.work.mend('poll')
  }

  private codeTag(closes: boolean): void {
    if (!closes) this.code = []
    else if (this.code) {
      this.gap()
      this.put(fence(this.code.join('\n')), '')
      this.code = null
    }
  }

  private quoteTag(closes: boolean, value: string): void {
    if (closes) {
      this.depth--
      this.out.push(this.prefix().trimEnd())
      return
    }
    this.gap()
    this.depth++
    this.work.mend('quote')
    const source = sourceOf(this.work, value)
    if (source !== '') this.put(source)
  }

  /** A formula has an end, in this line or before the next tag: a line of money has none. */
  private beginsMath(line: string, at: number): boolean {
    if (!/^\s*\$\$/.test(line)) return false
    if (/^\s*\$\$.+\$\$\s*$/.test(line)) return true
    const until = Math.min(at + LONGEST_MATH, this.lines.length)
    for (let next = at + 1; next < until && !this.tags.has(next); next++) {
      if (/\$\$\s*$/.test(this.lines[next] ?? '')) return true
    }
    return false
  }

  private mathLine(line: string): void {
    const inside = line.trim().replace(/^\$\$/, '')
    if (!this.math) {
      this.work.mend('math')
      const whole = /^(.+)\$\$$/.exec(inside)?.[1]
      if (whole === undefined) this.math = inside === '' ? [] : [inside]
      else this.put(fence(whole.trim()))
    } else if (/\$\$\s*$/.test(line)) {
      const last = line.replace(/\$\$\s*$/, '')
      this.gap()
      this.put(fence([...this.math, ...(last.trim() ? [last] : [])].join('\n')))
      this.math = null
    } else this.math.push(line)
  }

  /** HTML that is a block by itself is read as HTML. */
  private endHtml(): void {
    if (!this.html) return
    const text = join(blocksOf(this.work, treeOf(this.html.join('\n')).children, this.depth))
    this.html = null
    this.put(text, '')
  }
}

const HTML_BLOCK =
  /^ {0,3}<(?:table|ul|ol|div|p|h[1-6]|center|blockquote|dl|pre|iframe|video|audio|figure|hr|aside|section)\b/i

/** `name, post:3, topic:12, full:true`: whose words, and where they stand. */
function sourceOf(work: Work, value: string): string {
  const [name = '', ...facts] = value.split(',').map(part => part.trim())
  const fact = (key: string) => facts.find(one => one.startsWith(`${key}:`))?.slice(key.length + 1)
  const shown = work.resolve.member(fact('username') ?? name) ?? fact('username') ?? name
  const [topic, post] = [fact('topic'), fact('post')]
  const address = topic && post ? work.resolve.post(topic, Number(post)) : null
  if (shown === '') return ''
  const safe = shown.replaceAll(/[\\[\]*_`<]/g, '\\$&')
  return address === null ? `**${safe}:**` : `[@${safe}](${address}):`
}

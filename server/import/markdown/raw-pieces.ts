/** What differs within a line of Discourse's Markdown: each piece is found once, and what is written for it is not read again. */
import characters from 'markdown-it-emoji/lib/data/full.mjs'
import { readings, runAt } from '../../core/text/names.ts'
import { inlineCode } from './code.ts'
import { emojiOf } from './emoji.ts'
import { addressIn } from './escape.ts'
import { fileName, whereTo } from './links.ts'
import type { Work } from './work.ts'

const TARGET = String.raw`\([ \t]*<?[^()<>\s]+(?:\([^()<>\s]*\)[^()<>\s]*)?>?(?:[ \t]+"[^"\n]{0,300}")?[ \t]*\)`

const PIECE = new RegExp(
  [
    String.raw`!\[[^[\]\n]{0,500}\]${TARGET}`,
    String.raw`\]${TARGET}`,
    String.raw`<https?:\/\/[^\s<>]+>`,
    String.raw`https?:\/\/[^\s<>"'[\]]+`,
    String.raw`@[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{0,119}`,
    String.raw`:[\w+-]{1,60}:(?:t[2-6]:)?`,
    String.raw`\[date(?:-range)?[= ][^\]\n]{1,300}\]`,
    String.raw`\[(b|i|u|s|size|color|center|code|spoiler|url|img|email)(?:=[^\]\n]{1,500})?\][^\n]{1,2000}?\[\/\1\]`,
    String.raw`\^\[(?:[^[\]\n]|\[[^[\]\n]{0,300}\]){1,1000}\]`,
    String.raw`(?<![\\$\w])\$[^$\s](?:[^$\n]{0,300}[^$\s\\])?\$(?![\w$])`,
    String.raw`<img\s[^<>\n]{1,1000}>`,
    String.raw`<a\s[^<>\n]{1,1000}>[^<>\n]{0,1000}<\/a>`,
    String.raw`<\/?(?:span|div|p|font|big|center|strong|em|strike)(?:\s[^<>\n]{0,500})?>`,
  ].join('|'),
  'giu',
)

/** A line as ours; notes that it holds go to `notes`. */
export function piecesOf(work: Work, line: string, notes: string[]): string {
  if (!/[!\]:@[<$^]/.test(line)) return line
  return outsideCode(line, text =>
    text.replace(PIECE, (found, _tag, at: number) => pieceOf(work, found, { line, text, at, notes })),
  )
}

/** Calls `change` for what is not in backticks. */
function outsideCode(line: string, change: (text: string) => string): string {
  if (!line.includes('`')) return change(line)
  const runs = [...line.matchAll(/`+/g)].map(({ 0: { length }, index }) => ({ length, index }))
  const last = new Map(runs.map(({ length }, at) => [length, at]))
  let out = ''
  let from = 0
  for (let at = 0; at < runs.length; at++) {
    const open = runs[at]
    if (!open || (last.get(open.length) ?? 0) <= at) continue
    let end = at + 1
    while (runs[end]?.length !== open.length) end++
    const close = runs[end]
    const until = close ? close.index + close.length : line.length
    out += change(line.slice(from, open.index)) + line.slice(open.index, until)
    from = until
    at = end
  }
  return out + change(line.slice(from))
}

type Where = { readonly line: string; readonly text: string; readonly at: number; readonly notes: string[] }

function pieceOf(work: Work, found: string, where: Where): string {
  switch (found[0]) {
    case '!':
      return picture(work, found)
    case ']':
      return target(work, found)
    case '<':
      return tag(work, found, where)
    case '@':
      return mention(work, found, where)
    case ':':
      return emoji(work, found, where)
    case '^':
      return note(work, found, where)
    case '$':
      return math(work, found)
    case '[':
      return /^\[date/i.test(found) ? date(work, found) : bbcode(work, found, where)
    default:
      return address(work, found, where)
  }
}

/** `![alt|690x431, 50%](upload://….png "Title")` */
function picture(work: Work, found: string): string {
  const [, label = '', src = ''] = /^!\[([^[\]]*)\]\([ \t]*<?([^\s<>]+?)>?(?:[ \t]+"[^"]*")?[ \t]*\)$/.exec(found) ?? []
  return pictureOf(work, src, label.replace(/\|[^|]*$/, '').trim())
}

function pictureOf(work: Work, src: string, label: string): string {
  const ours = work.resolve.address(src)
  const shown = label || fileName(src)
  if (ours !== null) return `![${shown}](${ours})`
  work.mend('picture')
  const to = whereTo(work, fileAddress(src))
  return to === null ? shown : `[${shown}](${to})`
}

/** An upload's short name as an address. */
const fileAddress = (src: string): string => src.replace(/^upload:\/\//i, '/uploads/short-url/')

function target(work: Work, found: string): string {
  const [, before = '', url = '', after = ''] =
    /^(\]\([ \t]*<?)([^\s<>]+?)(>?(?:[ \t]+"[^"]*")?[ \t]*\))$/.exec(found) ?? []
  const own = work.resolve.address(url) !== null || /^(?:upload:\/\/|\/(?!\/))/i.test(url)
  const to = own ? whereTo(work, fileAddress(url)) : null
  return to === null ? found : before + to + after
}

/** An address of the old forum's own; the line's own card if it is all that the line holds. */
function address(work: Work, found: string, { line }: Where): string {
  const url = addressIn(found)
  const ours = work.resolve.address(url)
  if (ours === null) return found
  work.mend('link')
  return (line.trim() === found && url === found ? ours : `[${ours}](${ours})`) + found.slice(url.length)
}

function tag(work: Work, found: string, where: Where): string {
  const link = /^<(https?:\/\/[^\s<>]+)>$/i.exec(found)?.[1]
  if (link !== undefined) return work.resolve.address(link) === null ? found : address(work, link, where)
  const attribute = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']?([^"'\\s>]+)`, 'i').exec(found)?.[1] ?? ''
  if (/^<img/i.test(found)) return pictureOf(work, attribute('src'), '')
  work.mend('markup')
  if (/^<a\s/i.test(found)) {
    const to = whereTo(work, attribute('href'))
    const words = found.replaceAll(/<[^<>]*>/g, '')
    return to === null ? words : `[${words}](${to})`
  }
  const name = /^<\/?(\w+)/.exec(found)?.[1]?.toLowerCase() ?? ''
  return TAG_SIGNS[name] ?? ''
}

const TAG_SIGNS: Readonly<Record<string, string>> = { strong: '**', em: '*', strike: '~~' }

function mention(work: Work, found: string, { text, at }: Where): string {
  const run = runAt(text, at)
  for (const name of run === null ? [] : readings(run)) {
    const member = work.resolve.member(name)
    if (member === null) continue
    if (member !== name) work.mend('mention')
    return `@${member}${found.slice(1 + name.length)}`
  }
  return found
}

/** Names that ours knows stay names. */
function emoji(work: Work, found: string, { text, at }: Where): string {
  const name = found.slice(1, -1)
  if (Object.hasOwn(characters, name) || /[\p{L}\p{N}_:]$/u.test(text.slice(Math.max(0, at - 2), at))) return found
  const character = emojiOf(found)
  if (character !== null) work.mend('emoji')
  return character ?? found
}

/** `^[words]` is a note of its own, which ours has at the end. */
function note(work: Work, found: string, { notes }: Where): string {
  work.mend('footnote')
  const name = `note-${notes.length + 1}`
  notes.push(`[^${name}]: ${found.slice(2, -1)}`)
  return `[^${name}]`
}

/** Money is no formula: one is a single word, a list of letters, or holds a sign of mathematics. */
function math(work: Work, found: string): string {
  const formula = found.slice(1, -1)
  if (/ /.test(formula) && !/[\\^_={}+<>|()/-]/.test(formula) && !/^\p{L}(?:, ?\p{L})+$/u.test(formula)) return found
  work.mend('math')
  return inlineCode(formula)
}

/** A moment as its writer set it: the same for every reader. */
function date(work: Work, found: string): string {
  const fact = (name: string) => new RegExp(`[\\[ ]${name}="?([^\\]" ]+)`, 'i').exec(found)?.[1]
  const zone = (fact('timezone') ?? 'UTC').replace(/^Etc\//, '')
  const shown = (day: string | undefined, time: string | undefined) =>
    [day?.replace('T', ' '), time?.replace(/^(\d\d:\d\d):\d\d$/, '$1')].filter(Boolean).join(' ')
  const [from, to] = [shown(fact('date') ?? fact('from'), fact('time')), shown(fact('to'), undefined)]
  if (from === '') return found
  work.mend('date')
  const until = to === '' ? from : `${from} – ${to}`
  return until.includes(':') ? `${until} ${zone}` : until
}

const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  b: ['**', '**'],
  i: ['*', '*'],
  u: ['<u>', '</u>'],
  s: ['~~', '~~'],
  spoiler: ['||', '||'],
}

function bbcode(work: Work, found: string, where: Where): string {
  const [, name = '', value = '', words = ''] = /^\[(\w+)(?:=([^\]]*))?\]([\s\S]*)\[\/\w+\]$/.exec(found) ?? []
  const kind = name.toLowerCase()
  work.mend(kind === 'spoiler' ? 'spoiler' : 'markup')
  if (kind === 'code') return inlineCode(words)
  if (kind === 'img') return pictureOf(work, words.trim(), '')
  const inside = piecesOf(work, words, where.notes)
  if (kind === 'url' || kind === 'email') {
    if (inside.includes('](')) return inside
    const to = whereTo(work, (kind === 'email' ? 'mailto:' : '') + (value.replaceAll(/["']/g, '') || words).trim())
    return to === null ? inside : value === '' && kind === 'url' ? `<${to}>` : `[${inside}](${to})`
  }
  const [open, close] = SIGNS[kind] ?? ['', '']
  return open + inside + close
}

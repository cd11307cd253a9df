/** Text as Markdown that says the same: a sign is escaped only where it would mean something. */
import characters from 'markdown-it-emoji/lib/data/full.mjs'
import { readings, runAt } from '../../core/text/names.ts'

export type Surroundings = {
  /** The characters beside the text; '' at the end of a line. */
  readonly before: string
  readonly after: string
  /** Whether the text's first line is its paragraph's: blocks may begin there. */
  readonly lineStart: boolean
  /** Within the words of a link. */
  readonly linked: boolean
  /** Signs that cannot pair up in this line, as none of them opens. */
  readonly idle: (sign: string) => boolean
  /** Whether a name would call somebody. */
  readonly isMember: (name: string) => boolean
}

const SPECIAL = /[\\`*_~|[\]<&:@]/
const EACH = /https?:\/\/[^\s<>]+|\*+|_+|~+|\|+|[\\`[\]<&:@]/gi

/** Tags that may be written, comments, and addresses between angles (core/text/rules/raw-tags.ts, containers.ts). */
const TAG =
  /^<(?:!--|\/?(?:b|del|i|ins|kbd|mark|q|s|samp|small|sub|sup|u|var|abbr|br|details|summary)(?![\w-])|[a-z][a-z0-9+.-]*:|[\w.!#$%&'*+/=?^`{|}~-]+@|$)/i
const EMOJI = /^:([a-z0-9_+-]{1,40}):/
const ENTITY = /^&#?\w{1,40};/
const PUNCTUATION = /[!-/:-@[-`{-~]/

const isSpace = (sign: string): boolean => sign === '' || /\s/.test(sign)
const isMark = (sign: string): boolean => /[\p{P}\p{S}]/u.test(sign)

export type Flanks = { readonly opens: boolean; readonly closes: boolean }

/** Whether a run of signs between two characters may begin or end emphasis (CommonMark 6.2); `_` does neither inside a word. */
export function flanks(before: string, after: string, word: boolean): Flanks {
  const left = !isSpace(after) && (!isMark(after) || isSpace(before) || isMark(before))
  const right = !isSpace(before) && (!isMark(before) || isSpace(after) || isMark(after))
  if (!word) return { opens: left, closes: right }
  return { opens: left && (!right || isMark(before)), closes: right && (!left || isMark(after)) }
}

/** The first and the last character of a text, which may be two units long. */
export const firstOf = (text: string): string => String.fromCodePoint(...codes(text.codePointAt(0)))
export function lastOf(text: string): string {
  const { length } = text
  const code = text.codePointAt(length - 2) ?? 0
  return code > 0xffff ? String.fromCodePoint(code) : text.slice(length - 1)
}
const codes = (code: number | undefined): number[] => (code === undefined ? [] : [code])

export function escapeText(text: string, around: Surroundings): string {
  const escaped = SPECIAL.test(text)
    ? text.replace(EACH, (run: string, at: number) => escapeRun(run, text, at, around))
    : text
  return escapeLines(escaped, around.lineStart)
}

function escapeRun(run: string, text: string, at: number, around: Surroundings): string {
  const before = at === 0 ? around.before : lastOf(text.slice(Math.max(0, at - 2), at))
  const end = at + run.length
  const after = end === text.length ? around.after : firstOf(text.slice(end, end + 2))
  switch (run[0]) {
    case '\\':
      return after === '' || after === '\n' || PUNCTUATION.test(after) ? '\\\\' : run
    case '`':
      return '\\`'
    case '*':
    case '_': {
      const { opens, closes } = flanks(before, after, run[0] === '_')
      return (opens || closes) && !around.idle(run[0]) ? escapeAll(run) : run
    }
    case '~':
    case '|': {
      // Alone it is nothing, but beside a mark it would be part of it.
      const pairs = run[0] === '~' ? run.length > 1 : run.length === 2
      const beside = before === run[0] || (end === text.length && after === '*')
      const apart = run.length === 2 && isSpace(before) && isSpace(after)
      return beside || (pairs && !apart) ? escapeAll(run) : run
    }
    case '[':
      return around.linked || after === '^' ? '\\[' : run
    case ']':
      return around.linked || after === '(' ? '\\]' : run
    case '<':
      return TAG.test(text.slice(at, at + 80)) ? '\\<' : run
    case '&':
      return ENTITY.test(text.slice(at, at + 45)) ? '\\&' : run
    case ':':
      return isEmoji(text, at, before) ? '\\:' : run
    case '@':
      return calls(text, at, around) ? '\\@' : run
    default:
      return address(run, before, after, around)
  }
}

const escapeAll = (run: string): string => run.replaceAll(/./g, '\\$&')

function isEmoji(text: string, at: number, before: string): boolean {
  if (/[\p{L}\p{N}_:]/u.test(before)) return false
  const name = EMOJI.exec(text.slice(at, at + 44))?.[1]
  return name !== undefined && Object.hasOwn(characters, name)
}

function calls(text: string, at: number, { isMember }: Surroundings): boolean {
  const run = runAt(text, at)
  return run !== null && readings(run).some(isMember)
}

/** Addresses become links by themselves, and signs in them stay as they are; one with uncommon signs stays words. */
function address(run: string, before: string, after: string, around: Surroundings): string {
  const url = addressIn(run)
  const whole = /^\)?[.,;!?]?\)?$/.test(run.slice(url.length)) && /^[\s>]?$/.test(after)
  const plain = !around.linked && whole && isPlainAddress(url) && !/[\w.+-]/.test(before)
  return plain ? run : run.replace(/[\\`*_~|[\]<&:@]/g, '\\$&')
}

/** An address without the signs of the sentence after it. */
export function addressIn(run: string): string {
  let end = run.length
  while (end > 0 && !/[\w/]/.test(run.charAt(end - 1))) end--
  return run.slice(0, end)
}

/** Whether an address is found whole where it stands in a text. */
export const isPlainAddress = (url: string): boolean =>
  /^https?:\/\/[a-z\d][\w.-]*(?::\d+)?(?:[/?#][\w\-./%?=&#+,:;@~]*)?$/i.test(url) &&
  /[\w/]$/.test(url) &&
  !/[.,:;?&]{2}|--/.test(url)

/** What begins a block at the start of a line. */
const LINE =
  /^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|\*(?=\s|$)|:{3,}|~{3,}|[-=]+[ \t]*$|(?:[-*_][ \t]*){3,}$|\[(?:[^\]\n]{1,1000}\]:|[ xX]\][ \t\u00a0])|[|: \t]*-[|: \t-]*$)/gm
const NUMBER = /^(\d{1,9})([.)])(?=\s|$)/gm
function escapeLines(text: string, lineStart: boolean): string {
  const from = lineStart ? 0 : text.indexOf('\n') + 1
  if (!lineStart && from === 0) return text
  return text.slice(0, from) + text.slice(from).replace(LINE, '\\$&').replace(NUMBER, '$1\\$2')
}

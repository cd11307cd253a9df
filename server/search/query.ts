/**
 * What somebody typed into a search field, taken apart: words, "phrases", what must not be there, and operators such as
 * `in:repairs`. Any text gives an answer: what is no operator is a word, and nothing is ever wrong.
 */

/** Operators in the order typed, the last of its sort only; whether there is such a member or tag is asked elsewhere. */
type Operators = {
  readonly in?: string
  readonly by?: string
  readonly tags: readonly string[]
  /** A kind of threads, and perhaps one of its states. */
  readonly kind?: string
  readonly unread?: boolean
  /** Days, as `2026-01-31`. */
  readonly from?: string
  readonly before?: string
}

export type Typed = {
  /** In lower case, each once. */
  readonly words: readonly string[]
  readonly phrases: readonly string[]
  readonly without: readonly string[]
  readonly operators: Operators
  /** What was typed, without the operators: read again, it gives the same words. */
  readonly rest: string
}

/** More than anybody looks for at once; what is beyond is left out. */
const MOST_WORDS = 20
export const MOST_TAGS = 5

/** Perhaps a minus (two begin what is typed into a shell: `--force` is a word), then a phrase in any of the quotes that keyboards make, perhaps not closed yet; or all up to a space. */
const TOKEN = /((?:-(?!-))?)(?:["“”«»]([^"“”«»]*)["“”«»]?|([^\s"“”«»]+))/gu
const OPERATOR = /^(in|by|tag|after|before|is):(.+)$/isu
/** Neither a database nor a page has a place for them. */
const UNFIT = /[\p{Cc}\p{Cs}]/gu
/** Words may end so (`c++`, `c#`), and begin with a dot (`.net`). */
const EDGES = /^[^\p{L}\p{N}.]+|[^\p{L}\p{N}+#]+$/gu
const SAYS_SOMETHING = /[\p{L}\p{N}]/u

/** @param states what may follow `is:` beside what is said of a reader, with the kind that it means: `question:answered` */
export function parseQuery(text: string, states: ReadonlyMap<string, string> = new Map()): Typed {
  const [words, phrases, without] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const kept: string[] = []
  let operators: Operators = { tags: [] }
  for (const [raw, minus, quoted, plain = ''] of text.replaceAll(UNFIT, ' ').matchAll(TOKEN)) {
    const known = minus ? null : operatorOf(plain, states)
    if (known) {
      operators = withOperator(operators, known)
      continue
    }
    const said = quoted === undefined ? plain.replaceAll(EDGES, '') : quoted.trim().replaceAll(/\s+/g, ' ')
    if (!SAYS_SOMETHING.test(said)) continue
    const place = minus ? without : quoted === undefined ? words : phrases
    if (place.size >= MOST_WORDS) continue
    place.add(said.toLowerCase())
    kept.push(quoted === undefined ? raw : `${minus}"${said}"`)
  }
  return { words: [...words], phrases: [...phrases], without: [...without], operators, rest: kept.join(' ') }
}

/** What was typed, with these of its words as they stand: a phrase of one word. */
export const asTyped = (rest: string, words: ReadonlySet<string>): string =>
  rest.replaceAll(TOKEN, (raw: string, minus: string, quoted: string | undefined, plain = '') => {
    const said = String(plain).replaceAll(EDGES, '')
    return !minus && quoted === undefined && words.has(said.toLowerCase()) ? `"${said}"` : raw
  })

/** What an operator says; null for what only looks like one. */
function operatorOf(token: string, states: ReadonlyMap<string, string>): Partial<Operators> | null {
  const [, name = '', value = ''] = OPERATOR.exec(token) ?? []
  switch (name.toLowerCase()) {
    case 'in':
      return { in: value.toLowerCase() }
    case 'by':
      return { by: value.replace(/^@/, '') || value }
    case 'tag':
      return { tags: [value.replace(/^#/, '') || value] }
    case 'after':
      return isDay(value) ? { from: value } : null
    case 'before':
      return isDay(value) ? { before: value } : null
    case 'is':
      return stateOf(value.toLowerCase(), states)
    default:
      return null
  }
}

function stateOf(value: string, states: ReadonlyMap<string, string>): Partial<Operators> | null {
  if (value === 'mine') return { by: 'me' }
  if (value === 'unread' || value === 'read') return { unread: value === 'unread' }
  const kind = states.get(value)
  return kind === undefined ? null : { kind }
}

const withOperator = (all: Operators, { tags = [], ...one }: Partial<Operators>): Operators => ({
  ...all,
  ...one,
  tags: [...new Set([...all.tags, ...tags])].slice(0, MOST_TAGS),
})

/** Whether a text is a day that there was or will be, written as `2026-01-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** The day of a moment, in UTC. */
export const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** A poll as its block of a text says it: what is asked, what can be chosen, and how. */
import { blocksIn, type TypedBlock } from 'guildhall/plugin'

/** How one votes: for one option, for several, by putting them in an order, by giving each a score. */
export const KINDS = ['single', 'multiple', 'ranked', 'rating'] as const
export type Kind = (typeof KINDS)[number]

/** When results are shown: at once, to who has voted, when the poll is closed. */
export const SHOWN = ['always', 'voted', 'closed'] as const
type Shown = (typeof SHOWN)[number]

export type Poll = {
  /** Its place among the polls of its post, from 0. */
  readonly place: number
  readonly question: string
  readonly options: readonly string[]
  readonly kind: Kind
  /** Whether it is told who voted what. */
  readonly named: boolean
  /** Whether a vote stays as it was given. */
  readonly fixed: boolean
  readonly results: Shown
  readonly closes: Date | null
}

/** Why a block is no poll: a message of ours. */
export type Flaw = { readonly flaw: string; readonly values?: Readonly<Record<string, string | number>> }

export const NAME = 'poll'
/** What an option or a question may hold at most, in characters: what fits on a few lines of a phone. */
const LONGEST = 300
const OPTION = /^\s*[-*+]\s+(.*\S)\s*$/

/** The polls of a text in their order, those that make no sense included. */
export const pollsIn = (text: string): (Poll | Flaw)[] => blocksIn(text, NAME).map(pollOf)

/** One of them; undefined where there is none that makes sense. */
export function pollAt(text: string, place: number): Poll | undefined {
  const found = pollsIn(text)[place]
  return found && isPoll(found) ? found : undefined
}

export const isPoll = (of: Poll | Flaw): of is Poll => !('flaw' in of)

function pollOf({ place, info, lines }: TypedBlock): Poll | Flaw {
  const manner = mannerOf(info)
  if ('flaw' in manner) return manner
  const question: string[] = []
  const options: string[] = []
  for (const line of lines) {
    const option = OPTION.exec(line)?.[1]
    if (option !== undefined) options.push(option)
    else if (line.trim() !== '' && options.length > 0) return { flaw: 'flaw.line', values: { line: line.trim() } }
    else if (line.trim() !== '') question.push(line.trim())
  }
  if (options.length < 2) return { flaw: 'flaw.few' }
  const twice = options.find((one, at) => options.indexOf(one) < at)
  if (twice !== undefined) return { flaw: 'flaw.twice', values: { option: twice } }
  const asked = question.join(' ')
  if ([asked, ...options].some(one => one.length > LONGEST)) return { flaw: 'flaw.long', values: { max: LONGEST } }
  return { place, question: asked, options, ...manner }
}

type Manner = Pick<Poll, 'kind' | 'named' | 'fixed' | 'results' | 'closes'>

/** What the words after the block's name say. */
function mannerOf(info: string): Manner | Flaw {
  let manner: Manner = { kind: 'single', named: false, fixed: false, results: 'always', closes: null }
  for (const word of info.split(/\s+/).filter(Boolean)) {
    const [name, value] = word.split(/=(.*)/s)
    const kind = KINDS.find(one => one === word)
    const results = SHOWN.find(one => one === value)
    if (kind) manner = { ...manner, kind }
    else if (word === 'named') manner = { ...manner, named: true }
    else if (word === 'fixed') manner = { ...manner, fixed: true }
    else if (name === 'results' && results) manner = { ...manner, results }
    else if (name === 'closes') {
      const closes = momentOf(value ?? '')
      if (!closes) return { flaw: 'flaw.date', values: { date: value ?? '' } }
      manner = { ...manner, closes }
    } else return { flaw: 'flaw.word', values: { word } }
  }
  return manner
}

/** `2026-12-24` is the end of that day, `2026-12-24T18:00` that minute; both in UTC. Null for what is no date. */
function momentOf(text: string): Date | null {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})Z?)?$/.exec(text) ?? []
  if (day === undefined) return null
  const at = new Date(`${day}T${time ?? '23:59'}:00Z`)
  // The engine takes the 31st of February for a day in March.
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day) ? null : at
}

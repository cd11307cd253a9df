/** What one text's cooking carries along, and how much of each dear thing a text may hold. */
import type { Env } from 'markdown-it'
import type { Known } from './cooked.ts'

/** Beyond these a thing is shown as it was typed: readable, and never dear. */
export const MOST = {
  /** Quotes and lists within each other; a list and its item are two. */
  levels: 20,
  mentioned: 20,
  /** Places in which members and groups are linked: the same name may stand often. */
  mentionPlaces: 200,
  footnotes: 100,
  footnoteReferences: 200,
  tableColumns: 60,
  tableCells: 5000,
  pictures: 60,
  tasks: 500,
  spoilers: 200,
  cards: 10,
  /** Characters of code that are coloured. */
  coloured: 24_000,
  /** Characters of one address that stands in the text by itself. */
  address: 2000,
  /** Characters of a comment. */
  comment: 2000,
  /** Links that are kept as references of the post. */
  keptLinks: 200,
  /** Characters of cooked HTML. */
  html: 400_000,
} as const

export type Work = {
  readonly known: Known
  readonly mentioned: Set<string>
  mentionPlaces: number
  footnotes: number
  footnoteReferences: number
  spoilers: number
  coloured: number
  /** How many blocks of each name there were so far (rules/blocks.ts). */
  readonly placed: Map<string, number>
}

const works = new WeakMap<Env, Work>()

export function beginWork(env: Env, known: Known): void {
  works.set(env, {
    known,
    mentioned: new Set(),
    mentionPlaces: 0,
    footnotes: 0,
    footnoteReferences: 0,
    spoilers: 0,
    coloured: 0,
    placed: new Map(),
  })
}

/** The work that a rule is part of. */
export function workOf(env: Env | undefined): Work {
  const work = env && works.get(env)
  if (!work) throw new Error('a text is cooked by cookText, which begins its work')
  return work
}

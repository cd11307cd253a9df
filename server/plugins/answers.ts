/** What plugins answer with, looked at before anything of ours works with it. */
import type { VNode } from 'preact'
import type { Ctx } from '../core/context.ts'
import type { Find, Sought } from '../core/finders.ts'
import type { KeptRow } from '../core/keeps.ts'
import { shorten } from '../core/text/excerpt.ts'
import { isOwnPath } from '../core/text/safe-url.ts'
import type { Thing } from '../site/json-ld.tsx'
import type { TableAnswer } from '../site/routes.ts'
import { beginning } from '../threads/kind.ts'

/** What a filter was to answer with, or a loader. */
class Nonsense extends TypeError {}

/** What a loader has to answer with. @throws Nonsense */
export function asMap<K, V>(answer: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  if (!(answer instanceof Map)) throw new Nonsense('it answered with something that is no Map')
  return answer
}

/** What a view has to answer with: it may not wait. @throws Nonsense */
export function asNode(answer: VNode | null): VNode | null {
  if (typeof Reflect.get(Object(answer), 'then') !== 'function') return answer
  Promise.resolve(answer).catch(() => {})
  throw new Nonsense('it answered with something that is still to come')
}

/** What is said of a thread in the words of schema.org, as JSON has it. @throws Nonsense; TypeError for what JSON has not */
export function asThing(answer: Thing | null): Thing | null {
  if (answer === null) return null
  if (typeof Object(answer)['@type'] !== 'string') throw new Nonsense('it answered with something that is no thing')
  return JSON.parse(JSON.stringify(answer))
}

/** What is to be exported: a list of objects. @throws Nonsense */
export function asRows(answer: readonly KeptRow[]): readonly KeptRow[] {
  const isRow = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one)
  if (!Array.isArray(answer) || !answer.every(isRow))
    throw new Nonsense('it answered with something that is no list of rows')
  return answer
}

/** What is to be a file for tables. @throws Nonsense */
export function asTable(answer: TableAnswer): TableAnswer {
  const isCell = (one: unknown) => one === null || typeof one === 'string' || Number.isFinite(one)
  const { name, rows } = Object(answer)
  if (typeof name !== 'string' || !Array.isArray(rows) || !rows.every(row => Array.isArray(row) && row.every(isCell)))
    throw new Nonsense('it answered with something that is no table')
  return answer
}

/** What was to be a list of ids. @throws Nonsense */
export function asIds(answer: readonly number[]): readonly number[] {
  if (!Array.isArray(answer) || !answer.every(one => Number.isSafeInteger(one)))
    throw new Nonsense('it answered with something that is no list of ids')
  return answer
}

/** What was found: things with a name that are somewhere on this site, no more of them than were asked for. @throws Nonsense */
export function asFinds(answer: readonly Find[], { limit }: Pick<Sought, 'limit'>): readonly Find[] {
  if (!Array.isArray(answer)) throw new Nonsense('it answered with something that is no list of what it found')
  return answer.slice(0, limit).map(asFind)
}

function asFind(one: unknown): Find {
  const { title, path, detail }: Readonly<Record<string, unknown>> = Object(one)
  if (typeof title !== 'string' || inOneLine(title) === '') throw new Nonsense('it found something without a title')
  if (typeof path !== 'string' || !isOwnPath(path)) throw new Nonsense('it found something that is not on this site')
  if (typeof detail !== 'string' && detail !== undefined && detail !== null)
    throw new Nonsense('it found something whose detail is no text')
  return { title: inOneLine(title), path, detail: inOneLine(detail ?? '') || null }
}

const inOneLine = (text: string): string => shorten(text.replaceAll(/\s+/g, ' ').trim())

/** A page shows it: what is more than this is no state but a list to be asked for. */
const MOST_STATE = 32 * 1024

/** What is told to all who listen, as JSON has it. @throws Nonsense; TypeError for what JSON has not */
export function asState(answer: unknown): unknown {
  const text: string | undefined = JSON.stringify(answer)
  if (text === undefined) throw new Nonsense('it answered with something that JSON has not')
  if (text.length > MOST_STATE) throw new Nonsense(`it answered with a state of ${text.length} letters`)
  return JSON.parse(text)
}

/** The channels that an event is about. @throws Nonsense */
export function asArguments(answer: readonly (string | number)[]): readonly string[] {
  if (!Array.isArray(answer)) throw new Nonsense('it answered with something that is no list')
  return answer.map(String)
}

/**
 * What a filter made of a value, where it is of the same kind in all that the value has.
 * @throws Nonsense where it is not
 */
export function sameShape<T extends object>(value: T, answer: T | undefined | void): T | undefined {
  if (answer === undefined) return undefined
  if (typeof answer !== 'object' || answer === null)
    throw new Nonsense('it answered with something else than it was given')
  for (const [name, given] of Object.entries(value)) {
    if (given === null || given === undefined) continue
    if (!alike(given, Reflect.get(answer, name))) throw new Nonsense(`it answered with another kind of "${name}"`)
  }
  return answer
}

/**
 * What a filter made of a thread that could be begun, where it still can be.
 * @throws Nonsense where it has become of a kind that is none, that the actor may not begin, or that wants other fields
 */
export function stillBegins<T extends object>(ctx: Ctx, value: object, answer: T | undefined): T | undefined {
  if (answer && begins(ctx, value) && !begins(ctx, answer))
    throw new Nonsense('it answered with a kind of thread, or fields of it, with which nothing can be begun')
  return answer
}

/** Whatever has no kind is no thread. */
function begins(ctx: Ctx, value: object): boolean {
  const kind: unknown = Reflect.get(value, 'kind')
  if (typeof kind !== 'string') return true
  try {
    beginning(ctx, kind, Object(Reflect.get(value, 'fields')))
    return true
  } catch {
    return false
  }
}

/** Lists at filter points are lists of texts. */
const alike = (given: unknown, answer: unknown): boolean =>
  Array.isArray(given)
    ? Array.isArray(answer) && answer.every(one => typeof one === 'string')
    : typeof given === typeof answer && answer !== null

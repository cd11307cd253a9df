/** A text in which some people are called otherwise, or no more. */
import { readings, runAt } from '../core/text/names.ts'
import { normaliseName } from '../members/names.ts'

type Names = {
  /** In whatever case. */
  readonly names: readonly string[]
  /** What stands there instead. */
  readonly by: string
  /** Names of others that begin alike, in small letters. */
  readonly others: ReadonlySet<string>
}

/** The text with another name after each `@` that called one of these: read as cooking reads it, the longest name first. */
export function withoutNames(text: string, { names, by, others }: Names): string {
  const gone = new Set(names.map(name => name.toLowerCase()))
  let out = ''
  let from = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const called = readings(runAt(text, at) ?? '').find(one => gone.has(folded(one)) || others.has(folded(one)))
    if (called === undefined || !gone.has(folded(called))) continue
    out += `${text.slice(from, at)}@${by}`
    from = at + 1 + called.length
  }
  return out + text.slice(from)
}

const folded = (name: string): string => normaliseName(name).toLowerCase()

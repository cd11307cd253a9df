/** What is found by those who declare what can be (core/finders.ts): in groups, beside posts and names. */
import type { Ctx } from '../core/context.ts'
import type { Finder } from '../core/finders.ts'
import { marked, type Part, type Sought } from './highlight.ts'

export type FoundGroup = {
  /** `shelf.books`. */
  readonly name: string
  readonly label: string
  readonly icon: Finder['icon']
  readonly items: readonly {
    readonly title: readonly Part[]
    readonly path: string
    readonly detail: string | null
  }[]
}

/** One letter is nearly everywhere. */
const SHORTEST = 2

/** At most `limit` of each, all asked at once; groups with nothing are left out. One query for each, by its contract. */
export async function foundBeside(ctx: Ctx, sought: Sought, limit: number): Promise<FoundGroup[]> {
  const { phrases, begun } = sought
  // What may be only the beginning of a word is the last word outside of quotes.
  const text = [...phrases, ...sought.words].join(' ')
  if (text.length < SHORTEST) return []
  const asked = { text, words: text.split(' '), begun: begun && sought.words.length > 0, limit }
  const groups = await Promise.all(
    [...ctx.host.finders].map(async ([name, finder]): Promise<FoundGroup> => {
      const finds = await finder.find(ctx, asked)
      const items = finds.map(({ title, path, detail = null }) => ({ title: marked(title, sought), path, detail }))
      return { name, label: finder.label[ctx.locale], icon: finder.icon, items }
    }),
  )
  return groups.filter(({ items }) => items.length > 0)
}

/** The saved searches of whoever is signed in: asked for once, when they come to an empty field. */
import { pathOf } from './path-of.ts'

export type Saved = { readonly name: string; readonly href: string }

let asked: Promise<readonly Saved[]> | undefined

/** None where they cannot be had: they are on the page of search, too. */
export function savedSearches(): Promise<readonly Saved[]> {
  asked ??= ask().catch(() => [])
  return asked
}

type Answer = { readonly items: readonly { readonly name: string; readonly url: string }[] }

async function ask(): Promise<readonly Saved[]> {
  const answer = await fetch('/api/v1/members/me/searches')
  if (!answer.ok) return []
  const { items }: Answer = await answer.json()
  return items.map(({ name, url }) => ({ name, href: pathOf(url) }))
}

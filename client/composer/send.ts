/**
 * Sends a composer's form without leaving the page: whatever goes wrong, the text stays where it is. The form's own
 * address answers, so a post is made in one way with scripts and without.
 */
import type { Waiting } from '../lib/device.ts'
import type { ComposerForm } from './form.ts'

export type Answer =
  | { readonly kind: 'posted'; readonly location: string }
  /** No answer came: the request may have arrived or not. */
  | { readonly kind: 'unreached' }
  | { readonly kind: 'signedOut' }
  /** The form's own page has more to say of this than we: two texts to compare, say. */
  | { readonly kind: 'page' }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly detail: string
      readonly fields: readonly FieldProblem[]
    }

type FieldProblem = { readonly path: string; readonly message: string }

const PATIENCE_MS = 30_000

/** The server is being started, or whatever stands before it does not reach it. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504])
const PAGES: ReadonlySet<number> = new Set([409, 412])

/** What the form holds, as it would be sent by its button. */
export const contentOf = (form: ComposerForm): Pick<Waiting, 'action' | 'body'> => ({
  action: form.element.action.split('#')[0] ?? '',
  body: encoded(new FormData(form.element, form.button('post'))),
})

function encoded(data: FormData): string {
  const fields = new URLSearchParams()
  for (const [name, value] of data) if (typeof value === 'string') fields.append(name, value)
  return fields.toString()
}

export async function send({ action, body }: Pick<Waiting, 'action' | 'body'>): Promise<Answer> {
  let answer: Response
  try {
    answer = await fetch(action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
  } catch {
    return { kind: 'unreached' }
  }
  const said = await answer.json().catch(() => null)
  if (answer.ok && said?.location) return { kind: 'posted', location: said.location }
  if (answer.ok || PAGES.has(answer.status)) return { kind: 'page' }
  if (AWAY.has(answer.status)) return { kind: 'unreached' }
  if (answer.status === 401) return { kind: 'signedOut' }
  return { kind: 'refused', status: answer.status, detail: said?.detail ?? '', fields: said?.errors ?? [] }
}

/** Opens what was posted, even where only the fragment differs from this page's address. */
export function open(address: string): void {
  const url = new URL(address, location.href)
  const same = url.pathname === location.pathname && url.search === location.search
  location.assign(url)
  if (same) location.reload()
}

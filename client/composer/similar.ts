/** Threads that say the same already, while a title is typed. */
import { make } from '../lib/nodes.ts'
import { announce } from '../lib/say.ts'
import type { ComposerForm } from './form.ts'
import { say } from './words.ts'

type Thread = { readonly title: string; readonly url: string }

const CALM_MS = 400

export function startSimilar(form: ComposerForm): void {
  const title = form.field('title')
  const place = form.element.querySelector<HTMLElement>('[data-similar]')
  const list = place?.querySelector('ul')
  if (!title || !place || !list) return
  let timer = 0
  let asked: AbortController | null = null

  const look = async () => {
    asked?.abort()
    asked = new AbortController()
    const found = await similarTo(title.value, asked.signal)
    const wasHidden = place.hidden
    place.hidden = found.length === 0
    list.replaceChildren(...found.map(({ title, url }) => make('li', {}, make('a', { href: url }, title))))
    if (wasHidden && found.length > 0) announce(say('similar.found', { count: found.length }))
  }
  title.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => look().catch(() => undefined), CALM_MS)
  })
}

async function similarTo(title: string, signal: AbortSignal): Promise<readonly Thread[]> {
  const query = new URLSearchParams({ title: title.slice(0, 200) })
  const answer = await fetch(`/api/v1/threads/similar?${query}`, { headers: { accept: 'application/json' }, signal })
  if (!answer.ok) return []
  const { items }: { items: Thread[] } = await answer.json()
  // Their addresses name the public site, which need not be the name that this page was opened by.
  return items.map(({ title, url }) => ({ title, url: new URL(url).pathname }))
}

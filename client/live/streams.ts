/** Puts Turbo streams into the page: those few actions that our server sends (server/core/live/streams.tsx). */
import { morph } from './morph.ts'

export type Stream = { readonly action: string; readonly target: string; readonly content: Element | null }

/** The streams of a fragment; what they hold belongs to no page yet, so nothing of it is loaded or run. */
export function readStreams(html: string): readonly Stream[] {
  const page = new DOMParser().parseFromString(html, 'text/html')
  return [...page.querySelectorAll('turbo-stream')].map(stream => ({
    action: stream.getAttribute('action') ?? '',
    target: stream.getAttribute('target') ?? '',
    content: stream.querySelector('template')?.content.firstElementChild ?? null,
  }))
}

/** Does what a stream says to what is there. @returns whether the page shows it now */
export function applyStream({ action, target, content }: Stream): boolean {
  const place = document.getElementById(target)
  if (!place) return false
  if (action === 'remove') place.remove()
  else if (content && action === 'replace') morph(place, keepOwn(place, content))
  else if (content && action === 'append') {
    const present = document.getElementById(content.id)
    if (present) morph(present, keepOwn(present, content))
    else place.append(document.importNode(content, true))
  }
  return true
}

/**
 * A fragment is made for anybody; what its reader has given or kept themselves is carried over from the page. What stands
 * in a viewer slot of the server's is known by its address: a save control by its id, a reaction by its button, and what a
 * plugin says to each reader by its id and `data-own`.
 */
function keepOwn(old: Element, fresh: Element): Element {
  for (const own of old.querySelectorAll('[id$="-save"], [data-own][id]')) {
    fresh.querySelector(`#${own.id}`)?.replaceWith(document.importNode(own, true))
  }
  for (const pressed of old.querySelectorAll<HTMLButtonElement>('button.react[aria-pressed="true"]')) {
    press(fresh.querySelector<HTMLButtonElement>(`button.react[value="${pressed.value}"]`), true)
  }
  return fresh
}

/** Shows a reaction as given, or not, by the reader. */
export function press(button: HTMLButtonElement | null, pressed: boolean): void {
  if (!button) return
  const action = button.form?.getAttribute('action') ?? button.closest('form')?.getAttribute('action') ?? ''
  button.setAttribute('aria-pressed', String(pressed))
  button.setAttribute('formaction', pressed ? `${action}/${button.value}/delete` : action)
}

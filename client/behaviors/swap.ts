/**
 * A form whose effect shows without a page load. `data-swap="#post-9-reactions, #bell"` names what may change: the form
 * is sent as the browser would send it, and of the page that answers only these elements are taken, with the focus where
 * it was and the page unmoved. `data-said` (the form's, or the pressed button's) is said to those who listen.
 *
 * What does not go this way goes the browser's: another page than the named elements are on is opened, and a form that
 * got no answer is sent again without us. So this is for acts that may be repeated, never for one that makes something
 * each time. It takes the place of `busy-submit`, it does not join it.
 */
import { type Behavior, startIn } from '../lib/behavior.ts'
import { announce, complain } from '../lib/say.ts'

type Submitter = HTMLButtonElement | HTMLInputElement

export const swap: Behavior = element => {
  if (!(element instanceof HTMLFormElement)) return
  const form = element
  /** The next submit is not ours. */
  let byBrowser = false
  let busy = false

  // With such a key held down, a click asks for another tab or window.
  form.addEventListener('click', event => {
    byBrowser = event.ctrlKey || event.metaKey || event.shiftKey
  })
  form.addEventListener('submit', event => {
    const submitter = asSubmitter(event.submitter)
    const request = byBrowser || event.defaultPrevented ? null : requestOf(form, submitter)
    byBrowser = false
    if (!request) return
    event.preventDefault()
    if (busy) return
    busy = true
    form.ariaBusy = 'true'
    send(form, submitter, request)
      .catch(() => {
        byBrowser = true
        form.requestSubmit(submitter)
      })
      .finally(() => {
        busy = false
        form.ariaBusy = null
      })
  })
}

/** What the browser would send; null for what is not ours to send: a GET, files, another window's. */
function requestOf(form: HTMLFormElement, submitter: Submitter | null): Request | null {
  const asked = (name: string) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? ''
  if (asked('method').toLowerCase() !== 'post' || !['', '_self'].includes(asked('target'))) return null
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value !== 'string') return null
    body.append(name, value)
  }
  return new Request(new URL(asked('action'), document.baseURI), {
    method: 'POST',
    body,
    headers: { accept: 'text/html' },
  })
}

/** @throws when there was no answer, or one that says nothing to the reader */
async function send(form: HTMLFormElement, submitter: Submitter | null, request: Request): Promise<void> {
  const response = await fetch(request)
  const answer = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (replaceAll(form.dataset.swap ?? '', answer)) {
    const said = submitter?.dataset.said ?? form.dataset.said
    if (response.ok && said) announce(said)
  } else if (response.ok) location.assign(response.url)
  else {
    const problem = answer.querySelector('[data-problem]')?.textContent
    if (!problem) throw new Error(`${response.status} without a word`)
    complain(problem)
  }
}

/** Puts the answer's elements in the place of ours. @returns false, and does nothing, when the answer lacks one */
export function replaceAll(names: string, answer: Document): boolean {
  const pairs = names.split(',').flatMap(name => {
    const old = document.querySelector<HTMLElement>(name)
    return old ? [{ old, fresh: answer.querySelector<HTMLElement>(name) }] : []
  })
  const complete = pairs.flatMap(({ old, fresh }) => (fresh ? [{ old, fresh: document.importNode(fresh, true) }] : []))
  if (complete.length === 0 || complete.length < pairs.length) return false
  for (const { old, fresh } of complete) {
    const focused = document.activeElement
    old.replaceWith(fresh)
    startIn(fresh)
    if (focused && old.contains(focused)) sameIn(fresh, focused)?.focus({ preventScroll: true })
  }
  return true
}

/** The control that is what `focused` was, by id or by name and value; or else the first that can be reached. */
export function sameIn(fresh: HTMLElement, focused: Element): HTMLElement | undefined {
  const is = (one: Element, ...names: string[]) =>
    names.every(name => focused.hasAttribute(name) && one.getAttribute(name) === focused.getAttribute(name))
  const controls = [...fresh.querySelectorAll<HTMLElement>('button, a[href], summary, input, select, textarea')]
  const inReach = controls.filter(one => one.checkVisibility())
  return inReach.find(one => is(one, 'id')) ?? inReach.find(one => is(one, 'name', 'value')) ?? inReach[0]
}

const asSubmitter = (element: HTMLElement | null): Submitter | null =>
  element instanceof HTMLButtonElement || element instanceof HTMLInputElement ? element : null

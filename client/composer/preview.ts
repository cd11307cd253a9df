/** The preview beside the text, cooked by the server as the post will be, while one types. */
import { startIn } from '../lib/behavior.ts'
import type { ComposerForm } from './form.ts'

const CALM_MS = 400
/** Whether this reader likes it open. */
const REMEMBERED = 'guildhall:preview'
const ROOMY = '(width >= 62rem)'

export function startPreview(form: ComposerForm): void {
  const button = form.button('preview')
  const pane = form.element.querySelector<HTMLElement>('[data-preview]')
  const place = pane?.querySelector<HTMLElement>('.preview')
  if (!button || !pane || !place) return
  let timer = 0
  let asked: AbortController | null = null
  let shown: string | null = null

  const refresh = async () => {
    const { value } = form.text
    if (pane.hidden || value === shown) return
    asked?.abort()
    if (value.trim() === '') {
      shown = value
      place.replaceChildren()
      return
    }
    asked = new AbortController()
    const html = await cooked(value, asked.signal)
    if (html === null) return
    shown = value
    place.replaceChildren(proseOf(html))
    startIn(place)
  }
  // What was there stays until what comes is there: nothing flickers, and a failure changes nothing.
  const soon = () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => refresh().catch(() => undefined), CALM_MS)
  }
  const open = (wanted: boolean) => {
    pane.hidden = !wanted
    button.setAttribute('aria-pressed', String(wanted))
    form.element.classList.toggle('previewing', wanted)
    if (wanted) refresh().catch(() => undefined)
  }

  button.addEventListener('click', event => {
    event.preventDefault()
    open(Boolean(pane.hidden))
    remember(!pane.hidden)
  })
  form.text.addEventListener('input', soon)
  // A reply is short and among what it answers; where a whole page is for writing, there is room for both.
  const wholePage = form.element.id !== 'reply'
  open(!pane.hidden || (matchMedia(ROOMY).matches && (remembered() ?? wholePage)))
}

async function cooked(body: string, signal: AbortSignal): Promise<string | null> {
  const answer = await fetch('/api/v1/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ body }),
    signal,
  })
  return answer.ok ? (await answer.json()).html : null
}

/** The server's own HTML, sanitised there as a post's is; scripts in a parsed document never run. */
function proseOf(html: string): HTMLElement {
  const prose = document.createElement('div')
  prose.className = 'prose'
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  prose.append(...[...body.childNodes].map(node => document.importNode(node, true)))
  return prose
}

function remembered(): boolean | null {
  try {
    const value = localStorage.getItem(REMEMBERED)
    return value === null ? null : value === '1'
  } catch {
    return null
  }
}

function remember(open: boolean): void {
  try {
    localStorage.setItem(REMEMBERED, open ? '1' : '0')
  } catch {
    // Forbidden: then it opens as it did.
  }
}

/**
 * The page wears a look while it is being chosen, and the server says what its contrast comes to. Rules of one's own are
 * worn by the samples alone: this page must stay readable whatever they say.
 */
import { replaceAll } from '../behaviors/swap.ts'
import { announce } from '../lib/say.ts'

/** A hand that slides asks once it rests. */
const REST_MS = 150

export function start(form: HTMLFormElement): void {
  const root = document.documentElement
  const stacks: Readonly<Record<string, string>> = JSON.parse(form.dataset.stacks ?? '{}')
  let rest = 0
  let asking = new AbortController()
  const rules = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, rules]

  const wearRules = () => {
    const css = String(new FormData(form).get('site.css'))
    rules.replaceSync(staysWithin(css) ? `@layer brand{.look-sample{\n${css}\n}}` : '')
  }

  const wear = () => {
    const chosen = new FormData(form)
    const number = (name: string) => Number(chosen.get(name))
    const set = (token: string, value: string | undefined) => value && root.style.setProperty(token, value)
    set('--brand-h', String(number('site.hue')))
    set('--brand-c', String(number('site.vividness') / 100))
    set('--round', String(number('site.roundness') / 10))
    set('--font-display', stacks[String(chosen.get('site.fontDisplay'))])
    set('--font-text', stacks[String(chosen.get('site.fontText'))])
    for (const sample of document.querySelectorAll<HTMLElement>('.look-sample'))
      sample.dataset.fill = chosen.has('site.brightFill') ? 'bright' : 'deep'
    tellNumbers()
  }

  const tellNumbers = () => {
    for (const output of form.querySelectorAll('output')) {
      const input = document.getElementById(output.htmlFor.value)
      output.hidden = false
      if (input instanceof HTMLInputElement) output.value = input.value
    }
  }

  const prove = async () => {
    asking.abort()
    asking = new AbortController()
    const before = document.getElementById('contrast')?.dataset.verdict
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    const answer = await fetch(form.dataset.preview ?? '', {
      method: 'POST',
      body,
      headers: { accept: 'text/html' },
      signal: asking.signal,
    })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (!replaceAll('#contrast', page)) return
    const verdict = document.getElementById('contrast')?.dataset.verdict
    if (verdict && verdict !== before) announce(verdict)
  }

  form.addEventListener('input', event => {
    const id = event.target instanceof HTMLElement ? event.target.id : ''
    if (/css/.test(id)) wearRules()
    // A colour's code is taken by its button; rules change nothing that is proven.
    if (/colour|css/.test(id) || !form.checkValidity()) return
    wear()
    clearTimeout(rest)
    // Without an answer the proof stays as it was; saving proves it anyway.
    rest = window.setTimeout(() => prove().catch(() => undefined), REST_MS)
  })
  tellNumbers()
  wearRules()
}

/** Whether no bracket closes more than was opened: what is half typed must not reach beyond the samples. */
function staysWithin(css: string): boolean {
  let open = 0
  for (const sign of css.replace(/\/\*[\s\S]*?\*\/|"[^"\n]*"|'[^'\n]*'/g, '')) {
    if (sign === '{') open++
    if (sign === '}' && --open < 0) return false
  }
  return true
}

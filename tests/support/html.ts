/** Reads the pages that the server sends. */
import { parseHTML } from 'linkedom'

export type Form = {
  readonly action: string
  readonly values: Readonly<Record<string, string | readonly string[]>>
}

export const parsePage = (html: string): Document => parseHTML(html).document

/** The form of this action, or the first whose action starts with these words, with what a browser would send of it untouched. */
export function formOf(page: Document, action: string): Form {
  // A page that narrows itself by `GET` may be changed under the same address.
  const sent = [...page.querySelectorAll('form[method="post"]')]
  const forms = [...sent, ...page.querySelectorAll('form:not([method="post"])')]
  const form =
    forms.find(one => one.getAttribute('action') === action) ??
    forms.find(one => one.getAttribute('action')?.startsWith(action))
  if (!form) {
    const there = [...page.querySelectorAll('form')].map(one => one.getAttribute('action')).join(', ')
    throw new Error(`no form for ${action} on this page; there are: ${there || 'none'}`)
  }
  const values: Record<string, string[]> = {}
  const add = (name: string, value: string) => {
    values[name] = [...(values[name] ?? []), value]
  }
  for (const field of form.querySelectorAll('input[name], textarea[name], select[name]')) {
    const name = field.getAttribute('name') ?? ''
    const type = field.getAttribute('type') ?? 'text'
    if (field.hasAttribute('disabled') || ['submit', 'button', 'image', 'file'].includes(type)) continue
    if (field.localName === 'textarea') add(name, decode(field.textContent ?? '').replace(/^\n/, ''))
    else if (field.localName === 'select') {
      const options = [...field.querySelectorAll('option')]
      const chosen = options.filter(one => one.hasAttribute('selected'))
      for (const one of chosen.length > 0 ? chosen : options.slice(0, 1)) {
        add(name, one.getAttribute('value') ?? one.textContent ?? '')
      }
    } else if (type !== 'checkbox' && type !== 'radio') add(name, field.getAttribute('value') ?? '')
    else if (field.hasAttribute('checked')) add(name, field.getAttribute('value') ?? 'on')
  }
  return { action: form.getAttribute('action') ?? '', values }
}

/** The parser leaves what stands in a textarea as it is written. */
const decode = (text: string): string => parsePage(`<p>${text}</p>`).querySelector('p')?.textContent ?? ''

/** Addresses of the links that fit, in order. */
export const linksOf = (page: Document, selector = 'a[href]'): string[] =>
  [...page.querySelectorAll(selector)].map(one => one.getAttribute('href') ?? '')

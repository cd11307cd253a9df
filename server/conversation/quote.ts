/** Quoting a post without scripts: its whole text, with who said it and where. */
import { threadPath } from '../threads/ledger.tsx'
import type { Writing } from './drafting.ts'
import type { PostThread } from './post-path.ts'

type Quoted = {
  readonly id: number
  readonly number: number
  readonly body: string
  readonly author: { readonly name: string }
}

/** The form with the post quoted below what is in it already. */
export function quote({ form, composing }: Writing, thread: PostThread, post: Quoted): Writing {
  const before = form.values.body ? `${form.values.body.trimEnd()}\n\n` : ''
  const values = { ...form.values, body: `${before}${quoteOf(thread, post)}\n\n` }
  return { form: { ...form, values }, composing }
}

/** A quote says in its first line whose words they are and where they stand; cooking makes that line its heading. */
function quoteOf(thread: PostThread, { number, body, author }: Quoted): string {
  const source = `[@${author.name}](${threadPath(thread)}/${number}):`
  const lines = [source, ...withoutQuotes(body).trim().split('\n')]
  return lines.map(line => (line === '' ? '>' : `> ${line}`)).join('\n')
}

/** What others said stays behind: a quote of a quote of a quote helps nobody. Signs in code are no quotes. */
function withoutQuotes(body: string): string {
  let fenced = false
  return body
    .split('\n')
    .filter(line => {
      if (/^ {0,3}(```|~~~)/.test(line)) fenced = !fenced
      return fenced || !/^ {0,3}>/.test(line)
    })
    .join('\n')
}

/** The part of mailparser that the tests use; it brings no types. */
declare module 'mailparser' {
  import type { Readable } from 'node:stream'

  export type ParsedMail = {
    readonly from?: { readonly text: string }
    readonly to?: { readonly text: string }
    readonly subject?: string
    readonly text?: string
    readonly html: string | false
    readonly headers: ReadonlyMap<string, unknown>
  }
  export function simpleParser(source: Readable): Promise<ParsedMail>
}

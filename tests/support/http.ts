/** A browser without a browser, whose answers can be looked at as pages. */
import type { IncomingHttpHeaders } from 'node:http'
import { Browser, Answer as PlainAnswer } from '../../server/testing/client.ts'
import { type Form, formOf, parsePage } from './html.ts'

export class Answer extends PlainAnswer {
  private parsed: Document | null = null

  constructor(
    private readonly client: Client,
    url: URL,
    status: number,
    headers: IncomingHttpHeaders,
    bytes: Buffer,
  ) {
    super(client, url, status, headers, bytes)
  }

  get page(): Document {
    this.parsed ??= parsePage(this.text)
    return this.parsed
  }

  /** What a reader sees in the first element that fits, white space folded; null when none does. */
  seen(selector: string): string | null {
    return this.page.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? null
  }

  override async follow(): Promise<Answer> {
    return this.location ? (await this.client.get(this.location)).follow() : this
  }

  /** Fills in and sends the form whose action starts so, as a browser without scripts does; `to` is the pressed button's own address. */
  submit(action: string, values: Form['values'] = {}, to?: string): Promise<Answer> {
    const form = formOf(this.page, action)
    return this.client.post(to ?? form.action, { ...form.values, ...values })
  }
}

export class Client extends Browser<Answer> {
  protected override answer(url: URL, status: number, headers: IncomingHttpHeaders, bytes: Buffer): Answer {
    return new Answer(this, url, status, headers, bytes)
  }
}

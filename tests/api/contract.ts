/** The API as its own document describes it: calls that hold both sides to it. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { formWith, type Sent } from '../support/files.ts'
import type { Answer, Client } from '../support/http.ts'

type Json = Readonly<Record<string, unknown>>

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Json
}

export type Operation = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly tag: string
  readonly parameters: readonly Parameter[]
  /** Of the body, if there is one. */
  readonly media: { readonly type: string; readonly schema: Json; readonly example?: unknown } | null
  readonly answers: Readonly<Record<string, { readonly content?: Readonly<Record<string, Json>> }>>
}

export type Asked = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly file?: Sent
}

export class Contract {
  readonly operations: readonly Operation[]
  /** Ids of the operations that were called and did what they say. */
  readonly done = new Set<string>()
  private readonly fits = new Map<unknown, ValidateFunction>()
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true })

  constructor(document: Json) {
    addFormats.default(this.ajv)
    this.ajv.addSchema(document, 'document')
    this.operations = Object.entries(Object(document.paths)).flatMap(([path, methods]) =>
      Object.entries(Object(methods)).flatMap(([method, given]) => {
        const { operationId, tags, parameters = [], requestBody, responses } = Object(given)
        if (!path.startsWith('/api/')) return []
        const [entry] = Object.entries<Json>(Object(requestBody?.content))
        const media = entry ? { type: entry[0], schema: Object(entry[1].schema), example: entry[1].example } : null
        const about = { id: operationId, method: method.toUpperCase(), path, tag: String(Object(tags)[0]) }
        return { ...about, parameters, media, answers: responses }
      }),
    )
  }

  operation(id: string): Operation {
    const found = this.operations.find(one => one.id === id)
    if (!found) throw new Error(`the document has no operation ${id}`)
    return found
  }

  /** What is wrong with a value by a schema of the document; empty when nothing is. */
  wrong(schema: unknown, value: unknown): string {
    const fits = this.fits.get(schema) ?? this.compile(schema)
    return fits(value) ? '' : this.ajv.errorsText(fits.errors)
  }

  /** Schemas of the document are few and asked for thousands of times. */
  private compile(schema: unknown): ValidateFunction {
    const fits = this.ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')))
    this.fits.set(schema, fits)
    return fits
  }

  /**
   * Calls an operation and holds the answer to what the document says of it.
   * @throws Error when the request is not as described, or the answer is not, or it is a problem
   */
  async call(client: Client, id: string, asked: Asked = {}): Promise<Answer> {
    const operation = this.operation(id)
    const against = this.unlike(operation, asked)
    if (against) throw new Error(`${id} was asked for as its document does not say: ${against}`)
    const answer = await send(client, operation, asked)
    if (answer.status >= 400) throw new Error(`${id} answered ${answer.status}: ${answer.text}`)
    const trouble = this.notAsSaid(operation, answer)
    if (trouble) throw new Error(`${id}: ${trouble}\n${answer.text.slice(0, 500)}`)
    this.done.add(id)
    return answer
  }

  /** How an answer differs from the document; empty when it does not. */
  notAsSaid({ answers }: Operation, { status, headers, text }: Answer): string {
    const said = answers[String(status)] ?? answers[`${Math.floor(status / 100)}XX`]
    if (!said) return `it answered ${status}, of which the document says nothing`
    if (!said.content)
      return text === '' ? '' : `it says something where the document has nothing: ${text.slice(0, 80)}`
    const type = String(headers['content-type']).split(';')[0] ?? ''
    const media = said.content[type]
    return media ? this.wrong(media.schema, JSON.parse(text)) : `it answered with ${type}`
  }

  private unlike({ parameters, media }: Operation, { params = {}, query = {}, body, file }: Asked): string {
    for (const { name, in: place, required } of parameters) {
      const value = place === 'path' ? params[name] : query[name]
      if (required && place !== 'header' && value === undefined) return `without ${name}`
    }
    const unknown = Object.keys(query).find(name => !parameters.some(one => one.in === 'query' && one.name === name))
    if (unknown !== undefined) return `with ${unknown}`
    if (file) return media?.type === 'multipart/form-data' ? '' : 'with a file'
    if (media && body !== undefined) return this.wrong(media.schema, body)
    return media === null && body !== undefined ? 'with a body' : ''
  }
}

/** Sends what is asked, right or wrong. */
export function send(client: Client, { method, path }: Operation, asked: Asked): Promise<Answer> {
  const { params = {}, query = {}, headers = {}, body, file } = asked
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams(query).toString()
  const form = file ? formWith([file]) : null
  return client.send(method, filled + (search && `?${search}`), {
    headers: { 'sec-fetch-site': 'same-origin', ...form?.headers, ...headers },
    ...(form ? { body: form.body } : body !== undefined && { json: body }),
  })
}

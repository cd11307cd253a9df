/** What makes the document readable: words for answers, and an example of each body. */
import { exampleOf, type Shapes } from './example.ts'

type Json = Readonly<Record<string, unknown>>

const ANSWERS: Readonly<Record<string, string>> = {
  '200': 'Done',
  '201': 'Made; the answer is what was made',
  '204': 'Done; there is nothing to say',
  '4XX': 'A problem: `code` says which, `errors` where',
}
const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch'])

/** The document with these. Parts that it does not know stay as they are. */
export function complete<D extends object>(document: D): D {
  const { paths, components } = Object(document)
  const shapes: Shapes = Object(components?.schemas)
  const completed = Object.entries<Json>(Object(paths)).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => [
        method,
        METHODS.has(method) ? completeOperation(Object(operation), shapes) : operation,
      ]),
    ),
  ])
  return { ...document, paths: Object.fromEntries(completed) }
}

function completeOperation(operation: Json, shapes: Shapes): Json {
  const { requestBody, responses, tags } = operation
  const about = String(Object(tags)[0])
  const answers = Object.entries<Json>(Object(responses)).map(([status, answer]) => {
    const description = ANSWERS[status] ?? answer.description
    return [status, { ...withExample(answer, shapes, about), description }]
  })
  return {
    ...operation,
    ...(requestBody !== undefined && { requestBody: withExample(Object(requestBody), shapes, about) }),
    responses: Object.fromEntries(answers),
  }
}

function withExample(holder: Json, shapes: Shapes, about: string): Json {
  if (holder.content === undefined) return holder
  const content = Object.entries<Json>(Object(holder.content)).map(([type, media]) => [
    type,
    type.endsWith('json') ? { ...media, example: exampleOf(media.schema, shapes, about) } : media,
  ])
  return { ...holder, content: Object.fromEntries(content) }
}

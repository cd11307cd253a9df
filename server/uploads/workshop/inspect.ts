/** Finds what a file is in its bytes. What its name or its sender says counts for nothing, except among kinds of text. */
import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { fileTypeFromFile } from 'file-type'
import { isKind, type KindName, TEXT_KINDS } from '../kinds.ts'

/** What our kinds are also called. Everything else that is known is known not to be allowed. */
const SAME: Readonly<Record<string, KindName>> = { apng: 'png', oga: 'ogg', opus: 'ogg', m4v: 'mp4' }

/** What no text has, all control characters but those that break lines and columns: it is something else. */
const BINARY = /[^\P{Cc}\t\n\v\f\r]/u
/** A document for browsers, however it is called. */
const MARKUP = /^\s*<(!doctype|!--|\?xml|(html|head|body|svg|script|iframe|math)\b)/i

/** Null: not a kind that anybody may send. `encoding`: text, but not in UTF-8. */
export async function inspect(path: string, name: string): Promise<KindName | 'encoding' | null> {
  const known = await fileTypeFromFile(path)
  if (known) {
    const kind = SAME[known.ext] ?? known.ext
    return isKind(kind) && !TEXT_KINDS.has(kind) ? kind : null
  }
  const said = extname(name).slice(1).toLowerCase()
  if (!isKind(said) || !TEXT_KINDS.has(said)) return null
  const text = await readText(path)
  return text === 'text' ? said : text
}

async function readText(path: string): Promise<'text' | 'encoding' | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let first = true
  try {
    for await (const chunk of createReadStream(path)) {
      const text = decoder.decode(chunk, { stream: true })
      if (BINARY.test(text) || (first && MARKUP.test(text))) return null
      first = false
    }
    decoder.decode()
    return 'text'
  } catch (error) {
    if (error instanceof TypeError) return 'encoding'
    throw error
  }
}

/** Forms of the composer: what they carry, and that each is answered once however often it is sent. */
import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import type { Ctx, Once } from '../core/context.ts'
import { Gone, Invalid, NotFound } from '../core/errors.ts'
import { Replay } from '../core/idempotency.ts'
import * as drafts from '../drafts/service.ts'

/** `posts.maxLength` is checked by the verbs, and that there is a text only when it is posted. */
const Text = Type.String({ maxLength: 64_000 })

/** What every composer's form carries beside the words. */
export const composerFields = {
  body: Text,
  /** The button that was pressed. */
  intent: Type.Optional(Type.Enum(['post', 'preview', 'draft'])),
  /** Says that two requests are one and the same form. */
  key: Type.Optional(Type.String({ maxLength: 100, pattern: '^[\\w-]*$' })),
  /** The stored draft that the form was opened with. */
  draftVersion: Type.Optional(Type.Union([Type.Integer({ minimum: 0, maximum: 1e9 }), Type.Literal('')])),
} as const

const ComposerFields = Type.Object(composerFields)
export type Composed = Static<typeof ComposerFields>

/** How long the same words in the same place are taken for a second press of the button, whichever window they came from. */
const SAME_WORDS_SECONDS = 10 * 60

/** Browsers end the lines of a text area with CR LF when they send it, scripts with LF. */
export const unixLines = (text: string): string => text.replaceAll('\r\n', '\n')

/** @throws Invalid naming each of these fields that says nothing */
export function requireWords(fields: Readonly<Record<string, string | undefined>>): void {
  const empty = Object.entries(fields).filter(([, text]) => !text?.trim())
  if (empty.length > 0) {
    throw new Invalid(Object.fromEntries(empty.map(([name]) => [name, { key: 'invalid.required' as const }])))
  }
}

type Sending = {
  /** What makes this form the same as another: the place, and all that is posted. */
  readonly content: readonly unknown[]
  readonly key: string | undefined
  /** Key of the draft that it was. */
  readonly draft: string
}

/**
 * Makes something of a form once: pressed twice, reloaded, sent from two windows or again after a lost answer, it leads
 * to what the first one made. Its draft goes in the same transaction.
 * @param make the verb, which answers with the id of what it made
 * @param read finds that again; NotFound or Gone when it is out of sight by now
 */
export async function sendOnce<T>(
  ctx: Ctx,
  { content, key, draft }: Sending,
  make: (ctx: Ctx) => Promise<{ readonly id: number }>,
  read: (ctx: Ctx, id: number) => Promise<T>,
): Promise<T> {
  const also = (inner: Ctx) => drafts.remove(inner, { key: draft })
  try {
    const { id } = await make({ ...ctx, also, once: keysOf(content, key) })
    return await read(ctx, id)
  } catch (error) {
    if (!(error instanceof Replay) || error.resourceId === null) throw error
    const first = await inSight(read(ctx, error.resourceId))
    // Who deleted what they wrote may write the same again.
    if (!first) return read(ctx, (await make({ ...ctx, also })).id)
    await also(ctx)
    return first
  }
}

function keysOf(content: readonly unknown[], key: string | undefined): Once[] {
  const requestHash = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
  const same: Once = { key: `form:${requestHash}`, requestHash, seconds: SAME_WORDS_SECONDS }
  // Other words under the same key are another post: whoever went back and wrote on means both.
  return key ? [same, { key: `form:${key}:${requestHash}`, requestHash }] : [same]
}

async function inSight<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof NotFound || error instanceof Gone) return null
    throw error
  }
}

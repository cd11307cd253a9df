/** What goes over the socket, both ways (docs/API.md, "Live"). */
import { type Static, Type } from 'typebox'
import { strictCheck } from '../http/validation.ts'
import { LOCALES } from '../i18n.ts'

/** A frame is small: the longest names a channel, a position and a language. */
export const MAX_FRAME_BYTES = 4096

const closed = { additionalProperties: false }
const Channel = Type.String({ minLength: 1, maxLength: 100 })
/** Repeated in the answer, so that a client can tell its questions apart. */
const FrameId = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

const ClientFrame = Type.Union([
  Type.Object(
    {
      op: Type.Literal('subscribe'),
      id: Type.Optional(FrameId),
      channel: Channel,
      /** What it has already: events after this position come first. Null or nothing: from now on. */
      after: Type.Optional(Type.Union([Type.String({ pattern: '^\\d{1,15}$' }), Type.Null()])),
      /** Asks for fragments in a language beside the data. */
      html: Type.Optional(Type.Union(LOCALES.map(locale => Type.Literal(locale)))),
    },
    closed,
  ),
  Type.Object({ op: Type.Literal('unsubscribe'), id: Type.Optional(FrameId), channel: Channel }, closed),
  Type.Object({ op: Type.Literal('typing'), id: Type.Optional(FrameId), channel: Channel }, closed),
  Type.Object({ op: Type.Literal('ping') }, closed),
  Type.Object({ op: Type.Literal('pong') }, closed),
])
export type ClientFrame = Static<typeof ClientFrame>
export type Subscribe = Extract<ClientFrame, { op: 'subscribe' }>

/** Why something was not done. */
export type Refusal = 'bad-frame' | 'unknown-channel' | 'forbidden' | 'not-subscribed' | 'too-many'

export type ServerFrame =
  | { readonly op: 'subscribed'; readonly id?: number; readonly channel: string; readonly after: string }
  | { readonly op: 'error'; readonly id?: number; readonly channel?: string; readonly code: Refusal }
  | {
      readonly op: 'event'
      readonly channel: string
      /** The event's position in the log: a client names the last it had when it comes back. */
      readonly id: string
      readonly type: string
      readonly at: string
      readonly data: unknown
      readonly html?: string
    }
  | { readonly op: 'state'; readonly channel: string; readonly data: unknown }
  | { readonly op: 'reset'; readonly channel: string }
  | { readonly op: 'ping' }
  | { readonly op: 'pong' }

const check = strictCheck(ClientFrame)

/** The one reader of what clients send. @returns null for anything but a known frame */
export function readFrame(text: string): ClientFrame | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return check(value) ? value : null
}

/** A frame as it is sent; made once, however many hear it. */
export const writeFrame = (frame: ServerFrame): Buffer => Buffer.from(JSON.stringify(frame))

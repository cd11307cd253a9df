import { Type } from 'typebox'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'

/** @param kinds that this server has */
export const notificationShape = (kinds: Iterable<string>) =>
  Type.Object(
    {
      id: Id,
      kind: Type.Enum([...kinds]),
      actors: Type.Array(PersonJson, { description: 'The newest three' }),
      count: Type.Integer({
        minimum: 1,
        description: 'How many people reacted, or how many new replies there are: at most 100, then there may be more',
      }),
      reactions: Type.Array(Type.String(), { description: 'Of reactions: which there are, the newest first' }),
      note: Type.Union([Type.String(), Type.Null()], {
        description: 'Of a reminder: what the member wrote to themselves',
      }),
      thread: Type.Object({ id: Id, title: Type.String(), url: Type.String() }),
      post: Type.Object({
        id: Id,
        number: Type.Integer({ minimum: 1 }),
        excerpt: Type.String(),
        url: Type.String({ description: 'Of several new replies the first' }),
      }),
      position: Type.String({ description: 'Where it stands in the list; `upTo` takes it' }),
      createdAt: Timestamp,
      updatedAt: Type.String({ format: 'date-time', description: 'When the newest of what it gathers happened' }),
      readAt: Type.Union([Timestamp, Type.Null()]),
    },
    { $id: 'Notification' },
  )

const closed = { additionalProperties: false }

export const ReadInput = Type.Object(
  {
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 100 })),
    upTo: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,15}$',
        description: 'The position of the newest one seen: what came or grew since stays unread',
      }),
    ),
  },
  closed,
)

export const UnreadJson = Type.Object(
  { unread: Type.Integer({ minimum: 0, maximum: 1000, description: '1000 stands for that many or more' }) },
  { $id: 'UnreadNotifications' },
)

/** Kinds among those that members may do without. */
const choiceOf = (choosable: readonly string[]) =>
  Type.Array(Type.Enum([...choosable]), { maxItems: choosable.length, uniqueItems: true })

export const PreferencesJson = Type.Object(
  { quiet: Type.Array(Type.String(), { description: 'Kinds that the member does without' }) },
  { $id: 'NotificationPreferences' },
)

export const preferencesInput = (choosable: readonly string[]) => Type.Object({ quiet: choiceOf(choosable) }, closed)

const Number_ = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const ReadForm = Type.Object(
  {
    id: Type.Optional(Number_),
    upTo: Number_,
    /** Back to the list of the unread. */
    unread: Type.Optional(Type.Literal('true')),
  },
  closed,
)

/** The ticked boxes: what they want to hear of. */
export const kindsForm = (choosable: readonly string[]) =>
  Type.Object({ tell: Type.Optional(choiceOf(choosable)) }, closed)

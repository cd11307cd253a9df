import { Type } from 'typebox'
import { webhookDeliveries, webhooks } from '../../db/tables/index.ts'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'
import { EVENTS } from './events.ts'

const Url = Type.String({ minLength: 1, maxLength: 2000, description: 'http or https, without a name and password' })
const Description = Type.String({ maxLength: 200 })
const EventNames = Type.Array(Type.Enum([...EVENTS]), { minItems: 1, maxItems: EVENTS.length })
const Category = Type.Union([Id, Type.Null()], { description: 'Only what happens there and within; null: everywhere' })

const closed = { additionalProperties: false }

export const WebhookInput = Type.Object(
  {
    url: Url,
    description: Type.Optional(Description),
    events: EventNames,
    categoryId: Type.Optional(Category),
  },
  closed,
)

export const WebhookChange = Type.Object(
  {
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    events: Type.Optional(EventNames),
    categoryId: Type.Optional(Category),
    active: Type.Optional(Type.Boolean()),
  },
  closed,
)

const fields = {
  id: Id,
  url: Type.String(),
  description: Type.String(),
  events: Type.Array(Type.String()),
  categoryId: Category,
  owner: Type.Union([PersonJson, Type.Null()], { description: 'It hears what they may see; null: they have left' }),
  active: Type.Boolean(),
  stopReason: Type.Union([Type.Enum([...webhooks.stopReason.enumValues]), Type.Null()], {
    description: 'Why it stopped by itself',
  }),
  failingSince: Type.Union([Timestamp, Type.Null()], { description: 'Since when nothing has arrived' }),
  previousSecretUntil: Type.Union([Timestamp, Type.Null()], {
    description: 'Until when the secret before signs as well',
  }),
  createdAt: Timestamp,
}

export const WebhookJson = Type.Object(fields, { $id: 'Webhook' })

export const WebhookWithSecretJson = Type.Object(
  {
    ...fields,
    secret: Type.Optional(
      Type.String({ description: 'What signs deliveries, given once: a repeated request is answered without it' }),
    ),
  },
  { $id: 'WebhookWithSecret' },
)

const ID = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
export const DeliveryParams = Type.Object({ id: ID, deliveryId: ID })

export const DeliveryJson = Type.Object(
  {
    id: Id,
    type: Type.String({ description: 'The name of the event, or `ping`' }),
    at: Type.String({ format: 'date-time', description: 'When it happened' }),
    status: Type.Enum([...webhookDeliveries.status.enumValues], { description: '`failed` is tried again' }),
    attempts: Type.Integer(),
    nextAt: Type.Union([Timestamp, Type.Null()], { description: 'When it is tried next' }),
    lastStatus: Type.Union([Type.Integer(), Type.Null()], { description: 'HTTP status of the last answer' }),
    trouble: Type.Union([Type.Enum([...webhookDeliveries.trouble.enumValues]), Type.Null()], {
      description: 'Why there was no answer',
    }),
    answer: Type.String({ description: 'Its beginning' }),
    tookMs: Type.Union([Type.Integer(), Type.Null()]),
  },
  { $id: 'WebhookDelivery' },
)

/** The form of a webhook. One box that is ticked comes as a text, several as a list. */
export const WebhookForm = Type.Object(
  {
    url: Url,
    description: Type.Optional(Description),
    events: Type.Optional(EventNames),
    /** Empty: everywhere. */
    categoryId: Type.Optional(Type.String({ pattern: '^([1-9][0-9]{0,14})?$' })),
  },
  closed,
)

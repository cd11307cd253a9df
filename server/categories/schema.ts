import { Type } from 'typebox'
import { Id } from '../core/http/schemas.ts'

/** The named tones of the design language that a category may wear. */
export const TONES = ['stone', 'brick', 'rust', 'honey', 'moss', 'fern', 'tarn', 'sky', 'iris', 'heather'] as const

const Slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 1, maxLength: 60 })

const GroupSlugs = Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100 })
/** Slugs of groups per right. */
const RightsInput = Type.Object(
  { see: GroupSlugs, reply: GroupSlugs, create: GroupSlugs, moderate: GroupSlugs },
  { additionalProperties: false },
)

export const CategoryInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    slug: Slug,
    description: Type.Optional(Type.String({ maxLength: 300 })),
    tone: Type.Optional(Type.Enum([...TONES])),
    parentId: Type.Optional(Type.Union([Id, Type.Null()])),
    rights: Type.Optional(RightsInput),
  },
  { additionalProperties: false },
)

export const CategoryJson = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    description: Type.String(),
    tone: Type.String(),
    parentId: Type.Union([Id, Type.Null()]),
    threadCount: Type.Integer(),
    postCount: Type.Integer(),
    mayCreate: Type.Boolean(),
    mayReply: Type.Boolean(),
    url: Type.String(),
  },
  { $id: 'Category' },
)

export const PlaceInput = Type.Object(
  {
    parentId: Type.Union([Id, Type.Null()], { description: 'The category that it stands below; null at the top' }),
    before: Type.Union([Id, Type.Null()], {
      description: 'The sibling that it comes right before; null for the last place',
    }),
  },
  { additionalProperties: false },
)

export const OrderJson = Type.Object(
  { items: Type.Array(Type.Object({ id: Id, parentId: Type.Union([Id, Type.Null()]) })) },
  { $id: 'CategoryOrder', description: 'Parents before their children, siblings in their order' },
)

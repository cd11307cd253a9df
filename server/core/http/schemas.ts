/** Shapes that every part of the API shares. */
import { type TSchema, Type } from 'typebox'
import { avatarPath } from '../avatars.ts'

/** Ids travel as strings: a JSON number loses digits beyond 2^53. */
export const Id = Type.String({ pattern: '^[1-9][0-9]{0,14}$', description: 'A decimal number as a string' })

export const IdParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) })

export const Timestamp = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' })

export const ListQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
)

/** One page of a list; of things that have a name in the document, it has one too. */
export function listOf<T extends TSchema>(items: T) {
  const name: unknown = Object(items).$id
  return Type.Object(
    {
      items: Type.Array(items),
      nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'For the next page; null on the last' }),
    },
    typeof name === 'string' ? { $id: `${name}Page` } : {},
  )
}

export const Nothing = Type.Null()

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    errors: Type.Array(Type.Object({ path: Type.String(), message: Type.String() })),
  },
  { $id: 'Problem', description: 'RFC 9457' },
)

/** A member's picture. */
export const AvatarUrl = Type.Union([Type.String(), Type.Null()], {
  description: 'Path of the picture, 192 pixels square; there are 48, 96 and 384 too. Null: the generated face',
})

export const avatarUrl = (key: string | null): string | null => key && avatarPath(key, 192)

export const PersonJson = Type.Object(
  { id: Id, name: Type.String(), displayName: Type.String(), avatarUrl: AvatarUrl },
  { $id: 'Person' },
)

type PersonFacts = {
  readonly id: number
  readonly name: string
  readonly displayName: string
  readonly avatar: string | null
}

/** A person as JSON. */
export const personJson = ({ id, name, displayName, avatar }: PersonFacts) => ({
  id: String(id),
  name,
  displayName,
  avatarUrl: avatarUrl(avatar),
})

/** The version that an `If-Match` header names; undefined for none or `*`. */
export function ifMatch(header: string | string[] | undefined): number | undefined {
  const version = typeof header === 'string' ? /^(?:W\/)?"v(\d{1,9})"$/.exec(header)?.[1] : undefined
  if (version !== undefined) return Number(version)
  // A tag that is not ours matches nothing, rather than everything.
  return header === undefined || header === '*' ? undefined : 0
}

export const etagOf = (version: number): string => `"v${version}"`

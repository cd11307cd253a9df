import { type Static, Type } from 'typebox'
import { Id, Timestamp } from '../core/http/schemas.ts'
import { AUTO_FOLLOW } from '../members/schema.ts'

export const KINDS = ['thread', 'category', 'tag'] as const
export type Kind = (typeof KINDS)[number]

export const Level = Type.Union([Type.Literal('follow'), Type.Literal('mute')])
/** `usual` is what holds where nothing was said. */
export type Level = Static<typeof Level>

export const LevelInput = Type.Object({ level: Level }, { additionalProperties: false })

export const LevelForm = Type.Object(
  {
    level: Type.Union([Level, Type.Literal('usual')]),
    /** The list in the settings that the form stands in, if it is not the thing's own page. */
    from: Type.Optional(Level),
  },
  { additionalProperties: false },
)

export const AutoFollowForm = Type.Object({ autoFollow: Type.Enum([...AUTO_FOLLOW]) }, { additionalProperties: false })

export const FollowJson = Type.Object(
  {
    kind: Type.Union(KINDS.map(kind => Type.Literal(kind))),
    id: Id,
    name: Type.String({ description: 'The title of a thread, the name of a category or tag' }),
    level: Level,
    createdAt: Timestamp,
    url: Type.String(),
  },
  { $id: 'Follow' },
)

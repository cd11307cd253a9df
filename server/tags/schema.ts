import { Type } from 'typebox'
import { Id } from '../core/http/schemas.ts'

/** A name as it is typed; what it may be is decided when it is known which tag is meant. */
const TagName = Type.String({ minLength: 1, maxLength: 200 })
const Description = Type.String({ maxLength: 300 })

export const TagNames = Type.Array(TagName, {
  maxItems: 40,
  description: 'Names or slugs; those that are not there yet are made for who may make them',
})

export const TagRefJson = Type.Object({ slug: Type.String(), name: Type.String() }, { $id: 'TagRef' })

export const TagJson = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    description: Type.String(),
    threadCount: Type.Integer({ description: 'Threads with it in the categories that you see' }),
    synonyms: Type.Array(TagRefJson, { description: 'Other names that mean this tag' }),
    url: Type.String(),
  },
  { $id: 'Tag' },
)

const Slug = Type.String({ minLength: 1, maxLength: 200 })
export const TagParams = Type.Object({ slug: Slug })
export const SynonymParams = Type.Object({ slug: Slug, synonym: Slug })

const closed = { additionalProperties: false }

export const TagInput = Type.Object({ name: TagName, description: Type.Optional(Description) }, closed)

export const TagChange = Type.Object(
  {
    name: Type.Optional(TagName),
    description: Type.Optional(Description),
    listed: Type.Optional(Type.Boolean({ description: 'Shown to all even where no thread in sight has it' })),
  },
  closed,
)

export const SynonymInput = Type.Object({ name: TagName }, closed)
export const MergeInput = Type.Object({ into: TagName }, closed)

/** The form of a tag's page. */
export const TagForm = Type.Object(
  { name: TagName, description: Description, listed: Type.Optional(Type.Literal('on')) },
  closed,
)

import { Type } from 'typebox'
import { Id } from '../core/http/schemas.ts'

/** A name as it is typed; what it may be is decided when it is known which tag is meant. */
export const TagName = Type.String({ minLength: 1, maxLength: 200 })

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

export const TagParams = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 200 }) })

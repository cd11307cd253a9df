import { Type } from 'typebox'
import { FILE_SCHEMA } from '../core/http/form-file.ts'
import { Id, Timestamp } from '../core/http/schemas.ts'

const Pixels = Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { description: 'Of pictures' })

export const UploadJson = Type.Object(
  {
    id: Id,
    key: Type.String({ description: 'Stands in its address; cannot be guessed' }),
    name: Type.String({ description: 'Made safe, with the ending of what it is' }),
    type: Type.String({ description: 'The content type that was found' }),
    kind: Type.Enum(['image', 'file']),
    width: Pixels,
    height: Pixels,
    bytes: Type.Integer({ description: 'All that is stored of it, sizes included' }),
    url: Type.String({ description: 'Path of the file' }),
    markdown: Type.String({ description: 'What to write in a post to show it' }),
    createdAt: Timestamp,
  },
  { $id: 'Upload' },
)

/** For the document: the handler takes the form in itself. */
export const UploadForm = {
  type: 'object',
  required: ['file'],
  additionalProperties: false,
  properties: { file: FILE_SCHEMA, purpose: { type: 'string', enum: ['post'] } },
} as const

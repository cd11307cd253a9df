/** Shapes of what comes in and of what leaves as JSON. */
import { Id, type PluginThread, Timestamp, type TSchema, Type } from 'guildhall/plugin'
import type { Marked, QuestionState } from './queries.ts'

const Positive = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

export const QuestionParams = Type.Object({ threadId: Positive })

export const AnswerParams = Type.Object({ threadId: Positive, postId: Positive })

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const MarkJson = Type.Object(
  {
    postId: Id,
    number: Type.Integer({ minimum: 2, description: 'Of the post in its thread' }),
    by: Type.Union([Type.Object({ id: Id, name: Type.String(), displayName: Type.String() }), Type.Null()], {
      description: 'Null: an import said so',
    }),
    at: Timestamp,
  },
  { $id: 'MarkedAnswer' },
)

export const QuestionJson = Type.Object(
  {
    threadId: Id,
    status: Type.Enum(['open', 'answered']),
    accepted: nullable(MarkJson),
    verified: Type.Array(MarkJson),
    sameCount: Type.Integer({ minimum: 0, description: 'How many others have the same question' }),
    mine: Type.Boolean({ description: 'Whether the caller is one of them' }),
  },
  { $id: 'Question' },
)

type Parts = { readonly thread: PluginThread; readonly state: QuestionState; readonly mine: boolean }

export const questionJson = ({ thread, state, mine }: Parts) => ({
  threadId: String(thread.id),
  status: thread.status,
  accepted: state.accepted && markJson(state.accepted),
  verified: state.verified.map(markJson),
  sameCount: state.same,
  mine,
})

const markJson = ({ postId, number, by, at }: Marked) => ({
  postId: String(postId),
  number,
  by: by && { ...by, id: String(by.id) },
  at: at.toISOString(),
})

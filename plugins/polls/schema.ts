/** Shapes of what comes in and of what leaves as JSON. */
import { Id, listOf, Timestamp, type TSchema, Type } from 'guildhall/plugin'
import { KINDS, SHOWN } from './definition.ts'
import type { Ballot, PollState } from './queries.ts'

export const PollParams = Type.Object({
  postId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  place: Type.Integer({ minimum: 0, maximum: 1000 }),
})

/** More than any poll has options. */
const MOST = 1000

export const Choice = Type.Array(Type.Integer({ minimum: 0, maximum: MOST }), {
  maxItems: MOST,
  description:
    'Numbers of options, from 0: of a single choice one, of a multiple one all chosen, of a ranked one from the first on. Of a rating: for each option its score, 1 to 5, or 0',
})

export const VotersQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })

/** A form: a radio button, check boxes, or a list for each option. */
export const BallotForm = Type.Object({ choice: Type.Optional(Choice) }, { additionalProperties: false })

export const PostParams = Type.Object({ postId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) })

export const BallotInput = Type.Object({ choice: Choice }, { additionalProperties: false })

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

const ResultJson = Type.Object(
  {
    options: Type.Array(
      Type.Object({
        count: Type.Integer({ minimum: 0, description: 'Votes that name it; first places; votes that score it' }),
        share: Type.Number({ description: 'Of all votes, from 0 to 1' }),
        average: nullable(Type.Number()),
        spread: nullable(Type.Number({ description: 'Standard deviation' })),
        scores: Type.Array(Count, { description: 'Of a rating: how often each score was given, from 1 on' }),
      }),
    ),
    rounds: Type.Array(
      Type.Object({
        counts: Type.Array(nullable(Count), { description: 'By option; null for those that are out' }),
        spent: Type.Integer({ minimum: 0, description: 'Votes that name none of those left' }),
        out: Type.Array(Count, { description: 'Options that leave after this round' }),
      }),
      { description: 'Of a ranked poll: the instant run-off' },
    ),
    leaders: Type.Array(Count, { description: 'Options that none is before' }),
  },
  { $id: 'PollResult' },
)

export const PollJson = Type.Object(
  {
    postId: Id,
    place: Type.Integer({ minimum: 0, description: 'Among the polls of its post, from 0' }),
    question: Type.String(),
    options: Type.Array(Type.String()),
    kind: Type.Enum([...KINDS]),
    named: Type.Boolean({ description: 'Whether everybody sees who voted what' }),
    fixed: Type.Boolean({ description: 'Whether votes stay as they were given' }),
    results: Type.Enum([...SHOWN], { description: 'When results are shown: at once, to who has voted, once closed' }),
    closesAt: nullable(Timestamp),
    closed: Type.Boolean(),
    votes: Count,
    own: nullable(Type.Array(Count, { description: 'What the caller chose' })),
    result: nullable(ResultJson),
  },
  { $id: 'Poll' },
)

export const PollsJson = Type.Object({ items: Type.Array(PollJson) }, { $id: 'Polls' })

const BallotJson = Type.Object(
  {
    choice: Type.Array(Count),
    count: Type.Integer({ minimum: 1, description: 'Of an anonymous poll: how many voted so' }),
    member: nullable(Type.Object({ id: Id, name: Type.String(), displayName: Type.String() })),
    at: nullable(Timestamp),
  },
  { $id: 'PollBallot' },
)

export const BallotsJson = listOf(BallotJson)

export const pollJson = ({ postId, poll, closed, votes, own, result }: PollState) => ({
  postId: String(postId),
  place: poll.place,
  question: poll.question,
  options: poll.options,
  kind: poll.kind,
  named: poll.named,
  fixed: poll.fixed,
  results: poll.results,
  closesAt: poll.closes?.toISOString() ?? null,
  closed,
  votes,
  own,
  result: result && { options: result.options, rounds: result.rounds, leaders: result.leaders },
})

export const ballotJson = ({ member, at, ...ballot }: Ballot) => ({
  ...ballot,
  member: member && { ...member, id: String(member.id) },
  at: at?.toISOString() ?? null,
})

import { type TSchema, Type } from 'typebox'
import { STANDINGS } from '../core/events/standing.ts'
import { Id, ListQuery, Timestamp } from '../core/http/schemas.ts'
import { JOB_STATES } from '../core/job-list.ts'

const Maybe = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])

const FindingJson = Type.Object(
  {
    check: Type.String(),
    result: Type.Enum(['ok', 'warn', 'fail']),
    says: Type.String({ description: 'What was found, and what to do about it' }),
  },
  { $id: 'Finding' },
)

export const ExaminationJson = Type.Object(
  {
    id: Id,
    askedAt: Timestamp,
    doneAt: Maybe(Timestamp),
    findings: Type.Array(FindingJson),
    files: Type.Integer({ description: 'Uploads that were there' }),
    bytes: Type.Integer({ description: 'The room that they take' }),
  },
  { $id: 'Examination' },
)

const Bytes = Type.Integer({ description: 'Bytes' })

export const SystemJson = Type.Object(
  {
    versions: Type.Object({
      guildhall: Type.String(),
      node: Type.String(),
      postgresql: Type.String(),
      schema: Type.String({ description: 'The newest change that was made to the database' }),
    }),
    process: Type.Object(
      { id: Type.Integer(), startedAt: Timestamp, memory: Bytes, sockets: Type.Integer() },
      { description: 'The one that answered' },
    ),
    processes: Type.Integer({ description: 'All that use this database' }),
    machine: Type.Object({ memory: Bytes, memoryFree: Bytes, disk: Maybe(Bytes), diskFree: Maybe(Bytes) }),
    database: Type.Object({ bytes: Bytes, connections: Type.Integer(), maxConnections: Type.Integer() }),
    findings: Type.Array(FindingJson, { description: 'What can be told at once' }),
    examination: Maybe(ExaminationJson),
  },
  { $id: 'System' },
)

export const JobsQuery = Type.Object(
  { ...ListQuery.properties, state: Type.Optional(Type.Enum([...JOB_STATES])) },
  { additionalProperties: false },
)

export const JobJson = Type.Object(
  {
    id: Id,
    name: Type.String(),
    state: Type.Enum([...JOB_STATES], { description: 'failed: it is tried again by itself, at runAt' }),
    ids: Type.Record(Type.String(), Type.Number(), { description: 'The numbers that it was given, which are ids' }),
    attempts: Type.Integer(),
    maxAttempts: Type.Integer(),
    addedAt: Timestamp,
    runAt: Timestamp,
    startedAt: Maybe(Timestamp),
    trouble: Maybe(Type.String({ description: 'Why it failed last' })),
  },
  { $id: 'Job' },
)

export const ScheduleJson = Type.Object(
  {
    job: Type.String(),
    cron: Type.String({ description: 'Five fields of cron, in UTC' }),
    lastAt: Maybe(Timestamp),
    nextAt: Maybe(Timestamp),
  },
  { $id: 'Schedule' },
)

export const Retried = Type.Object({ count: Type.Integer({ description: 'How many are tried now' }) })

export const ConsumerParams = Type.Object({ name: Type.String({ maxLength: 80 }) })

export const ConsumerJson = Type.Object(
  {
    name: Type.String(),
    state: Type.Enum([...STANDINGS]),
    position: Type.Integer({ description: 'What it has read of the log' }),
    behind: Type.Integer({ description: 'How many events it has not had' }),
    behindSeconds: Type.Integer({ description: 'Age of the oldest of them' }),
    after: Maybe(Type.String({ description: 'It goes no further than this one' })),
    failures: Type.Integer(),
    failingSince: Maybe(Timestamp),
    trouble: Maybe(Type.String({ description: 'Why it failed last' })),
  },
  { $id: 'Consumer' },
)

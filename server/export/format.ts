/**
 * Our own export: one JSON object on each line of `community.jsonl`, beside it the bytes of uploads in `files/`. What a
 * line is, its `type` says; a line names others by what they are called in this file. docs/EXPORT.md is its description.
 */
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { parseJson } from '../core/text/json.ts'

/** Raised when an older importer could no longer read it. */
export const FORMAT = 1
export const LINES = 'community.jsonl'
export const FILES = 'files/'

const Id = Type.String({ pattern: '^[1-9]\\d{0,14}$' })
const MaybeId = Type.Union([Id, Type.Null()])
const Text = Type.String()
const MaybeText = Type.Union([Text, Type.Null()])
const At = Type.String({ pattern: '^\\d{4,6}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' })
const MaybeAt = Type.Union([At, Type.Null()])
const Slugs = Type.Array(Text)
const Audience = Type.Union([Type.Literal('everyone'), Type.Literal('members'), Type.Literal('nobody')])
const Count = Type.Integer({ minimum: 0 })

/** Out of sight, and by whom. */
const Removal = { hiddenAt: MaybeAt, deletedAt: MaybeAt, deletedBy: MaybeId, deleteReason: Text }

const SHAPES = {
  /** The first line. */
  community: Type.Object({
    type: Type.Literal('community'),
    format: Type.Integer(),
    origin: Text,
    exportedAt: At,
  }),
  setting: Type.Object({ type: Type.Literal('setting'), key: Text, value: Type.Unknown() }),
  group: Type.Object({ type: Type.Literal('group'), slug: Text, name: Text, mentionable: Type.Boolean() }),
  permission: Type.Object({ type: Type.Literal('permission'), permission: Text, groups: Slugs }),
  member: Type.Object({
    type: Type.Literal('member'),
    id: Id,
    name: Text,
    displayName: MaybeText,
    email: Text,
    emailVerifiedAt: MaybeAt,
    about: Text,
    fields: Type.Optional(Type.Record(Type.String(), Text)),
    locale: MaybeText,
    theme: Text,
    density: Text,
    avatarKey: MaybeText,
    profileAudience: Audience,
    activityAudience: Audience,
    profileIndexed: Type.Boolean(),
    quietKinds: Type.Array(Text),
    autoFollow: MaybeText,
    trustLevel: Type.Integer({ minimum: 0, maximum: 4 }),
    suspendedUntil: MaybeAt,
    createdAt: At,
    lastSeenAt: At,
    groups: Slugs,
  }),
  category: Type.Object({
    type: Type.Literal('category'),
    id: Id,
    slug: Text,
    name: Text,
    description: Text,
    tone: Text,
    parent: MaybeId,
    rights: Type.Object({ see: Slugs, reply: Slugs, create: Slugs, moderate: Slugs }),
  }),
  tag: Type.Object({
    type: Type.Literal('tag'),
    slug: Text,
    name: Text,
    description: Text,
    listed: Type.Boolean(),
    /** The slug of the tag that it stands for. */
    synonymOf: MaybeText,
  }),
  upload: Type.Object({
    type: Type.Literal('upload'),
    key: Type.String({ pattern: '^[\\w-]{22}$' }),
    member: Id,
    purpose: Type.Union([Type.Literal('post'), Type.Literal('avatar')]),
    name: Text,
    contentType: Text,
    bytes: Count,
    width: Type.Union([Count, Type.Null()]),
    height: Type.Union([Count, Type.Null()]),
    variants: Type.Array(
      Type.Object({
        width: Count,
        height: Count,
        format: Text,
        bytes: Count,
        key: Type.String({ pattern: '^[\\w-]{22}(\\.[\\w-]+)*$' }),
      }),
    ),
    createdAt: At,
  }),
  thread: Type.Object({
    type: Type.Literal('thread'),
    id: Id,
    category: Id,
    author: Id,
    title: Text,
    kind: Text,
    status: Type.Optional(Text),
    fields: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
    createdAt: At,
    views: Count,
    pinned: Type.Boolean(),
    lockedAt: MaybeAt,
    ...Removal,
    tags: Slugs,
  }),
  post: Type.Object({
    type: Type.Literal('post'),
    id: Id,
    thread: Id,
    number: Type.Integer({ minimum: 1 }),
    author: Id,
    /** The number of the post in the same thread that it answers. */
    replyTo: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    body: Text,
    createdAt: At,
    version: Type.Integer({ minimum: 1 }),
    editedAt: MaybeAt,
    editor: MaybeId,
    editReason: Text,
    wiki: Type.Boolean(),
    ...Removal,
    reactions: Type.Array(Type.Object({ member: Id, key: Text, at: At })),
    /** Reactions of which only the number is known. */
    tallies: Type.Array(Type.Object({ key: Text, count: Count })),
    /** Its earlier versions. */
    history: Type.Array(
      Type.Object({
        version: Type.Integer({ minimum: 1 }),
        body: Text,
        title: MaybeText,
        editor: Id,
        reason: Text,
        at: At,
      }),
    ),
  }),
  bookmark: Type.Object({
    type: Type.Literal('bookmark'),
    member: Id,
    post: Id,
    note: Text,
    remindAt: MaybeAt,
    createdAt: At,
  }),
  follow: Type.Object({
    type: Type.Literal('follow'),
    member: Id,
    kind: Type.Union([Type.Literal('thread'), Type.Literal('category'), Type.Literal('tag')]),
    /** The thread's or category's id, the tag's slug. */
    target: Text,
    level: Type.Union([Type.Literal('follow'), Type.Literal('mute')]),
    createdAt: At,
  }),
  read: Type.Object({ type: Type.Literal('read'), member: Id, thread: Id, lastNumber: Count, readAt: At }),
  draft: Type.Object({
    type: Type.Literal('draft'),
    member: Id,
    key: Text,
    body: Text,
    fields: Type.Record(Type.String(), Type.Unknown()),
    uploads: Type.Array(Text),
    createdAt: At,
    updatedAt: At,
  }),
  /** A saved search: the parameters of its address. */
  search: Type.Object({
    type: Type.Literal('search'),
    member: Id,
    name: Text,
    query: Type.Record(Type.String(), Text),
    createdAt: At,
  }),
  /** What was imported before, so that its old addresses lead on. */
  import: Type.Object({
    type: Type.Literal('import'),
    source: Text,
    kind: Text,
    sourceId: Text,
    target: Text,
    extra: Type.Unknown(),
  }),
  /** A row that a plugin keeps (`polls.ballots`); which of its parts are ids, the plugin says. */
  kept: Type.Object({ type: Type.Literal('kept'), name: Text, row: Type.Record(Type.String(), Type.Unknown()) }),
  /** The last line: without it the file has been cut off. */
  end: Type.Object({ type: Type.Literal('end'), lines: Count }),
} as const

export type LineType = keyof typeof SHAPES
export type Line<T extends LineType = LineType> = { [K in T]: Static<(typeof SHAPES)[K]> }[T]

const isType = (value: unknown): value is LineType => typeof value === 'string' && Object.hasOwn(SHAPES, value)

const checks = new Map<LineType, ReturnType<typeof Compile>>()

/** Reads one line. @throws Error that says what is wrong with it */
export function parseLine(text: string): Line {
  const value = parseJson(text)
  const type: unknown = Object(value).type
  if (!isType(type)) throw new Error(`a line of the unknown type ${JSON.stringify(type)}`)
  const check = checks.get(type) ?? Compile(SHAPES[type])
  checks.set(type, check)
  const [problem] = check.Check(value) ? [] : check.Errors(value)
  if (problem) throw new Error(`${type}${problem.instancePath} ${problem.message}`)
  // Checked by the schema that the type is made of.
  return value as Line
}

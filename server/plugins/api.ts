/** `guildhall/plugin`: all that a plugin may import. What is not here may change from one release to the next. */
export { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
export {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  type PgSchema,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
export { type TSchema, Type } from 'typebox'
export { AppError, Conflict, Forbidden, Gone, Invalid, NotFound, NotSignedIn } from '../core/errors.ts'
export type { DomainEvent, DomainEvents, EventType } from '../core/events/emit.ts'
export type { Find, Sought } from '../core/finders.ts'
export { Id, ListQuery, listOf, Timestamp } from '../core/http/schemas.ts'
export { type KeptRow, takeAll } from '../core/keeps.ts'
export type { FieldValues, KindField, Status } from '../core/kinds.ts'
export type { FieldTexts, MemberField } from '../core/member-fields.ts'
export type { FilterPoint, FilterPoints } from '../core/points.ts'
export { blocksIn, type TypedBlock } from '../core/text/typed-blocks.ts'
export type { VerbLine } from '../core/verb-line.ts'
export type { TableRow } from '../site/csv.ts'
export { Icon } from '../site/icon.tsx'
export type { Thing } from '../site/json-ld.tsx'
export { Layout } from '../site/layout.tsx'
export type { PageContext } from '../site/page.ts'
export type { FormState, PageAnswer, TableAnswer } from '../site/routes.ts'
export type { DescribedPost, ShownBlock, ShownKindPost, ShownPost, ShownThread } from '../site/showing.ts'
export { Time } from '../site/time.tsx'
export type { Imported, PluginCtx, PluginPost, PluginThread, ThreadsIn, Told, ViewerCtx } from './context.ts'
export {
  type Capability,
  definePlugin,
  type Plugin,
  type PluginApi,
  type PluginChannel,
  type PluginDemo,
  type PluginHost,
  type PluginKept,
  type PluginKind,
  type PluginNotification,
  type PluginPages,
  type PluginSearch,
  type PluginSetting,
  type PluginVerb,
  type ViewerSlot,
  type ViewParts,
  type Words,
} from './declaration.ts'
export { type AskOptions, type OutsideAnswer, Unreachable } from './outside.ts'

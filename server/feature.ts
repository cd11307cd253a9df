/** A feature says what it has in one declaration, the shape a plugin will use too; app.ts lists the features in order. */
import type { FastifyInstance } from 'fastify'
import type { CacheDefinition } from './core/cache.ts'
import type { Ctx, Host } from './core/context.ts'
import type { DomainEvent, EventType } from './core/events/emit.ts'
import type { Consumer } from './core/events/log.ts'
import type { Finder } from './core/finders.ts'
import type { ApiRoutes } from './core/http/api.ts'
import type { Jobs, Schedule } from './core/jobs.ts'
import type { Keeping } from './core/keeps.ts'
import type { Kind } from './core/kinds.ts'
import type { LiveChannel } from './core/live/channel.ts'
import type { MemberField } from './core/member-fields.ts'
import type { NotificationKind } from './core/notification-kinds.ts'
import type { PermissionDeclarations, Policies } from './core/permissions.ts'
import type { Filters } from './core/points.ts'
import type { SettingDeclarations } from './core/settings.ts'
import type { VerbLine } from './core/verb-line.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { OwnState } from './site/own-state.ts'
import type { Snippet } from './site/page.ts'
import type { PageRoutes } from './site/routes.ts'
import type { Showing } from './site/showing.ts'
import type { Site } from './site/site.ts'

/** What raw routes may use. */
export type RouteParts = { readonly site: Site; readonly metrics: Metrics | null; readonly context: () => Ctx }

/** The sample community, once it is there: its threads by name, with ids of their posts in order. */
export type DemoStage = {
  readonly places: ReadonlyMap<string, { readonly id: number; readonly posts: readonly number[] }>
  /** Names of the members who take part. */
  readonly people: readonly string[]
  /** The context of one of them. */
  readonly as: (name: string) => Ctx
}

/** A verb of the command line. */
export type FeatureVerb = {
  /** Its flags by their names. */
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>
  /** How many words may stand beside them. */
  readonly positionals: number
  readonly run: (ctx: Ctx, line: VerbLine) => Promise<void>
}

export type Feature = {
  readonly id: string
  readonly settings?: SettingDeclarations
  readonly permissions?: PermissionDeclarations
  readonly policies?: Policies
  readonly caches?: readonly CacheDefinition<unknown>[]
  readonly consumers?: readonly Consumer[]
  /** Follows the log in this process, from its start on, for what it holds in memory. What must not be missed is a consumer's. */
  readonly follow?: (host: Host, events: readonly DomainEvent[]) => void
  readonly jobs?: Jobs
  readonly schedules?: readonly Schedule[]
  /** Changes or refuses what others are about to do. */
  readonly filters?: Filters
  /** What it keeps that an export takes along, by names of the sort `polls.ballots`. */
  readonly keeps?: Readonly<Record<string, Keeping>>
  /** What search finds of it, by names of the sort `shelf.books`. */
  readonly finders?: Readonly<Record<string, Finder>>
  /** Kinds of threads, by their names. */
  readonly kinds?: Readonly<Record<string, Kind>>
  /** What members may say of themselves, by the fields' names. */
  readonly memberFields?: Readonly<Record<string, MemberField>>
  /** Kinds of notifications, by their names. */
  readonly notifications?: Readonly<Record<string, NotificationKind>>
  /** What it shows on pages of others. */
  readonly showings?: readonly Showing[]
  /** What beside posts is one reader's own. */
  readonly own?: OwnState
  /** Buttons of the composer that put a text in. */
  readonly snippets?: readonly Snippet[]
  /** Events that name a thread whose page shows something else after them: open ones read themselves again. */
  readonly refreshes?: readonly EventType[]
  /** What can be listened to over the socket. */
  readonly live?: (site: Site, refreshes: readonly EventType[]) => readonly LiveChannel[]
  /** Paths of one part that are its alone. */
  readonly claims?: readonly string[]
  /** What it adds to the sample community: a folder of threads, and what is done when all are written. */
  readonly demo?: { readonly threads: string | null; readonly play: (stage: DemoStage) => Promise<void> }
  /** Verbs of the command line, by their names. */
  readonly verbs?: Readonly<Record<string, FeatureVerb>>
  /** HTML pages and the forms on them. */
  readonly pages?: (routes: PageRoutes, host: Host) => void
  /** JSON under /api/v1. */
  readonly api?: (routes: ApiRoutes, host: Host) => void
  /** Pages and JSON that take files: only these routes understand forms with a file (core/http/form-file.ts). */
  readonly files?: (routes: { readonly pages: PageRoutes; readonly api: ApiRoutes }) => void
  /** Answers that are neither: files, health. */
  readonly routes?: (scope: FastifyInstance, parts: RouteParts) => void
  /** Takes up what the feature holds in this process; called once, before anything is asked. */
  readonly open?: (ctx: Ctx) => void
  /** Lets go of it. */
  readonly close?: (host: Host) => Promise<void>
}

export const defineFeature = (feature: Feature): Feature => feature

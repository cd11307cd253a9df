/** What every verb and query is given: who acts, through which connection, in which language, at which time. */
import type { Logger } from 'pino'
import { type Actor, SYSTEM } from './actor.ts'
import type { CacheDefinition, Caches } from './cache.ts'
import type { DatabaseTarget, Db } from './db.ts'
import type { Env } from './env.ts'
import type { Consumer } from './events/log.ts'
import type { Finders } from './finders.ts'
import { type Locale, type Translate, translator } from './i18n.ts'
import type { Schedule } from './jobs.ts'
import type { Keepings } from './keeps.ts'
import type { Kinds } from './kinds.ts'
import type { MemberFields } from './member-fields.ts'
import type { NotificationKinds } from './notification-kinds.ts'
import type { Gate } from './permissions.ts'
import type { Filters } from './points.ts'
import type { SettingDeclarations, Settings, SettingValues } from './settings.ts'
import type { Storage } from './storage/storage.ts'
import type { UnitOfWork } from './transaction.ts'
import type { Valkey } from './valkey.ts'

export type Log = Logger

/** What one process has once: shared by all its contexts. */
export type Host = {
  readonly env: Env
  readonly log: Log
  /** The pages' connections, outside any transaction. */
  readonly db: Db
  /** Where the database is, for a connection of one's own. */
  readonly target: DatabaseTarget
  readonly caches: Caches
  readonly gate: Gate
  readonly settings: CacheDefinition<Settings>
  readonly declarations: SettingDeclarations
  /** All who follow the log, in the order in which they are asked. */
  readonly consumers: readonly Consumer[]
  /** What is changed or refused before verbs begin, in order. */
  readonly filters: readonly Filters[]
  /** Kinds of threads by their names; `thread` is none. */
  readonly kinds: Kinds
  /** What members may say of themselves beside what everybody may, by names. */
  readonly memberFields: MemberFields
  /** What an export takes along beside what everybody knows. */
  readonly keeps: Keepings
  /** What search finds beside posts and names. */
  readonly finders: Finders
  /** Kinds of notifications by their names. */
  readonly notifications: NotificationKinds
  /** Names of the blocks of a text (`:::name`) that somebody shows. */
  readonly blocks: readonly string[]
  /** Names of all jobs. */
  readonly jobs: readonly string[]
  /** Jobs that come by themselves, and when. */
  readonly schedules: readonly Schedule[]
  /** Builds the application anew, where something decides otherwise what it is made of; resolves when that answers. */
  reload(): Promise<void>
  /** Tells the sequencer that a transaction with events has committed. */
  wake(): void
  /** Lets a consumer that has failed read on now. @throws what it throws */
  retry(consumer: Consumer): Promise<void>
  /** Tells the listeners of a live channel, in whichever process, that its state is another now (core/live/channel.ts). */
  tellState(kind: string, argument: string): void
  /** How many live sockets this process has open. */
  sockets(): number
  /** Null where there is none: then PostgreSQL does its work. */
  readonly valkey: Valkey | null
  /** Where the bytes of uploads are. */
  readonly storage: Storage
  /** Secret of this installation, for signatures. */
  readonly secret: string
  now(): Date
}

export type Ctx = {
  readonly db: Db
  readonly actor: Actor
  readonly locale: Locale
  readonly t: Translate
  readonly host: Host
  readonly log: Log
  /** The caller's address, for limits and the session list; empty for jobs and the command line. */
  readonly address: string
  /** Set inside `transaction`. */
  readonly unit: UnitOfWork | null
  /** Keys of a request that is to be answered once, whatever is sent again: the next transaction keeps to them. */
  readonly once: readonly Once[]
  /** What the next transaction does as well, after its own work. */
  readonly also: ((ctx: Ctx) => Promise<unknown>) | null
  now(): Date
  setting<K extends keyof SettingValues>(key: K): SettingValues[K]
  read<T>(cache: CacheDefinition<T>): T
  /** Runs `work` once the surrounding transaction has committed; at once when there is none. */
  afterCommit(work: () => Promise<void> | void): void
}

export type Once = {
  readonly key: string
  readonly requestHash: string
  /** How long a use of the key counts; a day unless said otherwise. */
  readonly seconds?: number
}

export type CtxParts = {
  readonly db: Db
  readonly host: Host
  readonly actor?: Actor
  readonly locale?: Locale
  readonly address?: string
  readonly log?: Log
}

/** The context of anybody with the actor's rights: what is kept or sent for many must not show one member's own. */
export const asAnybody = (ctx: Ctx): Ctx => ({ ...ctx, actor: { ...ctx.actor, id: null } })

/** Makes a context outside any transaction; the actor is the system unless one is named. */
export function makeContext({ db, host, actor = SYSTEM, locale, address = '', log }: CtxParts): Ctx {
  const spoken = locale ?? host.caches.read(host.settings)['site.locale']
  return {
    db,
    actor,
    host,
    log: log ?? host.log,
    address,
    locale: spoken,
    t: translator(spoken),
    unit: null,
    once: [],
    also: null,
    now: () => host.now(),
    setting: key => host.caches.read(host.settings)[key],
    read: cache => host.caches.read(cache),
    afterCommit: work => {
      void Promise.resolve(work()).catch(error => host.log.error(error, 'work after a commit failed'))
    },
  }
}

/** What can be listened to: features declare channels, the hub (hub.ts) serves them and knows nothing of forums. */
import type { SQL } from 'drizzle-orm'
import type { Ctx } from '../context.ts'
import type { DomainEvent, EventType } from '../events/emit.ts'

/** Whether an actor may hear, told without a query from what was read before. */
export type Sight = (ctx: Ctx) => boolean

export type LiveChannel = {
  /** `thread` of `thread:42`; the whole name of a channel of which there is one. */
  readonly kind: string
  /** The rest of the name, if there is one; another name is no channel. */
  readonly argument: RegExp | null
  /** Each member has one of their own, which they all call by this name: its argument is their id. */
  readonly ofMember?: true
  /** What is heard here. */
  readonly types: readonly EventType[]
  /** Which channels of this kind hear an event of these types: their arguments, '' where there is none. */
  tells(event: DomainEvent): readonly string[]
  /**
   * Reads, as the system, what it depends on who may hear.
   * @returns null when there is no such thing
   */
  sight(ctx: Ctx, argument: string): Promise<Sight | null>
  /** Events after which that is another. */
  readonly shifts?: readonly EventType[]
  /**
   * Asked as well of each who comes, and of each who listens before a state is told and when rights change: for what
   * takes its time to say so. Nothing else waits for it, so it goes with a state only, not with events.
   */
  may?(ctx: Ctx, argument: string): Promise<boolean>
  /** Where not all who may hear the channel may hear every event: who may hear this one. Null: nobody. */
  audience?(ctx: Ctx, event: DomainEvent): Promise<Sight | null>
  /** What a program is told of an event; `publicData` unless said otherwise. */
  data?(event: DomainEvent): unknown
  /** Fragments for pages. */
  readonly html?: LiveHtml
  /** Events of these types with this argument, as a condition on the log: lets a client come back after a long time. */
  missed?(argument: string): SQL
  /** Somebody came, goes, or says that they write: for what is made of those who listen. */
  attend?(ctx: Ctx, argument: string, doing: Doing): void
  /** What is told as a whole whenever it changes, and to who comes; only the latest matters. */
  readonly state?: LiveState
}

type LiveHtml = {
  /** Readers for whom this is the same word get the same HTML: it is rendered once for them. */
  readerOf(ctx: Ctx, argument: string): string
  /** Turbo streams (`<turbo-stream …>`) that put the event into a page, as such a reader sees it; '' for nothing. */
  render(ctx: Ctx, event: DomainEvent): Promise<string>
}

type LiveState = {
  /** Read for one listener; the same word is read once for all who have it. */
  readerOf(ctx: Ctx): string
  /** @returns undefined when there is nothing to tell */
  read(ctx: Ctx, argument: string): Promise<unknown>
  /** Events after which it is another, in the channels that `tells` names. */
  readonly after?: readonly EventType[]
}

export type Doing = 'here' | 'typing' | 'gone'

/**
 * What the name of a channel says: its kind, and what stands behind that, if anything does. Kinds that plugins bring have
 * three parts: `x:events:desk` of `x:events:desk:42`.
 */
export function readChannel(name: string): { kind: string; argument: string | null } {
  const [, kind = name, argument = null] = /^(x:[^:]+:[^:]+|[^:]+)(?::(.*))?$/.exec(name) ?? []
  return { kind, argument }
}

/** An argument that is an id. */
export const ID_ARGUMENT = /^[1-9]\d{0,15}$/

/** Keys that say who or what: ids are strings outside, as they are in the API. */
const ID = /(^id|Id|Ids)$/

/** An event's data as programs get it. */
export function publicData({ data }: DomainEvent): unknown {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, ID.test(name) && value !== null ? idText(value) : value]),
  )
}

const idText = (value: unknown): unknown => (Array.isArray(value) ? value.map(String) : String(value))

/** What a plugin's functions are given: the host, filtered for who acts, and its own tables, for as long as the call lasts. */
import { type SQL, sql } from 'drizzle-orm'
import { mayPost } from '../auth/policy.ts'
import { categoryTree } from '../categories/tree.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { Gone, Invalid, NotFound } from '../core/errors.ts'
import { type DomainEvents, type EventType, emit } from '../core/events/emit.ts'
import { isMessageKey, type Locale, type Values } from '../core/i18n.ts'
import { addJob } from '../core/jobs.ts'
import { PLAIN } from '../core/kinds.ts'
import type { FieldTexts } from '../core/member-fields.ts'
import { can, refusal } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { importedUnder } from '../import/extras.ts'
import { valuesOf } from '../members/fields.ts'
import { notify, type Told } from '../notifications/notify.ts'
import { visiblePosts } from '../posts/policy.ts'
import * as posts from '../posts/queries.ts'
import type { ShownThread } from '../site/showing.ts'
import { convert, setStatus } from '../threads/kind.ts'
import * as threads from '../threads/queries.ts'
import { lock, refresh } from '../threads/service.ts'
import type { Call } from './call.ts'
import { channelKind } from './channels-of.ts'
import type { Plugin, PluginHost } from './declaration.ts'
import { holding } from './holding.ts'
import { keyOf, messageOf } from './messages.ts'
import { type AskOptions, ask, type OutsideAnswer } from './outside.ts'
import { refuseEnded, revocable } from './revocable.ts'

/** A post in sight, with what is needed to decide about it. */
export type PluginPost = Pick<posts.PostRow, 'id' | 'threadId' | 'number' | 'body' | 'createdAt'> & {
  readonly authorId: number
  readonly thread: threads.ThreadHead
}

/** A thread in sight, with what is needed to decide about it. */
export type PluginThread = ShownThread & { readonly lockedAt: Date | null }

/** `before`: those begun before then. */
export type ThreadsIn = {
  readonly status: string
  readonly before: Date
  readonly after: number
  readonly limit: number
}

/** @property id of the thread or post here */
export type Imported = { readonly id: number; readonly value: unknown }

/** What is known of who looks, where nothing may be asked of the database any more. */
export type ViewerCtx = {
  /** Who does this; `id` is null for visitors and the system. */
  readonly actor: { readonly id: number | null; readonly kind: 'visitor' | 'member' | 'system'; readonly name: string }
  /** The reader's language. */
  readonly locale: Locale
  /** A message of the plugin's own, in the reader's language. */
  t(name: string, values?: Values): string
  /** The server's time. */
  now(): Date
  /** The value of one of its settings. */
  setting(name: string): unknown
  /** Whether the actor holds one of its permissions. */
  can(name: string): boolean
}

export type PluginCtx = ViewerCtx & {
  /** The server's log; what it says there names the plugin. */
  readonly log: Ctx['log']
  /** The database; the plugin's tables are in its schema. Needs the capability `tables`. */
  readonly db: Db
  /** What a field is refused with: a message of the plugin's own. */
  refusal(field: string, name: string, values?: Values): Invalid
  /** @throws NotSignedIn, Forbidden */
  authorize(name: string): void
  /** The member who acts, where they may write at all. @throws NotSignedIn; Forbidden while their address is to be confirmed */
  writer(): number
  /**
   * A condition for a query of its own: that the post whose id this is, such as sql`b.post_id`, is there and the actor may
   * see it. Needs the capability `tables`.
   */
  inSight(postId: SQL): SQL
  /** A post, if the actor may see it. @throws NotFound, Gone */
  post(id: number): Promise<PluginPost>
  /** A thread, if the actor may see it. @throws NotFound, Gone */
  thread(id: number): Promise<PluginThread>
  /** Ids of the threads of one of its kinds that have long been in a state, the oldest first, after that of this id. */
  threadsIn(kind: string, options: ThreadsIn): Promise<readonly PluginThread[]>
  /** Puts a thread of one of its kinds into another state. In a transaction, whose lock on the thread it takes. */
  setStatus(threadId: number, status: string): Promise<void>
  /**
   * Makes a thread one of its kinds, or a plain one (`thread`) of one of its kinds. Whether the actor may is for the plugin
   * to decide. In a transaction.
   */
  convert(threadId: number, kind: string): Promise<void>
  /**
   * Tells members of something that happened to a post, by one of its notifications. Who does not see the post, did it,
   * muted the place or does without is not told; who has not read the last one has it again, in its place. In a
   * transaction, without which nobody is told.
   */
  notify(type: string, told: readonly Told[]): Promise<void>
  /**
   * What an import found and had no place for, by what it was found with: the values under `key`, after that id, in its
   * order.
   */
  imported(of: 'thread' | 'post', key: string, options: { after: number; limit: number }): Promise<readonly Imported[]>
  /**
   * Asks a server outside, at an address of one of its `hosts`: 10 s at most, and no longer than the call. Not within a
   * transaction, so not in a listener either: there, add a job. @throws Unreachable where there is no answer
   */
  ask(url: string, options?: AskOptions): Promise<OutsideAnswer>
  /** What these members filled in of its own fields, by the fields' names; whoever filled in nothing is left out. One query. */
  memberFields(memberIds: readonly number[]): Promise<ReadonlyMap<number, FieldTexts>>
  /** Whether the actor may reply in the thread of a post. */
  canReply(post: PluginPost): boolean
  /** Runs `work` in one transaction. What it emits is told after it. */
  transaction<T>(work: (ctx: PluginCtx) => Promise<T>): Promise<T>
  /** Says that a thread's page shows something else now. In a transaction. */
  touchThread(id: number): Promise<void>
  /** Notes one of its own events, which begin with its id. In a transaction. */
  emit<E extends EventType>(type: E, data: DomainEvents[E]): void
  /**
   * Writes into the audit log that the actor, as one of those who keep the community, did something to a post: `close` is
   * told there by the plugin's message `audit.close`. In a transaction.
   */
  audit(act: string, done: { readonly postId: number; readonly reason?: string }): Promise<void>
  /** Says that what one of its channels tells is another now: its listeners hear it, after the transaction if there is one. */
  tell(channel: string, argument?: string | number): void
  /** Adds one of its jobs. A job of the same key that waits is replaced. */
  addJob(name: string, payload: unknown, key?: string): Promise<void>
}

export type { Told } from '../notifications/notify.ts'

/** What the host knows of the plugin for which a context is made. */
export type ContextOf = {
  readonly id: string
  readonly capabilities: readonly string[]
  /** Servers outside that it may ask. */
  readonly hosts: readonly PluginHost[]
  /** Names of the kinds of threads that it brings. */
  readonly kinds: readonly string[]
  /** Names of its notifications. */
  readonly notifications: readonly string[]
  /** Names of its fields of members. */
  readonly memberFields: readonly string[]
  /** Names of its live channels. */
  readonly channels: readonly string[]
}

/** What a plugin's contexts need to know of it. */
export const contextOf = <Post>(plugin: Plugin<Post>): ContextOf => ({
  id: plugin.id,
  capabilities: plugin.capabilities ?? [],
  hosts: plugin.hosts ?? [],
  kinds: Object.keys(plugin.kinds ?? {}),
  notifications: Object.keys(plugin.notifications ?? {}),
  memberFields: Object.keys(plugin.memberFields ?? {}),
  channels: Object.keys(plugin.channels ?? {}),
})

/** It did what it never said it would. */
class Undeclared extends Error {
  constructor(capability: string) {
    super(`it needs the capability "${capability}", which it does not declare`)
  }
}

/** What a plugin was asked about may be no number at all. @throws NotFound */
function requireId(id: number): void {
  if (!Number.isSafeInteger(id)) throw new NotFound()
}

const withoutPrefix = (values: FieldTexts, prefix: string): FieldTexts =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.slice(prefix.length), value]))

/** What is made for each viewer slot of each view: it is small, and holds for as long as the page is made. */
export const viewerContext = (ctx: Ctx, { id }: ContextOf): ViewerCtx => ({
  actor: { id: ctx.actor.id, kind: ctx.actor.kind, name: ctx.actor.name },
  locale: ctx.locale,
  t: (name, values) => messageOf(id, ctx.locale, name, values),
  now: () => ctx.now(),
  setting: name => Reflect.get(ctx.read(ctx.host.settings), `${id}.${name}`),
  can: name => ctx.host.gate.holds(ctx, `${id}.${name}`),
})

/** The context of one call. */
export function pluginContext(ctx: Ctx, plugin: ContextOf, call: Call): PluginCtx {
  const { id } = plugin
  const inTime = (): Ctx => {
    refuseEnded(call)
    return ctx
  }
  const needs = (capability: string): void => {
    if (!plugin.capabilities.includes(capability)) throw new Undeclared(capability)
  }
  const needsKind = (kind: string): void => {
    if (!plugin.kinds.includes(kind)) throw new Undeclared(`kind ${kind}`)
  }
  const own = (name: string): string => `${id}.${name}`
  const viewer = viewerContext(ctx, plugin)
  return {
    ...viewer,
    get log() {
      return ctx.log.child({ plugin: id })
    },
    get db() {
      needs('tables')
      return revocable(inTime().db, call)
    },
    refusal: (field, name, values) => {
      const key = keyOf(id, name)
      return new Invalid({
        [field]: isMessageKey(key) ? { key, ...(values && { values }) } : { key: 'invalid.format' },
      })
    },
    authorize: name => {
      if (!viewer.can(name)) throw refusal(ctx)
    },
    writer: () => mayPost(ctx),
    inSight: postId => {
      needs('tables')
      // What is asked about stands outside: within, a name such as `id` would be the posts' own.
      return sql`(${postId} in (select posts.id from public.posts join public.threads on threads.id = posts.thread_id
        where posts.deleted_at is null and threads.deleted_at is null
          and ${visiblePosts(inTime().read(categoryTree), ctx.actor)}))`
    },
    post: async postId => {
      requireId(postId)
      const { id, threadId, number, body, createdAt, authorId, thread } = await posts.getInThread(inTime(), postId)
      return { id, threadId, number, body, createdAt, authorId, thread }
    },
    thread: async threadId => {
      requireId(threadId)
      const head = await threads.head(inTime(), threadId)
      if (head.deletedAt) throw new Gone()
      return head
    },
    threadsIn: (kind, options) => {
      needsKind(kind)
      return threads.inStatus(inTime(), { kind, ...options })
    },
    setStatus: async (threadId, status) => {
      const head = await lock(inTime(), threadId)
      needsKind(head.kind)
      await setStatus(inTime(), head, status)
    },
    convert: async (threadId, kind) => {
      const head = await lock(inTime(), threadId)
      for (const one of [head.kind, kind]) if (one !== PLAIN) needsKind(one)
      await convert(inTime(), head, { kind, fields: {} })
    },
    notify: async (type, told) => {
      if (!plugin.notifications.includes(type)) throw new Undeclared(`notification ${type}`)
      notify(inTime(), own(type), told)
    },
    imported: (of, key, options) => importedUnder(inTime(), { of, key, ...options }),
    ask: (url, options = {}) => {
      const asker = {
        id,
        hosts: plugin.hosts,
        setting: viewer.setting,
        undeclared: (what: string) => new Undeclared(what),
      }
      return ask(ctx, { asker, call }, url, options)
    },
    memberFields: async memberIds => {
      needs('memberFields')
      const found = await valuesOf(inTime(), memberIds, plugin.memberFields.map(own))
      return new Map([...found].map(([memberId, values]) => [memberId, withoutPrefix(values, own(''))]))
    },
    canReply: ({ thread }) => thread.lockedAt === null && can(ctx, 'thread.reply', thread),
    transaction: async work => {
      let made: { readonly value: Awaited<ReturnType<typeof work>> } | undefined
      await holding(call, () =>
        transaction(inTime(), async inner => {
          made = { value: await work(pluginContext(inner, plugin, call)) }
        }),
      )
      if (!made) throw new NotFound()
      return made.value
    },
    touchThread: threadId => refresh(inTime(), [threadId]),
    emit: (type, data) => {
      if (!type.startsWith(`${id}.`)) throw new Undeclared(`event ${type}`)
      emit(inTime(), type, data)
    },
    audit: (act, { postId, reason }) =>
      audit(inTime(), { act: own(act), targetType: 'post', targetId: postId, ...(reason && { reason }) }),
    tell: (channel, argument = '') => {
      if (!plugin.channels.includes(channel)) throw new Undeclared(`channel ${channel}`)
      inTime().afterCommit(() => ctx.host.tellState(channelKind(id, channel), String(argument)))
    },
    addJob: async (name, payload, key) => {
      needs('jobs')
      await addJob(inTime(), own(name), payload, key === undefined ? undefined : own(key))
    },
  }
}

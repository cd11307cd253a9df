/**
 * What may leave, under which name (docs/WEBHOOKS.md): the one list of it. Data are made when they are sent, by the same
 * functions as the API's answers and under the owner's sight; what is not in it by then is not told. Of a member only what
 * everybody may know is.
 */
import type { WebhookFacts } from '../../db/tables/index.ts'
import { readCategory } from '../categories/api.ts'
import { categoryTree } from '../categories/tree.ts'
import { type Actor, isAdministrator, VISITOR } from '../core/actor.ts'
import { asAnybody, type Ctx } from '../core/context.ts'
import { AppError, NotFound } from '../core/errors.ts'
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import { personJson } from '../core/http/schemas.ts'
import { memberJson } from '../members/api.ts'
import * as members from '../members/queries.ts'
import { postRows } from '../notifications/recipients.ts'
import { postJson } from '../posts/api.ts'
import { canViewPost } from '../posts/policy.ts'
import * as posts from '../posts/queries.ts'
import { readTag } from '../tags/api.ts'
import { threadJson } from '../threads/api.ts'
import { canViewThread } from '../threads/policy.ts'
import * as threads from '../threads/queries.ts'

type Data = Readonly<Record<string, unknown>>

/** @throws NotFound or Gone for what the context's actor does not see */
type Tell = (ctx: Ctx, facts: WebhookFacts) => Promise<Data>

type Outgoing = { readonly from: EventType; readonly tell: Tell }

const thread: Tell = async (ctx, { threadId }) => ({
  thread: threadJson(ctx, await threads.get(ctx, Number(threadId))),
})

const post: Tell = async (ctx, { postId }) => ({ post: postJson(ctx, await posts.get(ctx, Number(postId))) })

/** That something went is told to who saw it before. */
const threadGone: Tell = async (ctx, { threadId }) => {
  const found = await threads.headFor(ctx, Number(threadId))
  if (!found || !canViewThread(ctx.read(categoryTree), ctx.actor, { ...found, deletedAt: null })) throw new NotFound()
  return { threadId: String(found.id), categoryId: String(found.categoryId) }
}

const postGone: Tell = async (ctx, { postId }) => {
  const found = (await postRows(ctx, [Number(postId)])).get(Number(postId))
  if (!found) throw new NotFound()
  const before = { ...found, deletedAt: null, thread: { ...found.thread, deletedAt: null } }
  if (!canViewPost(ctx.read(categoryTree), ctx.actor, before)) throw new NotFound()
  return { postId: String(found.id), threadId: String(found.threadId), number: found.number }
}

const asVisitor = (ctx: Ctx): Ctx => ({ ...ctx, actor: VISITOR })

const reaction: Tell = async (ctx, { postId, memberId, key }) => {
  const { id, threadId } = await posts.get(ctx, Number(postId))
  const by = await members.getById(asVisitor(ctx), Number(memberId))
  return { postId: String(id), threadId: String(threadId), key, member: personJson(by) }
}

const member: Tell = async (ctx, { memberId }) => {
  const everybody = asVisitor(ctx)
  return { member: memberJson(everybody, await members.getById(everybody, Number(memberId))) }
}

const category: Tell = async (ctx, { categoryId }) => ({ category: await readCategory(ctx, Number(categoryId)) })

const tag: Tell = async (ctx, { tagId }) => ({ tag: await readTag(ctx, Number(tagId)) })

const tagMerged: Tell = async (ctx, { tagId, intoId }) => ({
  tagId: String(tagId),
  into: await readTag(ctx, Number(intoId)),
})

/** Nobody can tell any more who saw it, but administrators saw everything. */
const gone =
  (name: 'categoryId' | 'tagId'): Tell =>
  async ({ actor }, facts) => {
    if (!isAdministrator(actor)) throw new NotFound()
    return { [name]: String(facts[name]) }
  }

const OUTGOING = {
  'thread.created': { from: 'thread.created', tell: thread },
  'thread.edited': { from: 'thread.edited', tell: thread },
  'thread.moved': { from: 'thread.moved', tell: thread },
  'thread.tagged': { from: 'thread.tagged', tell: thread },
  'thread.statusChanged': { from: 'thread.statusChanged', tell: thread },
  'thread.deleted': { from: 'thread.deleted', tell: threadGone },
  'thread.restored': { from: 'thread.restored', tell: thread },
  'post.created': { from: 'post.created', tell: post },
  'post.edited': { from: 'post.edited', tell: post },
  'post.deleted': { from: 'post.deleted', tell: postGone },
  'post.restored': { from: 'post.restored', tell: post },
  'reaction.added': { from: 'reaction.added', tell: reaction },
  'reaction.removed': { from: 'reaction.removed', tell: reaction },
  'member.created': { from: 'member.joined', tell: member },
  'member.changed': { from: 'member.changed', tell: member },
  'category.created': { from: 'category.created', tell: category },
  'category.changed': { from: 'category.changed', tell: category },
  'category.removed': { from: 'category.removed', tell: gone('categoryId') },
  'tag.created': { from: 'tag.created', tell: tag },
  'tag.changed': { from: 'tag.changed', tell: tag },
  'tag.merged': { from: 'tag.merged', tell: tagMerged },
  'tag.removed': { from: 'tag.removed', tell: gone('tagId') },
} as const satisfies Readonly<Record<string, Outgoing>>

export type EventName = keyof typeof OUTGOING

const isEventName = (name: string): name is EventName => Object.hasOwn(OUTGOING, name)

/** All public names, in the order in which they are offered. */
export const EVENTS: readonly EventName[] = Object.keys(OUTGOING).filter(isEventName)

/** The test that a webhook works: it can be asked for, not subscribed to. */
export const PING = 'ping'

const NAMES: ReadonlyMap<EventType, EventName> = new Map(EVENTS.map(name => [OUTGOING[name].from, name] as const))

/** The domain events that they come from. */
export const SOURCES: readonly EventType[] = [...NAMES.keys()]

/** Something that may be told. */
export type Told = {
  readonly name: EventName
  readonly facts: WebhookFacts
  readonly at: Date
  readonly position: number
  /** Where it happened; null when it is of no category. */
  readonly categoryId: number | null
}

const KEPT = new Set(['threadId', 'postId', 'memberId', 'categoryId', 'tagId', 'intoId', 'key'])

/** An event of the log as it may be told, or null. */
export function toldOf({ type, data, at, position }: DomainEvent): Told | null {
  const name = NAMES.get(type)
  if (!name) return null
  const kept = Object.entries(data).filter(([key]) => KEPT.has(key))
  const facts: WebhookFacts = Object.fromEntries(kept)
  return { name, facts, at, position, categoryId: placeOf(data) }
}

function placeOf(data: DomainEvent['data']): number | null {
  if ('categoryId' in data) return data.categoryId
  return 'to' in data ? data.to : null
}

type Telling = { readonly type: string; readonly facts: WebhookFacts; readonly webhookId: number }

/** What is told of it now, to whom the owner's sight is; null when that is nothing. */
export async function dataOf(ctx: Ctx, owner: Actor, { type, facts, webhookId }: Telling): Promise<Data | null> {
  if (type === PING) return { webhookId: String(webhookId) }
  if (!isEventName(type)) return null
  try {
    return await OUTGOING[type].tell(asAnybody({ ...ctx, actor: owner }), facts)
  } catch (error) {
    if (error instanceof AppError && (error.status === 404 || error.status === 410)) return null
    throw error
  }
}

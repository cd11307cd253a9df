/** Lists of threads, live: that something has changed in a thread, not what. Each page reads its own rows again. */
import { sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import { ID_ARGUMENT, type LiveChannel, type Sight } from '../core/live/channel.ts'
import { canViewThread } from '../threads/policy.ts'
import { headFor } from '../threads/queries.ts'

const TYPES: readonly EventType[] = [
  'post.created',
  'post.deleted',
  'post.restored',
  'thread.edited',
  'thread.statusChanged',
  'thread.moved',
  'thread.deleted',
  'thread.restored',
  'thread.tagged',
]

/** `latest`: everything that the listener sees. */
export const latestChannel: LiveChannel = {
  kind: 'latest',
  argument: null,
  types: TYPES,
  tells: () => [''],
  sight: async () => () => true,
  audience,
  data,
}

/** `category:7`, without the categories in it. */
export const categoryChannel: LiveChannel = {
  kind: 'category',
  argument: ID_ARGUMENT,
  types: TYPES,
  tells: ({ data }) => placesOf(data).map(String),
  sight: async (_system, argument) => ctx => ctx.read(categoryTree).allows(ctx.actor, 'see', Number(argument)),
  audience,
  data,
  missed: argument =>
    sql`(data->>'categoryId' = ${argument} or data->>'from' = ${argument} or data->>'to' = ${argument})`,
}

/** The categories in whose lists the thread stands, or stood. */
function placesOf(data: DomainEvent['data']): readonly number[] {
  if ('from' in data) return [data.from, data.to]
  return 'categoryId' in data ? [data.categoryId] : []
}

/** Whoever sees the thread; and that it is gone from where it was, whoever saw it there. */
async function audience(system: Ctx, { data }: DomainEvent): Promise<Sight | null> {
  const thread = 'threadId' in data ? await headFor(system, data.threadId) : null
  if (!thread) return null
  const left = thread.hiddenAt === null ? placesOf(data) : []
  return ctx => {
    const tree = ctx.read(categoryTree)
    return canViewThread(tree, ctx.actor, thread) || left.some(place => tree.allows(ctx.actor, 'see', place))
  }
}

/** Not where it went: that may be nothing for who is told that it left. */
function data({ data }: DomainEvent): unknown {
  return 'threadId' in data ? { threadId: String(data.threadId) } : {}
}

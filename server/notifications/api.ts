import { Type } from 'typebox'
import type { Ctx, Host } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { ListQuery, listOf, personJson } from '../core/http/schemas.ts'
import { choosable } from '../core/notification-kinds.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as queries from './queries.ts'
import { notificationShape, PreferencesJson, preferencesInput, ReadInput, UnreadJson } from './schema.ts'
import * as service from './service.ts'

const ListOfOwn = Type.Object(
  { ...ListQuery.properties, unread: Type.Optional(Type.Boolean({ description: 'Only those not read yet' })) },
  { additionalProperties: false },
)

export function api(routes: ApiRoutes, { notifications }: Host): void {
  const tag = 'Notifications'

  routes.get(
    '/notifications',
    {
      tag,
      id: 'listNotifications',
      summary: 'List your notifications, newest first',
      query: ListOfOwn,
      response: listOf(notificationShape(notifications.keys())),
      budget: 2,
    },
    async (ctx, { query: { unread = false, cursor, limit = 30 } }) => {
      const page = await queries.list(ctx, { unread, cursor, limit })
      return { ...page, items: page.items.map(row => notificationJson(ctx, row)) }
    },
  )

  routes.get(
    '/notifications/count',
    { tag, id: 'countNotifications', summary: 'Count your unread notifications', response: UnreadJson, budget: 2 },
    count,
  )

  routes.post(
    '/notifications/read',
    {
      tag,
      id: 'markNotificationsRead',
      summary: 'Mark notifications as read',
      body: ReadInput,
      response: UnreadJson,
      budget: 3,
    },
    async (ctx, { body }) => {
      await service.markRead(ctx, {
        ids: body.ids?.map(Number),
        upTo: body.upTo === undefined ? undefined : Number(body.upTo),
      })
      return count(ctx)
    },
  )

  routes.get(
    '/notifications/preferences',
    {
      tag,
      id: 'getNotificationPreferences',
      summary: 'Read which kinds you do without',
      response: PreferencesJson,
      budget: 2,
    },
    async ctx => ({ quiet: await queries.quietKinds(ctx) }),
  )

  routes.put(
    '/notifications/preferences',
    {
      tag,
      id: 'setNotificationPreferences',
      summary: 'Say which kinds you do without',
      body: preferencesInput(choosable(notifications)),
      response: PreferencesJson,
      budget: 3,
    },
    async (ctx, { body }) => {
      await service.setQuiet(ctx, body)
      return { quiet: await queries.quietKinds(ctx) }
    },
  )
}

const count = async (ctx: Ctx) => ({ unread: await queries.countUnread(ctx) })

/** A notification as JSON. */
function notificationJson(ctx: Ctx, row: queries.NotificationRow) {
  const { id, kind, actors, thread, post, position, createdAt, updatedAt, readAt } = row
  const url = (number: number) => new URL(threadPath(thread, number), ctx.host.env.publicUrl).href
  return {
    id: String(id),
    kind,
    actors: actors.map(personJson),
    count: row.count,
    reactions: row.keys,
    note: row.note,
    thread: { id: String(thread.id), title: thread.title, url: url(1) },
    post: { id: String(post.id), number: post.number, excerpt: post.excerpt, url: url(post.number) },
    position: String(position),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  }
}

import { Type } from 'typebox'
import type { Ctx, Host } from '../core/context.ts'
import type { Viewer } from '../core/http/identity.ts'
import { choosable } from '../core/notification-kinds.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import * as queries from './queries.ts'
import { kindsForm, ReadForm } from './schema.ts'
import * as service from './service.ts'
import { KindsPage, NotificationsPage } from './views.tsx'

const PER_PAGE = 30
/** The first query counts no further. */
const COUNTED = 100

export function pages(routes: PageRoutes, { notifications }: Host): void {
  const all = choosable(notifications)

  routes.get(
    '/notifications',
    {
      query: Type.Object({
        unread: Type.Optional(Type.Literal('true')),
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
      }),
      budget: 3,
    },
    async (ctx, { query, identity }) => {
      const only = query.unread !== undefined
      const list = await queries.list(ctx, { unread: only, cursor: query.cursor, limit: PER_PAGE })
      const unread = await queries.countUnread(ctx)
      await healCount(ctx, identity.viewer, unread)
      return {
        view: page => (
          <NotificationsPage
            page={page}
            kinds={notifications}
            {...list}
            unread={unread}
            only={only}
            firstPage={query.cursor === undefined}
          />
        ),
        unread: Math.min(unread, COUNTED),
      }
    },
  )

  routes.post('/notifications/read', { body: ReadForm, budget: 2 }, async (ctx, { body: { id, upTo, unread } }) => {
    await service.markRead(ctx, { ids: id === undefined ? undefined : [id], upTo })
    return { redirect: unread ? '/notifications?unread=true' : '/notifications' }
  })

  const kinds = (form: FormState, told: readonly string[], saved: boolean): PageAnswer => ({
    view: page => <KindsPage page={page} kinds={notifications} form={form} told={told} saved={saved} />,
  })

  routes.get(
    '/settings/notifications',
    { query: Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) }), budget: 2 },
    async (ctx, { query }) => {
      const quiet = await queries.quietKinds(ctx)
      return kinds(
        EMPTY_FORM,
        all.filter(kind => !quiet.includes(kind)),
        query.notice === 'saved',
      )
    },
  )

  routes.post(
    '/settings/notifications',
    { body: kindsForm(all), budget: 2, form: async (_ctx, { raw }, form) => kinds(form, tickedIn(raw.body), false) },
    async (ctx, { body: { tell = [] } }) => {
      await service.setQuiet(ctx, { quiet: all.filter(kind => !tell.includes(kind)) })
      return { redirect: '/settings/notifications?notice=saved' }
    },
  )
}

const tickedIn = (body: unknown): string[] => [Object(body).tell ?? []].flat().map(String)

/** The bell counts rows; here it is seen whether all of them may still be shown. If not, they are put right. */
async function healCount(ctx: Ctx, viewer: Viewer | null, unread: number): Promise<void> {
  if (viewer && viewer.unreadNotifications !== Math.min(unread, COUNTED)) await service.tidy(ctx)
}

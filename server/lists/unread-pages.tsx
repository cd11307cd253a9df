import { Type } from 'typebox'
import * as categories from '../categories/queries.ts'
import { NotSignedIn } from '../core/errors.ts'
import type { PageRoutes } from '../site/routes.ts'
import { fillRows } from '../threads/ledger.tsx'
import * as queries from '../threads/queries.ts'
import * as reading from '../threads/reading.ts'
import { UnreadPage } from './unread-views.tsx'

const PER_PAGE = 30
/** When the page was made that the form stands on, in milliseconds; without it everything there is now is read. */
const ReadForm = Type.Object(
  { before: Type.Optional(Type.Integer({ minimum: 0, maximum: 8.64e15 })) },
  { additionalProperties: false },
)

export function unreadPages(routes: PageRoutes): void {
  routes.get(
    '/unread',
    { query: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) }), budget: 2 },
    async (ctx, { query: { cursor } }) => {
      if (ctx.actor.id === null) throw new NotSignedIn()
      const { items, nextCursor } = await queries.list(ctx, { unread: true, cursor, limit: PER_PAGE })
      const firstPage = cursor === undefined
      return {
        view: page => <UnreadPage page={page} threads={items} nextCursor={nextCursor} firstPage={firstPage} />,
        fill: fillRows(items),
      }
    },
  )

  routes.post('/unread/read', { body: ReadForm, budget: 2 }, async (ctx, { body }) => {
    await reading.markAllRead(ctx, { before: timeOf(body) })
    return { redirect: '/unread' }
  })

  routes.post(
    '/c/:slug/read',
    { params: Type.Object({ slug: Type.String({ maxLength: 80 }) }), body: ReadForm, budget: 2 },
    async (ctx, { params, body }) => {
      const { id, slug } = categories.get(ctx, params.slug)
      await reading.markAllRead(ctx, { categoryId: id, before: timeOf(body) })
      return { redirect: `/c/${slug}` }
    },
  )
}

const timeOf = ({ before }: { readonly before?: number }): Date | undefined =>
  before === undefined ? undefined : new Date(before)

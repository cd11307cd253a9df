/** A thread of a kind that has best answers, with those first. */
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import { asAnybody, type Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { can } from '../core/permissions.ts'
import * as queries from '../posts/queries.ts'
import { offeredKeys, shownKeys } from '../reactions/kinds.ts'
import { canReactIn } from '../reactions/policy.ts'
import type { OwnState } from '../site/own-state.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import { showingOf } from '../site/showing.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { BestPage } from './best-view.tsx'
import { offersOn } from './offers.ts'
import { ownAmong } from './own.ts'
import { ofKind, withShown } from './shown.ts'

/** How many answers one is shown. */
const MOST = 20

export function bestPages(routes: PageRoutes): void {
  routes.get(
    '/t/:id/:slug/best',
    { params: Type.Object({ ...IdParams.properties, slug: Type.String({ maxLength: 200 }) }), budget: 4 },
    async (ctx, { params }) => {
      const thread = await threads.head(ctx, params.id)
      if (params.slug !== (thread.slug || '-')) return { redirect: `${threadPath(thread)}/best`, permanent: true }
      if (!ctx.host.kinds.has(thread.kind) || thread.deletedAt || thread.hiddenAt)
        return { redirect: threadPath(thread) }
      const first = await showingOf(routes, thread.kind)?.best?.(asAnybody(ctx), thread)
      return bestAnswer(ctx, { thread, first: first ?? [], own: routes.own })
    },
  )
}

type Best = {
  readonly thread: threads.PageHead
  /** Ids of the answers that stand before all others. */
  readonly first: readonly number[]
  readonly own: readonly OwnState[]
}

async function bestAnswer(ctx: Ctx, { thread, first, own }: Best): Promise<PageAnswer> {
  const tree = ctx.read(categoryTree)
  const category = tree.get(thread.categoryId)
  if (!category) throw new NotFound()
  const reader = asAnybody(ctx)
  const canReact = canReactIn(ctx, thread)
  const rows = await queries.best(reader, { threadId: thread.id, first, limit: MOST })
  const ids = rows.map(({ id }) => id)
  return {
    fill: (await ownAmong(ctx, own, ids)).fill,
    view: async page => {
      const kind = await ofKind(reader, page, thread)
      const posts = await withShown(reader, page, { rows, kind })
      return (
        <BestPage
          page={page}
          thread={thread}
          ancestors={[...tree.above(category), category]}
          posts={posts.map(row => ({ ...row, offers: offersOn(reader, row, thread), own: false, fresh: false }))}
          most={MOST}
          canReply={can(ctx, 'thread.reply', thread) && thread.lockedAt === null}
          reacting={{ keys: shownKeys(ctx), offered: canReact ? offeredKeys(ctx) : null }}
        />
      )
    },
  }
}

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
import type { PageContext } from '../site/page.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import { showingOf } from '../site/showing.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { BestPage } from './best-view.tsx'
import { offersOn } from './offers.ts'
import { nothingOwn, ownAmong } from './own.ts'
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
      return bestAnswer(ctx, thread, routes.own)
    },
  )
}

async function bestAnswer(ctx: Ctx, thread: threads.PageHead, own: readonly OwnState[]): Promise<PageAnswer> {
  const category = ctx.read(categoryTree).get(thread.categoryId)
  if (!category) throw new NotFound()
  const reader = asAnybody(ctx)
  const canReact = canReactIn(ctx, thread)
  let { fill } = nothingOwn(own)
  return {
    fill: (...slot) => fill(...slot) ?? '',
    view: async page => {
      const rows = await rowsOf(reader, page, thread)
      const ids = rows.map(({ id }) => id)
      fill = (await ownAmong(ctx, own, ids)).fill
      const kind = await ofKind(reader, page, thread)
      const posts = await withShown(reader, page, { rows, kind })
      return (
        <BestPage
          page={page}
          thread={thread}
          ancestors={[...ctx.read(categoryTree).above(category), category]}
          posts={posts.map(row => ({ ...row, offers: offersOn(reader, row, thread), own: false, fresh: false }))}
          most={MOST}
          canReply={can(ctx, 'thread.reply', thread) && thread.lockedAt === null}
          reacting={{ keys: shownKeys(ctx), offered: canReact ? offeredKeys(ctx) : null }}
        />
      )
    },
  }
}

async function rowsOf(ctx: Ctx, page: PageContext, thread: threads.PageHead) {
  const first = (await showingOf(page, thread.kind)?.best?.(ctx, thread)) ?? []
  return queries.best(ctx, { threadId: thread.id, first, limit: MOST })
}

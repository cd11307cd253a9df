/** The page of all threads of a kind, in whichever state or in one. It stands at a path that the kind's plugin claims. */
import { Type } from 'typebox'
import type { KindList } from '../core/kinds.ts'
import type { PageRoutes } from '../site/routes.ts'
import { mayBegin } from '../threads/kind.ts'
import { listing } from '../threads/listing.ts'
import { KindPage } from './kind-views.tsx'
import { listedPage } from './listed.ts'

const PER_PAGE = 30

export function kindPage(routes: PageRoutes, kind: string, { path, title, description, tabs }: KindList): void {
  // Where there are no tabs, no state is asked for: a list of choices must have one.
  const states = tabs.map(one => one.status)
  const status = states.length > 0 ? Type.Unsafe<string>({ type: 'string', enum: states }) : Type.Never()
  const query = Type.Object({
    status: Type.Optional(status),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  })
  routes.get(path, { query, budget: 3, shared: () => ['lists'] }, async (ctx, { query: { status, cursor } }) => {
    const place = status === undefined ? { kind } : { kind, status }
    const at = status === undefined ? path : `${path}?status=${status}`
    const list = await listing(ctx, { ...place, cursor, limit: PER_PAGE })
    if (list.reachesTop) return { redirect: at }
    const canBegin = ctx.actor.id !== null && mayBegin(ctx, kind)
    return listedPage(ctx, {
      name: `kind ${kind} ${status ?? ''}`,
      cursor,
      list,
      shows: canBegin,
      view: (page, threads) => (
        <KindPage
          page={page}
          kind={kind}
          title={title[page.locale]}
          description={description[page.locale]}
          tabs={tabs.map(one => ({ status: one.status, label: one.label[page.locale] }))}
          {...{ path, at, status, threads, list, canBegin }}
          firstPage={cursor === undefined}
        />
      ),
    })
  })
}

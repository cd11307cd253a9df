/** What a post said before. */
import { Type } from 'typebox'
import { NotFound } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { compare, compareOnce } from '../posts/diff.ts'
import { texts, type Version, versions } from '../posts/history.ts'
import * as queries from '../posts/queries.ts'
import type { PageRoutes } from '../site/routes.ts'
import { HistoryPage } from './history-views.tsx'

const PER_PAGE = 50
const Version_ = Type.Integer({ minimum: 1, maximum: 1e9 })
const HistoryQuery = Type.Object({
  from: Type.Optional(Version_),
  to: Type.Optional(Version_),
  /** Of a long list: the newest that is shown. */
  until: Type.Optional(Version_),
})

export function historyPages(routes: PageRoutes): void {
  routes.get('/posts/:id/history', { params: IdParams, query: HistoryQuery, budget: 5 }, async (ctx, asked) => {
    const { from, to, until } = asked.query
    const post = await queries.getInThread(ctx, asked.params.id)
    // One more than is shown: what the last one changed is told by the one before it.
    const rows = await versions(ctx, post, { below: until && until + 1, limit: PER_PAGE + 1 })
    const chosen = choose(rows, { from, to })
    const told = await texts(ctx, post, [...new Set(chosen)])
    const [before, after] = [told[0], told.at(-1)]
    if (!before || !after) throw new NotFound()
    const shown = {
      from: before.version,
      to: after.version,
      changes: compareOnce(`${post.id} ${before.version} ${after.version}`, before.body, after.body),
      titleChanges: before.title === after.title ? [] : compare(before.title ?? '', after.title ?? ''),
    }
    return {
      view: page => <HistoryPage page={page} post={post} versions={rows} most={PER_PAGE} shown={shown} />,
    }
  })
}

type Asked = { readonly from?: number | undefined; readonly to?: number | undefined }

/** The two versions to compare: as asked; else one and that before it, and by default the newest. */
function choose(rows: readonly Version[], { from, to }: Asked): readonly number[] {
  if (from !== undefined && to !== undefined) return [from, to]
  const at = to === undefined ? 0 : rows.findIndex(one => one.version === to)
  const later = rows[at]
  if (!later) throw new NotFound()
  return [from ?? rows[at + 1]?.version ?? later.version, later.version]
}

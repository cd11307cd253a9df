/**
 * Addresses of the communities that came in: they lead on to what they are here, for whoever may see that. Of two sources
 * with the same number, the first that is in the reader's sight is meant.
 */
import { and, asc, eq } from 'drizzle-orm'
import { Type } from 'typebox'
import { imports } from '../../db/tables/index.ts'
import * as categories from '../categories/queries.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import * as members from '../members/queries.ts'
import { atNumber } from '../posts/jump.ts'
import * as posts from '../posts/queries.ts'
import type { PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import type { Kind } from './places.ts'

/** More sources than these a number is not looked for in. */
const MOST_SOURCES = 3

const Source = Type.String({ pattern: '^\\d{1,15}$' })
const Number_ = Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 }))
const Params = Type.Object({ source: Source, number: Number_ })
const NameParams = Type.Object({ name: Type.String({ maxLength: 120 }) })
/** A segment that is no number: an address of ours has its number there. */
const SLUG = ':slug(^[^/]*[^/0-9][^/]*$)'

export function pages(routes: PageRoutes): void {
  for (const url of [`/t/${SLUG}/:source(^\\d+$)`, `/t/${SLUG}/:source(^\\d+$)/:number(^\\d+$)`]) {
    routes.get(url, { params: Params, budget: 2 + 2 * MOST_SOURCES }, (ctx, { params: { source, number = 1 } }) =>
      leadOn(ctx, 'thread', source, id => postAt(ctx, id, number)),
    )
  }

  routes.get('/p/:source(^\\d+$)', { params: Params, budget: 2 + 2 * MOST_SOURCES }, (ctx, { params: { source } }) =>
    leadOn(ctx, 'post', source, async id => {
      const { threadId, number } = await posts.get(ctx, id)
      return `${threadPath(await threads.head(ctx, threadId), number)}#post-${id}`
    }),
  )

  for (const url of [`/c/:slug/:source(^\\d+$)`, `/c/:parent/:slug/:source(^\\d+$)`]) {
    routes.get(url, { params: Params, budget: 2 }, (ctx, { params: { source } }) =>
      leadOn(ctx, 'category', source, async id => `/c/${categories.get(ctx, id).slug}`),
    )
  }

  for (const url of ['/u/:name', '/u/:name/*']) {
    routes.get(url, { params: NameParams, budget: 1 + MOST_SOURCES }, (ctx, { params: { name } }) =>
      leadOn(
        ctx,
        'member',
        name.toLowerCase(),
        async id => `/m/${encodeURIComponent((await members.getById(ctx, id)).name)}`,
      ),
    )
  }
}

/** Where the post of this number is, or the nearest in sight; of the first, its thread. @throws NotFound */
async function postAt(ctx: Ctx, threadId: number, number: number): Promise<string> {
  const thread = await threads.head(ctx, threadId)
  const place = number > 1 ? await atNumber(ctx, threadId, number) : null
  return place ? `${threadPath(thread, place.number)}#post-${place.id}` : threadPath(thread)
}

/** @throws NotFound when nothing of that name came in, or nothing that the reader may see */
async function leadOn(ctx: Ctx, kind: Kind, sourceId: string, pathOf: (id: number) => Promise<string>) {
  const rows = await ctx.db
    .select({ id: imports.targetId })
    .from(imports)
    .where(and(eq(imports.kind, kind), eq(imports.sourceId, sourceId)))
    .orderBy(asc(imports.targetId))
    .limit(MOST_SOURCES)
  for (const { id } of rows) {
    try {
      return { redirect: await pathOf(id), permanent: true }
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
    }
  }
  throw new NotFound()
}

/**
 * `/sitemap.xml` and its parts. A part of threads is not kept in memory: a robot takes each once, and then asks whether it has
 * changed, which a row of `sitemap_parts` tells without reading it.
 */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import type { RouteParts } from '../feature.ts'
import { memberPath } from '../profiles/frame.tsx'
import { tagPath } from '../tags/links.tsx'
import * as tags from '../tags/queries.ts'
import { threadPath } from '../threads/ledger.tsx'
import { asVisitor } from './as-visitor.ts'
import * as queries from './sitemap-queries.ts'
import { sitemapIndex, urlset } from './sitemap-xml.ts'

const TYPE = 'application/xml'
const PartParams = Type.Object({ part: Type.Integer({ minimum: 0, maximum: 1e9 }) })
type PartRoute = { Params: { part: number } }

export function sitemapRoutes(scope: FastifyInstance, { site, context }: RouteParts): void {
  const open = (budget: number) => ({ schema: { hide: true }, config: { budget, open: true } })
  const openPart = (budget: number) => ({ schema: { hide: true, params: PartParams }, config: { budget, open: true } })
  const kept = (make: (ctx: Ctx) => Promise<string>) => {
    const ctx = asVisitor(context())
    return { type: TYPE, tags: ['lists', 'members'], make: () => make(ctx) }
  }

  scope.get('/sitemap.xml', open(2), (request, reply) => site.documents.send(request, reply, kept(index)))

  scope.get('/sitemap/places.xml', open(3), (request, reply) => site.documents.send(request, reply, kept(places)))

  scope.get<PartRoute>('/sitemap/members-:part.xml', openPart(2), (request, reply) =>
    site.documents.send(
      request,
      reply,
      kept(ctx => membersOf(ctx, request.params.part)),
    ),
  )

  scope.get<PartRoute>('/sitemap/threads-:part.xml', openPart(2), async (request, reply) => {
    const ctx = asVisitor(context())
    const [part] = await queries.threadParts(ctx, request.params.part)
    if (!part) throw new NotFound()
    return site.documents.sendVersioned(request, reply, {
      type: TYPE,
      etag: `"${versionOf(ctx, part)}"`,
      since: part.changedAt.getTime(),
      make: () => threadsOf(ctx, part.part),
    })
  })
}

/** Changes with the part, and with which categories visitors see. */
function versionOf(ctx: Ctx, { part, changedAt }: queries.Part): string {
  const seen = ctx.read(categoryTree).idsHaving(ctx.actor, 'see').join()
  const address = ctx.host.env.publicUrl.origin
  return createHash('sha256')
    .update(`${part} ${changedAt.getTime()} ${seen} ${address}`)
    .digest('base64url')
    .slice(0, 22)
}

const urlIn = (ctx: Ctx) => (path: string) => new URL(path, ctx.host.env.publicUrl).href

async function index(ctx: Ctx): Promise<string> {
  const url = urlIn(ctx)
  const threads = await queries.threadParts(ctx)
  const members = await queries.memberParts(ctx)
  return sitemapIndex([
    { url: url('/sitemap/places.xml') },
    ...threads.map(({ part, changedAt }) => ({ url: url(`/sitemap/threads-${part}.xml`), changedAt })),
    ...members.map(part => ({ url: url(`/sitemap/members-${part}.xml`) })),
  ])
}

/** More tags than that nobody looks through: the most used. */
const MOST_TAGS = 5000

/** Home, and the categories and tags that hold something. */
async function places(ctx: Ctx): Promise<string> {
  const url = urlIn(ctx)
  const latest = await queries.latestByCategory(ctx)
  const found = (await tags.list(ctx, { limit: MOST_TAGS })).items.filter(({ threads }) => threads > 0)
  const all = ctx.read(categoryTree).having(ctx.actor, 'see')
  const newest = [...latest.values()].reduce<Date | undefined>((a, b) => (a && a > b ? a : b), undefined)
  return urlset([
    { url: url('/'), changedAt: newest },
    { url: url('/categories') },
    ...[...ctx.host.kinds.values()].flatMap(({ list }) => (list ? [{ url: url(list.path) }] : [])),
    ...(found.length > 0 ? [{ url: url('/tags') }] : []),
    ...all.flatMap(({ id, slug }) => (latest.has(id) ? [{ url: url(`/c/${slug}`), changedAt: latest.get(id) }] : [])),
    ...found.map(({ slug }) => ({ url: url(tagPath(slug)) })),
  ])
}

async function membersOf(ctx: Ctx, part: number): Promise<string> {
  const found = await queries.membersIn(ctx, part)
  if (found.length === 0) throw new NotFound()
  return urlset(found.map(member => ({ url: urlIn(ctx)(memberPath(member)) })))
}

async function threadsOf(ctx: Ctx, part: number): Promise<string> {
  const url = urlIn(ctx)
  const found = await queries.threadsIn(ctx, part)
  return urlset(found.map(thread => ({ url: url(threadPath(thread)), changedAt: thread.changedAt })))
}

/** `…/feed.rss`, `.atom` and `.json` of everything that lists. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, type TObject, Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { KindList } from '../core/kinds.ts'
import type { RouteParts } from '../feature.ts'
import { NameParams } from '../members/schema.ts'
import { FEED_FORMATS, FEED_TYPES, type FeedFormat, feedPath } from '../site/feeds.tsx'
import { TagParams } from '../tags/schema.ts'
import { asVisitor } from './as-visitor.ts'
import { writeFeed } from './feed-formats.ts'
import * as sources from './feed-sources.ts'

const format = Type.Union(FEED_FORMATS.map(one => Type.Literal(one)))
const ThreadParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  slug: Type.Optional(Type.String({ maxLength: 200 })),
})

type Ask<P extends TObject> = (ctx: Ctx, params: Static<P>) => Promise<sources.Source>

export function feedRoutes(scope: FastifyInstance, parts: RouteParts): void {
  const feed = feedsOn(scope, parts)
  feed('', 2, lists, Type.Object({}), sources.latest('/'))
  feed('/latest', 2, lists, Type.Object({}), sources.latest('/latest'))
  feed('/top', 2, lists, Type.Object({}), sources.top)
  feed('/unanswered', 2, lists, Type.Object({}), sources.unanswered)
  feed('/c/:slug', 2, lists, Type.Object({ slug: Type.String({ maxLength: 80 }) }), sources.category)
  feed('/tags/:slug', 3, lists, TagParams, sources.tag)
  feed('/m/:name', 2, ofMember, NameParams, sources.member)
  for (const path of ['/t/:id', '/t/:id/:slug']) feed(path, 2, ofThread, ThreadParams, sources.thread)
}

/** The feed of all threads of a kind, beside its page. */
export const kindFeed = (scope: FastifyInstance, parts: RouteParts, kind: string, list: KindList): void =>
  feedsOn(scope, parts)(list.path, 2, lists, Type.Object({}), sources.ofKind(kind, list))

const feedsOn =
  (scope: FastifyInstance, { site, context }: RouteParts) =>
  <P extends TObject>(path: string, budget: number, tags: Tags, given: P, ask: Ask<P>): void => {
    const params = Type.Object({ ...given.properties, format })
    scope.get(
      `${path}/feed.:format`,
      { schema: { hide: true, params }, config: { budget, open: true } },
      async (request, reply) => {
        const params = asked<P>(request)
        const ctx = asVisitor(context())
        return site.documents.send(request, reply, {
          type: FEED_TYPES[params.format],
          tags: tags({ ...Object(request.params) }),
          make: async () => {
            const source = await ask(ctx, params)
            if (source.moved) return { redirect: feedPath(source.path, params.format) }
            return feedText(ctx, source, params.format)
          },
        })
      },
    )
  }

type Tags = (params: Readonly<Record<string, unknown>>) => readonly string[]
const lists: Tags = () => ['lists']
/** What they show may change without a word in any thread. */
const ofMember: Tags = () => ['lists', 'members']
const ofThread: Tags = ({ id }) => [`thread:${id}`]

/** Fastify has validated them against the schema that their type is made of. */
const asked = <P extends TObject>({ params }: FastifyRequest) => params as Static<P> & { readonly format: FeedFormat }

/** Without items it is as old as can be: nothing has happened yet. */
const NEVER = new Date(0)

async function feedText(ctx: Ctx, source: sources.Source, format: FeedFormat): Promise<string> {
  const { path, title, description } = source
  const items = await source.items()
  const site = ctx.setting('site.name')
  const url = (path: string) => new URL(path, ctx.host.env.publicUrl).href
  const feed = {
    title: title === null ? site : `${title} · ${site}`,
    description,
    language: ctx.locale,
    self: url(feedPath(path, format)),
    url: url(path),
    updatedAt: items.reduce((latest, { activeAt }) => (activeAt > latest ? activeAt : latest), NEVER),
    items: items.map(({ item }) => item),
  }
  return writeFeed(feed, format)
}

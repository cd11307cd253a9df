import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { ListQuery, listOf, Nothing } from '../core/http/schemas.ts'
import { tagPath } from './links.tsx'
import * as queries from './queries.ts'
import { MergeInput, SynonymInput, SynonymParams, TagChange, TagInput, TagJson, TagParams } from './schema.ts'
import * as service from './service.ts'

const TagsQuery = Type.Object(
  {
    ...ListQuery.properties,
    q: Type.Optional(Type.String({ maxLength: 200, description: 'How a word of the name or of a synonym begins' })),
  },
  { additionalProperties: false },
)

const tag = 'Tags'

export function api(routes: ApiRoutes): void {
  routes.get(
    '/tags',
    {
      tag,
      id: 'listTags',
      summary: 'List the tags in sight, most used first',
      query: TagsQuery,
      response: listOf(TagJson),
      budget: 2,
    },
    async (ctx, { query }) => {
      const { q, cursor, limit = 30 } = query
      const page = await queries.list(ctx, { q, cursor, limit })
      return { ...page, items: page.items.map(row => tagJson(ctx, row)) }
    },
  )

  routes.get(
    '/tags/:slug',
    {
      tag,
      id: 'getTag',
      summary: 'Read a tag, by its slug, name or synonym',
      params: TagParams,
      response: TagJson,
      budget: 2,
    },
    async (ctx, { params }) => tagJson(ctx, await queries.find(ctx, params.slug)),
  )

  routes.post(
    '/tags',
    {
      tag,
      id: 'createTag',
      summary: 'Make a tag that all see, used or not',
      body: TagInput,
      response: TagJson,
      status: 201,
      budget: 12,
      replay: readTag,
    },
    async (ctx, { body }) => readTag(ctx, (await service.create(ctx, body)).id),
  )

  routes.patch(
    '/tags/:slug',
    {
      tag,
      id: 'updateTag',
      summary: 'Change a tag; a former name stays as a synonym',
      params: TagParams,
      body: TagChange,
      response: TagJson,
      budget: 14,
    },
    async (ctx, { params, body }) => {
      const { id } = await exactly(ctx, params.slug)
      await service.change(ctx, { id, ...body })
      return readTag(ctx, id)
    },
  )

  routes.delete(
    '/tags/:slug',
    {
      tag,
      id: 'deleteTag',
      summary: 'Delete a tag, its synonyms too',
      params: TagParams,
      response: Nothing,
      status: 204,
      budget: 10,
    },
    async (ctx, { params }) => service.remove(ctx, await exactly(ctx, params.slug)),
  )

  shapeRoutes(routes)
}

function shapeRoutes(routes: ApiRoutes): void {
  routes.post(
    '/tags/:slug/merges',
    {
      tag,
      id: 'mergeTag',
      summary: 'Make a tag a synonym of another, which gets its threads; answers that one',
      params: TagParams,
      body: MergeInput,
      response: TagJson,
      budget: 16,
      replay: readTag,
    },
    async (ctx, { params, body }) => {
      const { id } = await exactly(ctx, params.slug)
      return readTag(ctx, (await service.merge(ctx, { id, ...body })).id)
    },
  )

  routes.post(
    '/tags/:slug/synonyms',
    {
      tag,
      id: 'addTagSynonym',
      summary: 'Make another name mean a tag',
      params: TagParams,
      body: SynonymInput,
      response: TagJson,
      status: 201,
      budget: 12,
      replay: readTag,
    },
    async (ctx, { params, body }) => {
      const { id } = await exactly(ctx, params.slug)
      await service.addSynonym(ctx, { id, name: body.name })
      return readTag(ctx, id)
    },
  )

  routes.delete(
    '/tags/:slug/synonyms/:synonym',
    {
      tag,
      id: 'removeTagSynonym',
      summary: 'Let a synonym go',
      params: SynonymParams,
      response: Nothing,
      status: 204,
      budget: 10,
    },
    async (ctx, { params }) => {
      const { id } = await exactly(ctx, params.slug)
      await service.removeSynonym(ctx, { id, slug: params.synonym })
    },
  )
}

/** A tag in sight as JSON. One query. @throws NotFound */
export const readTag = async (ctx: Ctx, id: number) => tagJson(ctx, await queries.get(ctx, id))

/** The tag that an act is about: named itself, so that nobody deletes a tag who meant its synonym. @throws NotFound */
async function exactly(ctx: Ctx, slug: string): Promise<queries.TagRow> {
  const found = await queries.find(ctx, slug)
  if (found.slug !== slug) throw new NotFound()
  return found
}

/** A tag as JSON. */
function tagJson(ctx: Ctx, { id, slug, name, description, threads, synonyms }: queries.TagRow) {
  const url = new URL(tagPath(slug), ctx.host.env.publicUrl).href
  return { id: String(id), slug, name, description, threadCount: threads, synonyms, url }
}

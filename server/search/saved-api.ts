/** Saved searches for programs. */
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, listOf, Nothing } from '../core/http/schemas.ts'
import { wantedOf } from './asked.ts'
import * as saved from './saved.ts'
import { RenameInput, SavedSearchInput, SavedSearchJson } from './schema.ts'

export function savedApi(routes: ApiRoutes): void {
  const tag = 'Search'

  routes.get(
    '/members/me/searches',
    {
      tag,
      id: 'listSavedSearches',
      summary: 'List your saved searches, in the order in which they were saved',
      response: listOf(SavedSearchJson),
      budget: 2,
    },
    async ctx => ({ items: (await saved.list(ctx)).map(one => savedJson(ctx, one)), nextCursor: null }),
  )

  routes.post(
    '/members/me/searches',
    {
      tag,
      id: 'saveSearch',
      summary: 'Save a search, at most 20; one that is saved already gets the new name',
      body: SavedSearchInput,
      response: SavedSearchJson,
      status: 201,
      budget: 11,
      replay: read,
    },
    async (ctx, { body: { name, query } }) => {
      const { id } = await saved.save(ctx, { name, wanted: wantedOf(query, ctx.host.kinds) })
      return read(ctx, id)
    },
  )

  routes.patch(
    '/members/me/searches/:id',
    {
      tag,
      id: 'renameSavedSearch',
      summary: 'Give a saved search another name',
      params: IdParams,
      body: RenameInput,
      response: SavedSearchJson,
      budget: 4,
    },
    async (ctx, { params: { id }, body: { name } }) => {
      await saved.rename(ctx, { id, name })
      return read(ctx, id)
    },
  )

  routes.delete(
    '/members/me/searches/:id',
    {
      tag,
      id: 'deleteSavedSearch',
      summary: 'Forget a saved search',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 3,
    },
    async (ctx, { params }) => saved.remove(ctx, params),
  )
}

const read = async (ctx: Ctx, id: number) => savedJson(ctx, await saved.get(ctx, id))

const savedJson = (ctx: Ctx, one: saved.SavedSearch) => ({
  id: String(one.id),
  name: one.name,
  query: one.query,
  url: new URL(saved.addressOfSaved(ctx, one), ctx.host.env.publicUrl).href,
  createdAt: one.createdAt.toISOString(),
})

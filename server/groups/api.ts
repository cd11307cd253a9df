import type { FastifyReply } from 'fastify'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { etagOf, IdParams, ifMatch, ListQuery, listOf, Nothing, PersonJson, personJson } from '../core/http/schemas.ts'
import { place, versionOf } from './order.ts'
import * as queries from './queries.ts'
import { GroupChange, GroupInput, GroupJson, GroupPlace, GroupsJson, MembershipParams } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Groups'

  routes.get(
    '/groups',
    {
      tag,
      id: 'listGroups',
      summary: 'List the groups in their order',
      response: GroupsJson,
      budget: 2,
    },
    async (ctx, { reply }) => listJson(ctx, reply),
  )

  routes.post(
    '/groups',
    {
      tag,
      id: 'createGroup',
      summary: 'Make a group',
      body: GroupInput,
      response: GroupJson,
      status: 201,
      budget: 9,
      replay: read,
    },
    async (ctx, { body }) => read(ctx, (await service.create(ctx, body)).id),
  )

  routes.patch(
    '/groups/:id',
    {
      tag,
      id: 'updateGroup',
      summary: 'Give a group another name, or let it be called with @',
      params: IdParams,
      body: GroupChange,
      response: GroupJson,
      budget: 9,
    },
    async (ctx, { params, body }) => {
      await service.change(ctx, { ...params, ...body })
      return read(ctx, params.id)
    },
  )

  routes.put(
    '/groups/:id/place',
    {
      tag,
      id: 'placeGroup',
      summary: 'Put a group among the others',
      params: IdParams,
      body: GroupPlace,
      response: GroupsJson,
      // A statement for every group.
      budget: 200,
      versioned: true,
    },
    async (ctx, { params, body, headers, reply }) => {
      const before = body.before === null ? null : Number(body.before)
      await place(ctx, { id: params.id, before, version: ifMatch(headers['if-match']) })
      return listJson(ctx, reply)
    },
  )

  routes.delete(
    '/groups/:id',
    {
      tag,
      id: 'deleteGroup',
      summary: 'Remove a group and the rights it gave',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 16,
    },
    async (ctx, { params }) => service.remove(ctx, params),
  )

  routes.get(
    '/groups/:id/members',
    {
      tag,
      id: 'listGroupMembers',
      summary: 'List who was put into a group',
      params: IdParams,
      query: ListQuery,
      response: listOf(PersonJson),
      budget: 3,
    },
    async (ctx, { params, query }) => {
      const page = await queries.membersOf(ctx, { ...params, cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(personJson) }
    },
  )

  routes.put(
    '/groups/:id/members/:memberId',
    {
      tag,
      id: 'addGroupMember',
      summary: 'Put a member into a group',
      params: MembershipParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params: { id, memberId } }) => service.addMember(ctx, { groupId: id, memberId }),
  )

  routes.delete(
    '/groups/:id/members/:memberId',
    {
      tag,
      id: 'removeGroupMember',
      summary: 'Take a member out of a group',
      params: MembershipParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params: { id, memberId } }) => service.removeMember(ctx, { groupId: id, memberId }),
  )
}

/** All of them, and the version of their order in the answer's ETag. */
async function listJson(ctx: Ctx, reply: FastifyReply) {
  const all = await queries.list(ctx)
  reply.header('etag', etagOf(versionOf(all)))
  return { items: all.map(groupJson) }
}

const read = async (ctx: Ctx, id: number) => groupJson(await queries.get(ctx, id))

const groupJson = ({ id, slug, name, kind, mentionable }: service.Group) => ({
  id: String(id),
  slug,
  name,
  kind,
  mentionable,
})

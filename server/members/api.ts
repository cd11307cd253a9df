import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { avatarUrl, listOf } from '../core/http/schemas.ts'
import * as queries from './queries.ts'
import { MemberInput, MemberJson, MemberListQuery, NameParams, OwnChange } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Members'

  routes.get(
    '/members',
    {
      tag,
      id: 'listMembers',
      summary: 'List the members in the order in which they joined; or search them, as an administrator',
      query: MemberListQuery,
      response: listOf(MemberJson),
      budget: 2,
    },
    async (ctx, { query: { q, state, cursor, limit = 30 } }) => {
      const searches = q !== undefined || state !== undefined
      const page = searches
        ? await queries.search(ctx, { q, state, cursor, limit })
        : await queries.list(ctx, { cursor, limit })
      return { ...page, items: page.items.map(row => memberJson(ctx, row)) }
    },
  )

  routes.post(
    '/members',
    {
      tag,
      id: 'createMember',
      summary: 'Make an account for somebody',
      body: MemberInput,
      response: MemberJson,
      status: 201,
      budget: 60,
      replay: read,
    },
    async (ctx, { body }) => read(ctx, (await service.create(ctx, body)).id),
  )

  routes.patch(
    '/members/me',
    {
      tag,
      id: 'updateMe',
      summary: 'Change what you say of yourself, to whom you show it, and how pages are for you',
      body: OwnChange,
      response: MemberJson,
      budget: 7,
    },
    async (ctx, { body }) => read(ctx, (await service.updateOwn(ctx, body)).id),
  )

  routes.get(
    '/members/:name',
    { tag, id: 'getMember', summary: 'Read a member', params: NameParams, response: MemberJson, budget: 2 },
    async (ctx, { params }) => memberJson(ctx, await queries.get(ctx, params.name)),
  )
}

const read = async (ctx: Ctx, id: number) => memberJson(ctx, await queries.getById(ctx, id))

/** A member as JSON; what is not for its reader is left out. */
export function memberJson(ctx: Ctx, row: queries.MemberRow) {
  const { id, name, displayName, avatar, trustLevel, createdAt, lastSeenAt } = row
  const { about, fields, postCount, email, verified, suspendedUntil, groups } = row
  const { profileAudience, activityAudience, profileIndexed, autoFollow } = row
  const kept = {
    about,
    fields,
    postCount,
    email,
    verified,
    suspendedUntil: suspendedUntil?.toISOString() ?? null,
    groups,
    profileAudience,
    activityAudience,
    profileIndexed,
    autoFollow,
  }
  return {
    id: String(id),
    name,
    displayName,
    avatarUrl: avatarUrl(avatar),
    trustLevel,
    createdAt: createdAt.toISOString(),
    url: new URL(`/m/${encodeURIComponent(name)}`, ctx.host.env.publicUrl).href,
    ...(lastSeenAt !== null && { lastSeenAt: lastSeenAt.toISOString() }),
    ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== null)),
  }
}

import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import * as members from '../members/queries.ts'
import { NameParams } from '../members/schema.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import { fillRows } from '../threads/ledger.tsx'
import { MemberCard } from './card.tsx'
import type { Looks } from './frame.tsx'
import * as queries from './queries.ts'
import { BegunPage, MemberPage, WrittenPage } from './views.tsx'

const PER_PAGE = 30
const ON_OVERVIEW = 5
const CursorQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })

export function pages(routes: PageRoutes): void {
  routes.get('/m/:name', { params: NameParams, budget: 4 }, async (ctx, { params }) => {
    const member = await members.get(ctx, params.name)
    if (member.name !== params.name) return moved(member)
    const limit = ON_OVERVIEW
    const begun = member.activityShown ? await queries.begun(ctx, member, { limit }) : null
    const written = member.activityShown ? await queries.written(ctx, member, { limit, replies: true }) : null
    return {
      view: page => (
        <MemberPage
          page={page}
          member={member}
          {...looks(ctx, member)}
          begun={begun?.items ?? []}
          written={written?.items ?? []}
        />
      ),
      fill: fillRows(begun?.items ?? []),
    }
  })

  routes.get(
    '/m/:name/threads',
    { params: NameParams, query: CursorQuery, budget: 4 },
    async (ctx, { params, query: { cursor } }) => {
      const member = await members.get(ctx, params.name)
      if (member.name !== params.name) return moved(member, '/threads')
      const { items, nextCursor } = await queries.begun(ctx, member, { cursor, limit: PER_PAGE })
      const list = { nextCursor, firstPage: cursor === undefined }
      return {
        view: page => <BegunPage page={page} member={member} {...looks(ctx, member)} threads={items} {...list} />,
        fill: fillRows(items),
      }
    },
  )

  routes.get(
    '/m/:name/posts',
    { params: NameParams, query: CursorQuery, budget: 4 },
    async (ctx, { params, query: { cursor } }) => {
      const member = await members.get(ctx, params.name)
      if (member.name !== params.name) return moved(member, '/posts')
      const { items, nextCursor } = await queries.written(ctx, member, { cursor, limit: PER_PAGE })
      const list = { nextCursor, firstPage: cursor === undefined }
      return {
        view: page => <WrittenPage page={page} member={member} {...looks(ctx, member)} posts={items} {...list} />,
      }
    },
  )

  // Asked for by client/behaviors/member-card.ts, which shows it beside a name.
  routes.get('/m/:name/card', { params: NameParams, budget: 2 }, async (ctx, { params }) => {
    const member = await members.get(ctx, params.name)
    return { view: page => <MemberCard page={page} member={member} /> }
  })
}

const moved = ({ name }: members.MemberRow, tab = ''): PageAnswer => ({
  redirect: `/m/${encodeURIComponent(name)}${tab}`,
  permanent: true,
  keepsQuery: true,
})

/** What the viewer may do here. */
function looks(ctx: Ctx, member: members.MemberRow): Looks {
  const own = ctx.actor.id === member.id
  return { own, pictureRemovable: member.avatar !== null && !own && can(ctx, 'avatar.remove', null) }
}

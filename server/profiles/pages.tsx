import { can } from '../core/permissions.ts'
import * as members from '../members/queries.ts'
import { NameParams } from '../members/schema.ts'
import type { PageRoutes } from '../site/routes.ts'
import { MemberPage } from './views.tsx'

export function pages(routes: PageRoutes): void {
  routes.get('/m/:name', { params: NameParams, budget: 2 }, async (ctx, { params }) => {
    const member = await members.get(ctx, params.name)
    if (member.name !== params.name) return { redirect: `/m/${encodeURIComponent(member.name)}`, permanent: true }
    const own = ctx.actor.id === member.id
    const removable = member.avatar !== null && !own && can(ctx, 'avatar.remove', null)
    return { view: page => <MemberPage page={page} member={member} own={own} pictureRemovable={removable} /> }
  })
}

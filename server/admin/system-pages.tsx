/** What the server is, what it uses, and what is wrong with it. */
import { Type } from 'typebox'
import { ask } from '../operations/examine.ts'
import { systemOf } from '../operations/system.ts'
import type { PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import { AdminSystem } from './views.tsx'

const PATH = '/admin/system'

export function pages(routes: PageRoutes): void {
  const query = Type.Object({ notice: Type.Optional(Type.Enum(['asked'])) })

  routes.get(PATH, { query, budget: 10 }, async (ctx, { query: { notice } }) => {
    administer(ctx)
    const system = await systemOf(ctx)
    return { view: page => <AdminSystem page={page} system={system} asked={notice === 'asked'} /> }
  })

  routes.post(`${PATH}/examinations`, { budget: 8 }, async ctx => {
    await ask(ctx)
    return { redirect: `${PATH}?notice=asked` }
  })
}

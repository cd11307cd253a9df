/** The audit log, narrowed by who, what, to what and when. */
import { type Static, Type } from 'typebox'
import { momentOf } from '../audit/api.ts'
import { list } from '../audit/queries.ts'
import type { PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import { AdminAudit } from './views.tsx'

const PER_PAGE = 50
const DAY_MS = 24 * 60 * 60 * 1000

const Word = Type.Optional(Type.String({ maxLength: 80 }))
const Day = Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?$' }))

/** A form that is sent without scripts sends its empty fields too. */
const Query = Type.Object({
  actor: Word,
  act: Word,
  targetType: Word,
  targetId: Word,
  since: Day,
  until: Day,
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
})

export type AuditFields = Omit<Static<typeof Query>, 'cursor'>

export function pages(routes: PageRoutes): void {
  routes.get('/admin/audit', { query: Query, budget: 4 }, async (ctx, { query: { cursor, ...query } }) => {
    administer(ctx)
    const { since, until, ...words } = given(query)
    const last = momentOf(until, 'until')
    const log = await list(ctx, {
      ...words,
      since: momentOf(since, 'since'),
      until: last && new Date(last.getTime() + DAY_MS),
      cursor,
      limit: PER_PAGE,
    })
    return { view: page => <AdminAudit page={page} log={log} fields={given(query)} firstPage={cursor === undefined} /> }
  })
}

/** What was filled in. */
const given = (fields: AuditFields): AuditFields =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])))

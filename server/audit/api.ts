import { Invalid } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { listOf, personJson } from '../core/http/schemas.ts'
import { type Entry, list } from './queries.ts'
import { AuditEntryJson, AuditQuery } from './schema.ts'
import { keyOf, type Targets } from './targets.ts'

export function api(routes: ApiRoutes): void {
  routes.get(
    '/audit-entries',
    {
      tag: 'Operations',
      id: 'listAuditEntries',
      summary: 'List what was done to keep the community, the newest first',
      query: AuditQuery,
      response: listOf(AuditEntryJson),
      budget: 3,
    },
    async (ctx, { query: { limit = 30, since, until, ...rest } }) => {
      const [from, to] = [momentOf(since, 'since'), momentOf(until, 'until')]
      const { items, nextCursor, targets } = await list(ctx, { ...rest, since: from, until: to, limit })
      return { items: items.map(entry => entryJson(entry, targets)), nextCursor }
    },
  )
}

/** @throws Invalid at `field` for a moment that was not, or lies before all computers' count */
export function momentOf(text: string | undefined, field: string): Date | undefined {
  if (text === undefined) return undefined
  const at = new Date(text)
  if (!(at.getTime() >= 0)) throw new Invalid({ [field]: { key: 'invalid.format' } })
  return at
}

function entryJson({ target, actor, ...entry }: Entry, targets: Targets) {
  const { name = null, path = null } = targets.get(keyOf(target)) ?? {}
  return {
    ...entry,
    id: String(entry.id),
    at: entry.at.toISOString(),
    actor: actor && personJson(actor),
    target: { ...target, name, url: path },
  }
}

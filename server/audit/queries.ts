/** Reads of the audit log. An entry about what its reader does not see says that it is there, and no more. */
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import { auditEntries, members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { authorize } from '../core/permissions.ts'
import { type Person, personSql } from '../threads/queries.ts'
import { isTold, type Reference, type Targets, targetsOf } from './targets.ts'

type AuditFilter = {
  /** A member's name, in any case. */
  readonly actor?: string | undefined
  readonly act?: string | undefined
  readonly targetType?: string | undefined
  readonly targetId?: string | undefined
  readonly since?: Date | undefined
  /** Up to this moment, which is not in it. */
  readonly until?: Date | undefined
}

export type Entry = {
  readonly id: number
  readonly at: Date
  readonly act: string
  /** Null for the system, and for whoever has left. */
  readonly actor: Person | null
  readonly target: Reference
  readonly reason: string
  readonly data: Readonly<Record<string, unknown>>
}

type ListOptions = AuditFilter & { readonly cursor?: string | undefined; readonly limit: number }

export type EntryPage = {
  readonly items: Entry[]
  readonly nextCursor: string | null
  /** What the entries name. */
  readonly targets: Targets
}

/** Entries by key, the newest first. Two queries. @throws NotSignedIn, Forbidden, Invalid for a cursor that is none */
export async function list(ctx: Ctx, { cursor, limit, ...filter }: ListOptions): Promise<EntryPage> {
  authorize(ctx, 'site.administer', null)
  const [before] = readCursor(cursor, 1) ?? []
  const rows = await ctx.db
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      act: auditEntries.act,
      actor: personSql(auditEntries.actorId),
      type: auditEntries.targetType,
      targetId: auditEntries.targetId,
      reason: auditEntries.reason,
      data: auditEntries.data,
    })
    .from(auditEntries)
    .where(and(before === undefined ? undefined : lt(auditEntries.id, before), ...conditions(filter)))
    .orderBy(desc(auditEntries.id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, row => [row.id])
  const all = page.items.map(
    ({ type, targetId, data, ...row }): Entry => ({
      ...row,
      target: { type, id: targetId },
      data: { ...Object(data) },
    }),
  )
  const targets = await targetsOf(ctx, all.flatMap(referencesOf))
  const items = all.map(one => (isTold(ctx, one.target, targets) ? one : { ...one, reason: '', data: {} }))
  return { ...page, items, targets }
}

function conditions({ actor, act, targetType, targetId, since, until }: AuditFilter): (SQL | undefined)[] {
  return [
    actor === undefined
      ? undefined
      : sql`${auditEntries.actorId} = (select id from ${members} where lower(name) = lower(${actor}))`,
    act === undefined ? undefined : eq(auditEntries.act, act),
    targetType === undefined ? undefined : eq(auditEntries.targetType, targetType),
    targetId === undefined ? undefined : eq(auditEntries.targetId, targetId),
    since && gte(auditEntries.at, since),
    until && lt(auditEntries.at, until),
  ]
}

/** What an entry is about, and what its data names. */
function referencesOf({ act, target, data }: Entry): Reference[] {
  const { memberId, groups, rights, from, to } = data
  const inGroups = [groups, ...Object.values(Object(rights))].flat()
  return [
    target,
    ...(memberId === undefined ? [] : [{ type: 'member', id: String(memberId) }]),
    ...inGroups.filter(id => typeof id === 'number').map(id => ({ type: 'group', id: String(id) })),
    ...(act === 'thread.move' ? [from, to].map(id => ({ type: 'category', id: String(id) })) : []),
  ]
}

/** Which kind a thread is of, and in which of that kind's states. */
import { eq } from 'drizzle-orm'
import { threads } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { type FieldValues, fieldValues, firstStatus, PLAIN } from '../core/kinds.ts'
import { refusal } from '../core/permissions.ts'
import type { ThreadHead } from './queries.ts'
import { touch } from './service.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** It became another sort of thread. */
    'thread.converted': {
      readonly threadId: number
      readonly categoryId: number
      readonly was: string
      readonly kind: string
    }
    /** It is in another of its kind's states. */
    'thread.statusChanged': {
      readonly threadId: number
      readonly categoryId: number
      readonly kind: string
      readonly was: string
      readonly status: string
    }
  }
}

/** What a thread is when it begins. */
export type KindValues = { readonly kind: string; readonly status: string; readonly fields: FieldValues }

const PLAIN_VALUES: KindValues = { kind: PLAIN, status: '', fields: {} }

/** Whether the actor may begin a thread of this kind where they may begin one at all. */
export function mayBegin(ctx: Ctx, kind: string): boolean {
  const permission = ctx.host.kinds.get(kind)?.permission ?? null
  return permission === null || ctx.host.gate.holds(ctx, permission)
}

/**
 * @param given what was sent for the fields, by their names
 * @throws Invalid for a kind that nobody brings and for its fields, Forbidden or NotSignedIn
 */
export function beginning(ctx: Ctx, kind: string, given: Readonly<Record<string, unknown>>): KindValues {
  const values = valuesOf(ctx, kind, given)
  if (!mayBegin(ctx, kind)) throw refusal(ctx)
  return values
}

function valuesOf(ctx: Ctx, kind: string, given: Readonly<Record<string, unknown>>): KindValues {
  if (kind === PLAIN) return PLAIN_VALUES
  const known = ctx.host.kinds.get(kind)
  if (!known) throw new Invalid({ kind: { key: 'invalid.choice' } })
  return { kind, status: firstStatus(known), fields: fieldValues(known, given) }
}

type Conversion = {
  readonly kind: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly reason?: string | undefined
}

/**
 * Makes a thread whose lock the surrounding transaction holds one of another kind, or gives its fields other values. Who
 * may is decided by the caller.
 * @returns whether anything has changed
 * @throws Invalid, Forbidden or NotSignedIn
 */
export async function convert(
  ctx: Ctx,
  thread: ThreadHead,
  { kind, fields, reason = '' }: Conversion,
): Promise<boolean> {
  const { id, categoryId } = thread
  // A kind whose plugin is off: nothing is known of its fields, and they stay.
  if (kind === thread.kind && kind !== PLAIN && !ctx.host.kinds.has(kind)) return false
  // Whoever may edit it may edit what its kind asks for.
  const to =
    kind === thread.kind ? { ...valuesOf(ctx, kind, fields), status: thread.status } : beginning(ctx, kind, fields)
  if (kind === thread.kind && sameValues(to.fields, thread.fields)) return false
  await ctx.db.update(threads).set(to).where(eq(threads.id, id))
  await touch(ctx, id)
  // What the server does by itself, such as taking up an import, is nobody's act.
  if (ctx.actor.id !== null && ctx.actor.id !== thread.authorId)
    await audit(ctx, {
      act: 'thread.convert',
      targetType: 'thread',
      targetId: id,
      reason,
      data: { from: thread.kind, to: kind },
    })
  emit(ctx, 'thread.edited', { threadId: id, categoryId })
  if (kind !== thread.kind) emit(ctx, 'thread.converted', { threadId: id, categoryId, was: thread.kind, kind })
  return true
}

const sameValues = (one: FieldValues, other: FieldValues): boolean =>
  Object.keys({ ...one, ...other }).every(name => one[name] === other[name])

/**
 * Puts a thread whose lock the surrounding transaction holds into another of its kind's states. Whether it may is decided
 * by who brings the kind.
 */
export async function setStatus(ctx: Ctx, thread: ThreadHead, status: string): Promise<void> {
  const { id, categoryId, kind, status: was } = thread
  const known = ctx.host.kinds.get(kind)
  if (!known || !Object.hasOwn(known.statuses, status)) throw new Error(`a ${kind} has no status "${status}"`)
  if (status === was) return
  await ctx.db.update(threads).set({ status }).where(eq(threads.id, id))
  await touch(ctx, id)
  emit(ctx, 'thread.statusChanged', { threadId: id, categoryId, kind, was, status })
}

/** Asking for the file, and finding it again. It is made by a job (make.ts). */
import { and, desc, eq, gt, isNull, lte, or } from 'drizzle-orm'
import { dataExports, members } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { consume } from '../core/limits.ts'
import { transaction } from '../core/transaction.ts'
import { lockKept } from '../members/manage.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** They asked for all that is known of them. */
    'member.exportAsked': { readonly memberId: number; readonly exportId: number }
  }
}

const PER_DAY = 10
const DAY_SECONDS = 24 * 60 * 60
/** More than anybody asks for while they are kept. */
const MOST = 50

/** The actor asks for all that is known of them. One that is not made yet is asked for once. @throws NotSignedIn, RateLimited */
export async function askOwn(ctx: Ctx): Promise<{ id: number }> {
  const memberId = await count(ctx)
  return transaction(ctx, async ctx => {
    await ctx.db.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update')
    return add(ctx, memberId, memberId)
  })
}

/** Those who keep the members ask for what is known of one. @throws NotFound, Forbidden, RateLimited */
export async function askFor(ctx: Ctx, { id }: { id: number }): Promise<{ id: number }> {
  const askedById = await count(ctx)
  return transaction(ctx, async ctx => {
    await lockKept(ctx, id)
    await audit(ctx, { act: 'member.export', targetType: 'member', targetId: id })
    return add(ctx, id, askedById)
  })
}

/** @returns the actor's id */
async function count(ctx: Ctx): Promise<number> {
  const { id } = ctx.actor
  if (id === null) throw new NotSignedIn()
  await consume(ctx, { key: `takeout:${id}`, limit: PER_DAY, seconds: DAY_SECONDS })
  return id
}

async function add(ctx: Ctx, memberId: number, askedById: number): Promise<{ id: number }> {
  const same = and(eq(dataExports.memberId, memberId), eq(dataExports.askedById, askedById))
  const [waiting] = await ctx.db
    .select({ id: dataExports.id })
    .from(dataExports)
    .where(and(same, isNull(dataExports.madeAt)))
  if (waiting) return waiting
  const [row] = await ctx.db
    .insert(dataExports)
    .values({ memberId, askedById, askedAt: ctx.now() })
    .returning({ id: dataExports.id })
  if (!row) throw new Error('an export was not noted')
  emit(ctx, 'member.exportAsked', { memberId, exportId: row.id })
  return row
}

export type ExportRow = Awaited<ReturnType<typeof list>>[number]

/** Those that the actor asked for and that are still there, the newest first; of one member, if asked so. @throws NotSignedIn */
export async function list(ctx: Ctx, memberId?: number) {
  return select(ctx)
    .where(and(own(ctx), memberId === undefined ? undefined : eq(dataExports.memberId, memberId)))
    .orderBy(desc(dataExports.id))
    .limit(MOST)
}

/** One of them. @throws NotFound for any other, NotSignedIn */
export async function get(ctx: Ctx, id: number): Promise<ExportRow> {
  const [row] = await select(ctx).where(and(own(ctx), eq(dataExports.id, id)))
  if (!row) throw new NotFound()
  return row
}

const select = (ctx: Ctx) =>
  ctx.db
    .select({
      id: dataExports.id,
      memberId: dataExports.memberId,
      memberName: members.name,
      askedAt: dataExports.askedAt,
      madeAt: dataExports.madeAt,
      expiresAt: dataExports.expiresAt,
      key: dataExports.key,
      bytes: dataExports.bytes,
    })
    .from(dataExports)
    .innerJoin(members, eq(members.id, dataExports.memberId))

function own(ctx: Ctx) {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return and(
    eq(dataExports.askedById, ctx.actor.id),
    or(isNull(dataExports.expiresAt), gt(dataExports.expiresAt, ctx.now())),
  )
}

/** Forgets those whose days are over; their bytes go by themselves. */
export async function forgetOld(ctx: Ctx): Promise<void> {
  await ctx.db.delete(dataExports).where(lte(dataExports.expiresAt, ctx.now()))
}

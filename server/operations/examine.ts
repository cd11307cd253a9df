/** Looking for what takes long to find out, when somebody asks: a job does, and what it found is kept. */
import { desc, eq, lt, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import { examinations, uploads } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'
import { strictCheck } from '../core/http/validation.ts'
import { isMessageKey } from '../core/i18n.ts'
import { addJob } from '../core/jobs.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { thoroughFindings } from '../doctor/community.ts'
import type { Line } from '../doctor/finding.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** An administrator asked for what takes time: counters and files are looked at. */
    'examination.asked': { readonly examinationId: number }
  }
}

export const EXAMINE = 'operations.examine'

/** Somebody has asked. */
export const examiner: Consumer = {
  name: 'examinations',
  types: ['examination.asked'],
  handle: async (ctx, events) => {
    for (const event of events) {
      if (event.type === 'examination.asked') await addJob(ctx, EXAMINE, { id: event.data.examinationId }, EXAMINE)
    }
  },
}

export type Examination = {
  readonly id: number
  readonly askedAt: Date
  /** Null: nobody has looked yet. */
  readonly doneAt: Date | null
  readonly findings: readonly Line[]
  readonly files: number
  readonly bytes: number
}

/** Asks for it; some seconds later it is done, where jobs are done. */
export async function ask(ctx: Ctx): Promise<{ id: number }> {
  authorize(ctx, 'site.administer', null)
  return transaction(ctx, async ctx => {
    const [row] = await ctx.db.insert(examinations).values({ askedAt: ctx.now() }).returning({ id: examinations.id })
    if (!row) throw new Error('an examination was not inserted')
    await audit(ctx, { act: 'system.examine', targetType: 'system', targetId: 'server' })
    emit(ctx, 'examination.asked', { examinationId: row.id })
    return row
  })
}

/** Job `operations.examine`: looks, keeps what it found, and forgets the examinations before. */
export async function examine(ctx: Ctx, payload: unknown): Promise<void> {
  const id = Number(Object(payload).id)
  const findings: Line[] = []
  for await (const line of thoroughFindings(ctx)) findings.push(line)
  const [stored] = await ctx.db
    .select({ files: sql<number>`count(*)::int`, bytes: sql<number>`coalesce(sum(${uploads.bytes}), 0)::float8` })
    .from(uploads)
  await ctx.db
    .update(examinations)
    .set({ doneAt: ctx.now(), findings, ...stored })
    .where(eq(examinations.id, id))
  await ctx.db.delete(examinations).where(lt(examinations.id, id))
}

/** The last one that was asked for; null where nobody has. */
export async function latest(ctx: Ctx): Promise<Examination | null> {
  authorize(ctx, 'site.administer', null)
  const [row] = await ctx.db.select().from(examinations).orderBy(desc(examinations.id)).limit(1)
  return row ? { ...row, findings: kept(row.findings) } : null
}

/** @throws NotFound when another was asked for since */
export async function get(ctx: Ctx, id: number): Promise<Examination> {
  const found = await latest(ctx)
  if (found?.id !== id) throw new NotFound()
  return found
}

const Kept = Type.Array(
  Type.Object({
    check: Type.String(),
    result: Type.Enum(['ok', 'warn', 'fail']),
    says: Type.String(),
    message: Type.Optional(
      Type.Object({
        key: Type.String(),
        values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
      }),
    ),
  }),
)
const areKept = strictCheck(Kept)

/** Findings as they were kept, perhaps by another release: its messages may have gone. */
function kept(stored: unknown): Line[] {
  const lines: Static<typeof Kept> = areKept(stored) ? stored : []
  return lines.map(({ message, ...line }) => {
    if (!message || !isMessageKey(message.key)) return line
    return { ...line, message: { key: message.key, values: message.values } }
  })
}

/** Verbs on drafts. They are nobody's business but their writer's: no event tells of them. */
import { and, eq, lt, ne, sql } from 'drizzle-orm'
import type { DraftFields } from '../../db/tables/drafts.ts'
import { drafts } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, NotSignedIn, PreconditionFailed } from '../core/errors.ts'
import { consume } from '../core/limits.ts'

export type DraftText = { readonly key: string; readonly body: string; readonly fields?: DraftFields | undefined }

/** Beyond what anybody writes at once: a bound for programs. */
const MOST = 200
const SAVES_PER_MINUTE = 120
const MOST_UPLOADS = 100
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Keeps a text that was begun.
 * @param version the stored version that the writer knows of, 0 for none; without it the text replaces whatever there is
 * @throws NotSignedIn, PreconditionFailed when another version is stored, Conflict (`drafts.full`), RateLimited
 */
export async function save(
  ctx: Ctx,
  { key, body, fields = {}, version }: DraftText & { readonly version?: number | undefined },
): Promise<{ version: number }> {
  const memberId = ownId(ctx)
  await consume(ctx, { key: `draft:${memberId}`, limit: SAVES_PER_MINUTE, seconds: 60 })
  const text = { body, fields, uploads: uploadsIn(body), updatedAt: ctx.now() }
  const known = and(eq(drafts.memberId, memberId), eq(drafts.key, key))
  if (version !== undefined && version > 0) {
    const [row] = await ctx.db
      .update(drafts)
      .set({ ...text, version: version + 1 })
      .where(and(known, eq(drafts.version, version)))
      .returning({ version: drafts.version })
    if (!row) throw new PreconditionFailed()
    return row
  }
  const others = await ctx.db.$count(drafts, and(eq(drafts.memberId, memberId), ne(drafts.key, key)))
  if (others >= MOST) throw new Conflict('drafts.full', 'drafts.error.full', { most: MOST })
  const insert = ctx.db.insert(drafts).values({ memberId, key, ...text, createdAt: text.updatedAt })
  const [row] = await (version === 0
    ? insert.onConflictDoNothing()
    : insert.onConflictDoUpdate({
        target: [drafts.memberId, drafts.key],
        set: { ...text, version: sql`${drafts.version} + 1` },
      })
  ).returning({ version: drafts.version })
  if (!row) throw new PreconditionFailed()
  return row
}

/** Forgets a draft; one that is not there is forgotten already. Also in the transaction that sends it. */
export async function remove(ctx: Ctx, { key }: { readonly key: string }): Promise<void> {
  await ctx.db.delete(drafts).where(and(eq(drafts.memberId, ownId(ctx)), eq(drafts.key, key)))
}

/** Forgets what nobody has gone on with for `drafts.keptDays`. */
export async function forgetOldDrafts(ctx: Ctx): Promise<void> {
  const end = new Date(ctx.now().getTime() - ctx.setting('drafts.keptDays') * DAY_MS)
  await ctx.db.delete(drafts).where(lt(drafts.updatedAt, end))
}

/** Keys of the uploads that a text names: they are kept as long as the draft is. */
function uploadsIn(body: string): string[] {
  const keys = [...body.matchAll(/\/uploads\/([\w-]{8,80})\//g)].map(([, key = '']) => key)
  return [...new Set(keys)].slice(0, MOST_UPLOADS)
}

function ownId(ctx: Ctx): number {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return ctx.actor.id
}

/** Takes a name out of the texts of others: of mentions and quotes, which cooking then links to nobody. */
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { postRevisions, posts } from '../../db/tables/index.ts'
import { htmlOf, recook } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { transaction } from '../core/transaction.ts'
import { replaceReferences } from '../posts/references.ts'
import { refresh } from '../threads/service.ts'
import { withoutNames } from './names.ts'

const AT_ONCE = 50
/** A text that its author changes at the same moment is met again by the next pass. */
const PASSES = 3

type Names = { readonly names: readonly string[]; readonly by: string }
/** Who has a longer name that begins so is somebody else, and is left alone. */
type Change = Names & { readonly others: ReadonlySet<string> }

/** Goes through all texts that call somebody by one of these names. Can be broken off and begun again. */
export async function renameInTexts(ctx: Ctx, asked: Names, signal: AbortSignal): Promise<void> {
  const change = { ...asked, others: await namesAlike(ctx, asked.names) }
  for (let left = PASSES; left > 0; left--) {
    if ((await renameInPosts(ctx, change, signal)) === 0) break
  }
  await renameInRevisions(ctx, change, signal)
}

/** That a text may call one of them; which mentions do, `withoutNames` says. */
function callsOne(text: SQL, names: readonly string[]): SQL {
  const either = names.map(name => name.replaceAll(/[^\p{L}\p{N}\p{M}_]/gu, '\\$&')).join('|')
  return sql`${text} ~* ${`@(${either})`}`
}

/** @returns how many were changed by somebody else meanwhile */
async function renameInPosts(ctx: Ctx, change: Change, signal: AbortSignal): Promise<number> {
  let missed = 0
  for (let after = 0; ; ) {
    signal.throwIfAborted()
    const rows = await ctx.db
      .select({
        id: posts.id,
        threadId: posts.threadId,
        authorId: posts.authorId,
        body: posts.body,
        version: posts.version,
      })
      .from(posts)
      .where(sql`${posts.id} > ${after} and ${callsOne(sql`${posts.body}`, change.names)}`)
      .orderBy(posts.id)
      .limit(AT_ONCE)
    for (const row of rows) if (!(await renameInPost(ctx, row, change))) missed++
    const last = rows.at(-1)
    if (!last) return missed
    after = last.id
  }
}

type Row = Pick<typeof posts.$inferSelect, 'id' | 'threadId' | 'authorId' | 'body' | 'version'>

/** The look changes and not what is said: no version is kept, and nobody is told. @returns false when it was edited meanwhile */
async function renameInPost(ctx: Ctx, row: Row, change: Change): Promise<boolean> {
  const body = withoutNames(row.body, change)
  if (body === row.body) return true
  const cooked = await recook(ctx, { ...row, body })
  let written = false
  await transaction(ctx, async ctx => {
    // The thread first, as every verb has it.
    await refresh(ctx, [row.threadId])
    const [kept] = await ctx.db
      .update(posts)
      .set({ body, html: htmlOf(cooked, row.id), excerpt: cooked.excerpt, cookedVersion: cooked.version })
      .where(and(eq(posts.id, row.id), eq(posts.version, row.version)))
      .returning({ id: posts.id })
    if (kept) {
      await replaceReferences(ctx, row.id, cooked)
      emit(ctx, 'posts.reworded', { postIds: [row.id] })
    }
    written = kept !== undefined
  })
  return written
}

async function renameInRevisions(ctx: Ctx, change: Change, signal: AbortSignal): Promise<void> {
  const { postId, version, body } = postRevisions
  for (let after: readonly [number, number] = [0, 0]; ; ) {
    signal.throwIfAborted()
    const rows = await ctx.db
      .select({ postId, version, body })
      .from(postRevisions)
      .where(
        sql`(${postId}, ${version}) > (${after[0]}::bigint, ${after[1]}::int) and ${callsOne(sql`${body}`, change.names)}`,
      )
      .orderBy(postId, version)
      .limit(AT_ONCE)
    for (const row of rows)
      await ctx.db
        .update(postRevisions)
        .set({ body: withoutNames(row.body, change) })
        .where(and(eq(postId, row.postId), eq(version, row.version)))
    const last = rows.at(-1)
    if (!last) return
    after = [last.postId, last.version]
  }
}

async function namesAlike(ctx: Ctx, names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await ctx.db.execute<{ name: string }>(sql`
    select lower(m.name) as name from members m
    join unnest(${sql.param([...names])}::text[]) as n (name) on starts_with(lower(m.name), lower(n.name))
    where m.erased_at is null`)
  return new Set(rows.map(row => row.name))
}

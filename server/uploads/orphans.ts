/** Files that nothing names: sent and never shown, or shown in a text that is gone. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import { drafts, postRevisions, postUploads, uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { transaction } from '../core/transaction.ts'
import { discard } from './keep.ts'
import { incomingFolder } from './service.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const AT_ONCE = 200

/** Discards, in batches, old uploads that no post, no earlier version of one and no draft names. */
export async function discardUnused(ctx: Ctx): Promise<void> {
  for (let after: number | null = 0; after !== null; ) after = await discardSome(ctx, after)
  await removeAbandoned(ctx)
}

/** @returns the last id that was looked at; null when there are no more */
async function discardSome(ctx: Ctx, after: number): Promise<number | null> {
  const before = new Date(ctx.now().getTime() - ctx.setting('uploads.keepUnusedDays') * DAY_MS)
  const old = and(eq(uploads.purpose, 'post'), lt(uploads.createdAt, before), sql`${uploads.id} > ${after}`)
  const found = await ctx.db
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(old, unnamed))
    .orderBy(asc(uploads.id))
    .limit(AT_ONCE)
  const ids = found.map(row => row.id)
  const last = ids.at(-1)
  if (last === undefined) return null
  await transaction(ctx, async ctx => {
    // Whoever is about to show one of them holds its row: it is passed over. Then nobody can, and it is asked again.
    const locked = await ctx.db
      .select({ id: uploads.id })
      .from(uploads)
      .where(inArray(uploads.id, ids))
      .for('update', { skipLocked: true })
    const mine = locked.map(row => row.id)
    if (mine.length === 0) return
    const unused = await ctx.db
      .select({ id: uploads.id })
      .from(uploads)
      .where(and(inArray(uploads.id, mine), unnamed))
    await discard(
      ctx,
      unused.map(row => row.id),
    )
  })
  return last
}

/** Earlier versions are texts: their keys are read out once for all, not looked for once for each upload. */
const unnamed = sql`not exists (select from ${postUploads} where ${postUploads.uploadId} = ${uploads.id})
  and not exists (select from ${drafts} where ${uploads.key} = any(${drafts.uploads}))
  and ${uploads.key} not in (select named[1] from ${postRevisions},
    regexp_matches(${postRevisions.body}, '/uploads/([A-Za-z0-9_-]{22})/', 'g') named
    where ${postRevisions.body} like '%/uploads/%')`

/** Discards what a member sent and nothing names: they have gone, so nothing of it waits to be used. */
export async function discardUnshown(ctx: Ctx, memberId: number): Promise<void> {
  await transaction(ctx, async ctx => {
    const mine = await ctx.db
      .select({ id: uploads.id })
      .from(uploads)
      .where(and(eq(uploads.memberId, memberId), unnamed))
      .for('update')
    await discard(
      ctx,
      mine.map(row => row.id),
    )
  })
}

/** What a crash left of files that were being taken in. */
async function removeAbandoned(ctx: Ctx): Promise<void> {
  const folder = incomingFolder(ctx)
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (mtimeMs < Date.now() - DAY_MS) await rm(path, { recursive: true, force: true })
  }
}

/**
 * Rows and bytes. No transaction spans both, so each file's key is noted among those to be removed before its bytes are
 * written; the note goes in the transaction that makes the row. Whatever breaks off in between, a job finds the note.
 */
import { randomBytes } from 'node:crypto'
import { asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { discardedFiles, members, type StoredVariant, uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { AppError, Forbidden } from '../core/errors.ts'
import { transaction } from '../core/transaction.ts'
import { MEGABYTE, spaceOf } from './settings.ts'
import type { Made } from './workshop/task.ts'

/** Longer than any upload takes. */
const UNTIL_REMOVED_MS = 60 * 60 * 1000
const AT_ONCE = 100

export type NewUpload = {
  readonly memberId: number
  readonly purpose: 'post' | 'avatar'
  readonly name: string
  readonly made: Made
  /** Whether the sender has gone meanwhile. */
  readonly gone: () => boolean
}

export type Kept = { readonly id: number; readonly key: string }

/** 128 random bits: whoever was not told the address does not find it. */
const newKey = (): string => randomBytes(16).toString('base64url')

/**
 * Stores what was made of a file. `also` runs in the same transaction.
 * @throws Forbidden (`upload.quota`), StorageFull, StorageUnavailable
 */
export async function keep(
  ctx: Ctx,
  { made, gone, ...upload }: NewUpload,
  also: (ctx: Ctx, kept: Kept) => Promise<void> = async () => {},
): Promise<Kept> {
  const key = newKey()
  const keys = made.files.map(file => key + file.ending)
  await noteForRemoval(ctx, keys, UNTIL_REMOVED_MS)
  for (const { ending, path, type } of made.files) await ctx.host.storage.put({ key: key + ending, path, type })
  if (gone()) throw new AppError(400, 'bad-request', 'error.badRequest')
  return transaction(ctx, async ctx => {
    const row = rowOf(key, made)
    // A face is small, and one takes the place of another: nobody is kept from having one.
    if (upload.purpose === 'post') await reserveSpace(ctx, upload.memberId, row.bytes)
    const [kept] = await ctx.db
      .insert(uploads)
      .values({ ...upload, ...row, createdAt: ctx.now() })
      .returning({ id: uploads.id, key: uploads.key })
    const notes = await ctx.db.delete(discardedFiles).where(inArray(discardedFiles.key, keys)).returning()
    if (!kept || notes.length !== keys.length) throw new Error(`upload ${key} took so long that its bytes were removed`)
    await also(ctx, kept)
    return kept
  })
}

function rowOf(key: string, { files }: Made) {
  const original = files.find(file => file.ending === '') ?? files.at(-1)
  if (!original) throw new Error(`nothing was made of upload ${key}`)
  const variants: StoredVariant[] = []
  for (const { ending, type, bytes, width, height } of files) {
    if (ending !== '' && width !== null && height !== null)
      variants.push({ width, height, format: type, bytes, key: key + ending })
  }
  const { type, width, height } = original
  return { key, type, width, height, variants, bytes: files.reduce((sum, file) => sum + file.bytes, 0) }
}

/** Bytes that all of a member's files take. */
export async function usedSpace(ctx: Ctx, memberId: number): Promise<number> {
  const [row] = await ctx.db
    .select({ bytes: sql<number>`coalesce(sum(${uploads.bytes}), 0)::float8` })
    .from(uploads)
    .where(eq(uploads.memberId, memberId))
  return row?.bytes ?? 0
}

/** @throws Forbidden (`upload.quota`) when a member's files would take more than they may */
export function refuseBeyond(ctx: Ctx, used: number, more: number): void {
  const megabytes = spaceOf(ctx, ctx.actor)
  if (megabytes === null || used + more <= megabytes * MEGABYTE) return
  throw new Forbidden('upload.quota', 'upload.error.quota', { used: Math.round(used / MEGABYTE), allowed: megabytes })
}

/** One member's uploads are counted one after another: of two that each still fit, only one does. */
async function reserveSpace(ctx: Ctx, memberId: number, bytes: number): Promise<void> {
  await ctx.db.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('no key update')
  refuseBeyond(ctx, await usedSpace(ctx, memberId), bytes)
}

/** Stores a finished local file that goes by itself at a time: what is noted for removal belongs to nobody. @returns its key */
export async function keepUntil(
  ctx: Ctx,
  { path, ending, type, until }: { path: string; ending: string; type: string; until: Date },
): Promise<string> {
  const key = newKey() + ending
  await noteForRemoval(ctx, [key], until.getTime() - ctx.now().getTime())
  await ctx.host.storage.put({ key, path, type })
  return key
}

/** Takes rows away in the surrounding transaction; their bytes follow. */
export async function discard(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const gone = await ctx.db
    .delete(uploads)
    .where(inArray(uploads.id, [...ids]))
    .returning({ key: uploads.key, variants: uploads.variants })
  await noteForRemoval(
    ctx,
    gone.flatMap(({ key, variants }) => [key, ...variants.map(one => one.key)]),
    0,
  )
}

/** By the server's clock, as the job that removes them goes by it: the demo sends its pictures months ago. */
async function noteForRemoval(ctx: Ctx, keys: readonly string[], afterMs: number): Promise<void> {
  const at = new Date(ctx.host.now().getTime() + afterMs)
  if (keys.length > 0)
    await ctx.db
      .insert(discardedFiles)
      .values(keys.map(key => ({ key, at })))
      .onConflictDoNothing()
}

/** Removes the bytes that no row names any more. What cannot be removed now stays noted. */
export async function removeDiscarded(ctx: Ctx): Promise<void> {
  for (let found = AT_ONCE; found === AT_ONCE; ) {
    const notes = await ctx.db
      .select({ key: discardedFiles.key })
      .from(discardedFiles)
      .where(lte(discardedFiles.at, ctx.now()))
      .orderBy(asc(discardedFiles.at))
      .limit(AT_ONCE)
    for (const { key } of notes) {
      await ctx.host.storage.remove(key)
      await ctx.db.delete(discardedFiles).where(eq(discardedFiles.key, key))
    }
    found = notes.length
  }
}

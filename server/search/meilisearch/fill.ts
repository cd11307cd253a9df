/**
 * Makes an index and fills it, newest post first. One with other settings is filled beside the one that is asked, which is
 * kept as the posts are meanwhile, and takes its place when nothing is missing. Where filling has come to is kept, so it may
 * be broken off anywhere and goes on.
 */
import { randomBytes } from 'node:crypto'
import { max } from 'drizzle-orm'
import { posts } from '../../../db/tables/index.ts'
import type { Ctx } from '../../core/context.ts'
import { bring } from './bring.ts'
import { isMissing, meiliFor } from './client.ts'
import { keeping, meilisearch } from './engine.ts'
import { ALL, changeKept, filledOf, type Kept, keptOf } from './kept.ts'
import { INDEX_SETTINGS, MADE_SO } from './settings.ts'

const AT_ONCE = 500
const PREFIX = `guildhall_posts_${MADE_SO}_`

const isMadeSo = (index: string | null): boolean => index?.startsWith(PREFIX) ?? false

/**
 * Sees to it that there is an index that is made as it should be, or one is begun, and takes away those that nobody asks any
 * more. One that was lost, as with a disk, is not one that is there.
 * @param anew begins another also where the one that is asked is made as it should be
 * @throws MeilisearchAway
 */
export async function begin(ctx: Ctx, anew: boolean): Promise<void> {
  const kept = await keptOf(ctx)
  for (const index of kept.left) await remove(ctx, index)
  const asked = await thereOnly(ctx, kept.asked)
  const next = await thereOnly(ctx, kept.next)
  const isBegun = next === null ? !anew && isMadeSo(asked) : isMadeSo(next)
  if (isBegun && kept.left.length === 0 && asked === kept.asked && next === kept.next) return
  const made = isBegun ? next : await make(ctx)
  await changeKept(ctx, now => {
    // Another process has come first: it sees to the rest, and what was made here is taken away.
    if (now.asked !== kept.asked || now.next !== kept.next) return { ...now, left: [...now.left, ...others(now, made)] }
    const from = isBegun ? now.from : ALL
    const left = now.left.filter(index => !kept.left.includes(index))
    return { asked, next: made, from, left: [...left, ...others({ asked, next: made }, kept.asked, kept.next)] }
  })
}

/** Those of the indexes that are none of these two. */
const others = ({ asked, next }: Pick<Kept, 'asked' | 'next'>, ...indexes: readonly (string | null)[]): string[] =>
  indexes.filter(index => index !== null).filter(index => index !== asked && index !== next)

/** Puts some posts into the index that is to be full. @returns how many; null where none is missing. @throws MeilisearchAway */
export async function fillSome(ctx: Ctx): Promise<number | null> {
  const kept = await keptOf(ctx)
  const index = filledOf(kept)
  if (index === null || kept.from === null) return null
  const start = kept.from === ALL ? await fromTheTop(ctx, index) : kept.from
  const postIds = await meilisearch.lacking(ctx, start, AT_ONCE)
  await bring(
    ctx,
    keeping(() => [index]),
    postIds,
  )
  const from = postIds.length < AT_ONCE ? null : (postIds.at(-1) ?? null)
  // Unless it has to begin again: an import has brought more.
  await changeKept(ctx, now => (filledOf(now) === index && now.from === start ? reached(now, from) : now))
  return postIds.length
}

/** Begins above all posts that there are: who says meanwhile that it has to begin again says another number. */
async function fromTheTop(ctx: Ctx, index: string): Promise<number> {
  const [row] = await ctx.db.select({ last: max(posts.id) }).from(posts)
  const start = (row?.last ?? 0) + 1
  await changeKept(ctx, now => (filledOf(now) === index && now.from === ALL ? { ...now, from: start } : now))
  return start
}

/** What is kept when posts from there on are in. */
function reached(kept: Kept, from: number | null): Kept {
  const { asked, next, left } = kept
  if (from !== null || next === null) return { ...kept, from }
  return { asked: next, next: null, from, left: asked === null ? left : [...left, asked] }
}

/** The index, if it is there and is what we made. */
async function thereOnly(ctx: Ctx, index: string | null): Promise<string | null> {
  if (index === null) return null
  const found = await meiliFor(ctx).ask(client =>
    client.getRawIndex(index).catch(error => {
      if (isMissing(error)) return null
      throw error
    }),
  )
  return found?.primaryKey === PRIMARY_KEY ? index : null
}

const PRIMARY_KEY = 'postId'

async function make(ctx: Ctx): Promise<string> {
  const index = `${PREFIX}${randomBytes(4).toString('hex')}`
  await meiliFor(ctx).work(client => client.createIndex(index, { primaryKey: PRIMARY_KEY }))
  await meiliFor(ctx).work(client => client.index(index).updateSettings(INDEX_SETTINGS))
  return index
}

const remove = (ctx: Ctx, index: string): Promise<void> => meiliFor(ctx).work(client => client.deleteIndex(index))

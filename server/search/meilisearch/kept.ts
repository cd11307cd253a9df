/** Which indexes the community has, and how full they are: one line in the settings, the same for all processes. */
import { eq } from 'drizzle-orm'
import { settings as table } from '../../../db/tables/index.ts'
import type { Ctx } from '../../core/context.ts'
import { keepSetting } from '../../core/settings.ts'

export const KEPT = 'search.meilisearch'

export type Kept = {
  /** The one that is asked; null until the first is full. */
  readonly asked: string | null
  /** The one that takes its place when it is full. */
  readonly next: string | null
  /** Posts before this one may be missing in the one that is to be full; null: none is. */
  readonly from: number | null
  /** Those that nobody asks any more, but for who has not heard of it yet. */
  readonly left: readonly string[]
}

/** Larger than every id. */
export const ALL = Number.MAX_SAFE_INTEGER

/** All that follow what is written. */
export const indexesOf = ({ asked, next }: Kept): string[] => [asked, next].filter(name => name !== null)

/** The one that is to be full. */
export const filledOf = ({ asked, next }: Kept): string | null => next ?? asked

/** As this process has heard of it. No query. */
export const keptHere = (ctx: Ctx): Kept => read(ctx.setting(KEPT))

/** As it is. One query. */
export async function keptOf(ctx: Ctx): Promise<Kept> {
  const [row] = await ctx.db.select({ value: table.value }).from(table).where(eq(table.key, KEPT))
  return read(typeof row?.value === 'string' ? row.value : '')
}

/** Changes it, whoever else is about to. `change` may be given another state than was read before. */
export const changeKept = (ctx: Ctx, change: (kept: Kept) => Kept): Promise<void> =>
  keepSetting(ctx, KEPT, before => {
    const [old, now] = [read(before), change(read(before))]
    return { value: written(now), told: now.asked !== old.asked || now.next !== old.next }
  })

// As in an address: a text that is nothing but JSON would come back from the database as what it stands for.

function written({ asked, next, from, left }: Kept): string {
  const parts = { asked, next, from: from === null ? null : String(from), left: left.join(' ') }
  return new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).toString()
}

function read(text: string): Kept {
  const parts = new URLSearchParams(text)
  const from = parts.get('from')
  return {
    asked: parts.get('asked'),
    next: parts.get('next'),
    from: from === null ? null : Number(from),
    left: parts.get('left')?.split(' ') ?? [],
  }
}

/** Forgets the words that nobody says any more, of which none may be offered as what was meant. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'

/** Posts of one statement: some tenths of a second. */
const POSTS = 5000
const WORDS = 5000

/**
 * Reads all that is said once, and looks again only for what it has not met: asked for one by one, each word that everybody
 * says would have PostgreSQL gather all posts that say it.
 */
export async function forgetUnsaid(ctx: Ctx): Promise<void> {
  const said = await allSaid(ctx)
  let words: string[] = []
  do {
    words = await wordsAfter(ctx, words.at(-1) ?? '')
    const unsaid = words.filter(word => !said.has(word))
    if (unsaid.length > 0) await forget(ctx, unsaid)
  } while (words.length === WORDS)
}

/** As they stand in titles and texts, without the stems of other words. */
async function allSaid(ctx: Ctx): Promise<ReadonlySet<string>> {
  const [row] = await ctx.db.execute<{ last: number }>(
    sql`select coalesce(max(post_id), 0)::float8 as last from search_posts`,
  )
  const said = new Set<string>()
  for (let after = 0; after < (row?.last ?? 0); after += POSTS) {
    const some = `select vector from search_posts where post_id > ${after} and post_id <= ${after + POSTS}`
    const rows = await ctx.db.execute<{ word: string }>(sql`select word from ts_stat(${some}, 'ac')`)
    for (const { word } of rows) said.add(word)
  }
  return said
}

async function wordsAfter(ctx: Ctx, after: string): Promise<string[]> {
  const rows = await ctx.db.execute<{ word: string }>(
    sql`select word from search_words where word > ${after} order by word limit ${WORDS}::int`,
  )
  return rows.map(({ word }) => word)
}

/** But for those that somebody has said since. */
async function forget(ctx: Ctx, words: readonly string[]): Promise<void> {
  await ctx.db.execute(sql`
    delete from search_words w
    where w.word = any(${sql.param([...words])}::text[]) and not exists (
      select from search_posts s where s.vector @@ to_tsquery('guildhall_none', quote_literal(w.word)))`)
}

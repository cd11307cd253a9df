/**
 * What on a thread's page is one reader's own. It comes with the request's first query and is shown in viewer slots; and
 * because filled slots are kept, it is a part of the page's variant: who has the same own state shares the same page.
 */
import { type SQL, sql } from 'drizzle-orm'
import * as bookmarks from '../bookmarks/queries.ts'
import { fillSaved } from '../bookmarks/views.tsx'
import type { Ctx } from '../core/context.ts'
import { askingMemberId } from '../core/http/identity.ts'
import { idsOnPage } from '../posts/queries.ts'
import * as reactions from '../reactions/queries.ts'
import { fillReactions } from '../reactions/views.tsx'
import type { FillSlot } from '../site/routes.ts'

export type Own = { readonly reactions: reactions.OwnReactions; readonly bookmarks: bookmarks.OwnBookmarks }

const ofReader = {
  threadId: sql.placeholder('threadId'),
  from: sql.placeholder('from'),
  memberId: askingMemberId,
}

/** For the first query; its placeholders are `threadId` and `from`. */
export const ownScalars = {
  ownReactions: reactions.ownSql(ofReader),
  ownBookmarks: bookmarks.ownSql(ofReader),
}

/** What the first query brought; nothing for a visitor. */
export const parseOwn = (first: Readonly<Record<string, unknown>>): Own => ({
  reactions: reactions.parseOwn(first.ownReactions),
  bookmarks: bookmarks.parseOwn(first.ownBookmarks),
})

/** The same for a page whose request had no such first query: that of a refused form. */
export const readOwn = (ctx: Ctx, at: { threadId: number; from: number }): Promise<Own> => readAmong(ctx, idsOnPage(at))

/** The same of these posts. */
export const ownAmong = (ctx: Ctx, ids: readonly number[]): Promise<Own> =>
  readAmong(ctx, sql`${sql.param(`{${ids.join()}}`)}::bigint[]`)

async function readAmong(ctx: Ctx, ids: SQL): Promise<Own> {
  if (ctx.actor.id === null) return parseOwn({})
  const read = { ids, memberId: ctx.actor.id }
  const [row] = await ctx.db.execute<Record<string, unknown>>(
    sql`select ${reactions.ownAmong(read)} as "ownReactions", ${bookmarks.ownAmong(read)} as "ownBookmarks"`,
  )
  return parseOwn(row ?? {})
}

export function fillOwn(own: Own): FillSlot {
  const fillReaction = fillReactions(own.reactions)
  const fillSave = fillSaved(own.bookmarks)
  return (name, argument, page) => fillReaction(name, argument) ?? fillSave(name, argument, page)
}

/** In one word, empty for who has nothing of their own here, as most have not. */
export function wordOf({ reactions, bookmarks }: Own): string {
  const reacted = Object.entries(reactions).map(([postId, keys]) => `${postId}:${keys.join(',')}`)
  return [...reacted.sort(), ...bookmarks.map(String)].join(';')
}

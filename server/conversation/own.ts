/**
 * What on a thread's page is one reader's own. It comes with the request's first query and is shown in viewer slots; and
 * because filled slots are kept, it is a part of the page's variant: who has the same own state shares the same page.
 */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { askingMemberId } from '../core/http/identity.ts'
import * as reactions from '../reactions/queries.ts'
import { fillReactions } from '../reactions/views.tsx'
import type { FillSlot } from '../site/routes.ts'

export type Own = { readonly reactions: reactions.OwnReactions }

/** For the first query; its placeholders are `threadId` and `from`. */
export const ownScalars = {
  ownReactions: reactions.ownSql({
    threadId: sql.placeholder('threadId'),
    from: sql.placeholder('from'),
    memberId: askingMemberId,
  }),
}

/** What the first query brought; nothing for a visitor. */
export const parseOwn = (first: Readonly<Record<string, unknown>>): Own => ({
  reactions: reactions.parseOwn(first.ownReactions),
})

/** The same for a page whose request had no such first query: that of a refused form. */
export const readOwn = async (ctx: Ctx, at: { threadId: number; from: number }): Promise<Own> => ({
  reactions: await reactions.own(ctx, at),
})

export function fillOwn(own: Own): FillSlot {
  const fill = fillReactions(own.reactions)
  return (name, argument) => fill(name, argument)
}

/** In one word, empty for who has nothing of their own here, as most have not. */
export const wordOf = ({ reactions }: Own): string =>
  Object.entries(reactions)
    .map(([postId, keys]) => `${postId}:${keys.join(',')}`)
    .sort()
    .join(';')

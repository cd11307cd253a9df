/**
 * What on a thread's page is one reader's own. It comes with the request's first query and is shown in viewer slots; and
 * because filled slots are kept, it is a part of the page's variant: who has the same own state shares the same page.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { askingMemberId } from '../core/http/identity.ts'
import { idsOnPage } from '../posts/queries.ts'
import type { Mine, OwnState, ReadPosts } from '../site/own-state.ts'

type States = readonly OwnState[]

/** For the first query; its placeholders are `threadId` and `from`. */
export const ownScalars = (states: States): Record<string, SQL> =>
  scalarsOf(states, {
    ids: idsOnPage({ threadId: sql.placeholder('threadId'), from: sql.placeholder('from') }),
    memberId: askingMemberId,
  })

/** What the first query brought; nothing for a visitor. */
export function ownOf(states: States, first: Readonly<Record<string, unknown>>): Mine {
  const all = states.map(state => state.mine(first[nameOf(state)]))
  return {
    word: all.map(({ word }) => word).join(';'),
    fill: (...slot) => {
      for (const { fill } of all) {
        const filled = fill(...slot)
        if (filled !== undefined) return filled
      }
      return undefined
    },
  }
}

/** What who has nothing of their own is shown. */
export const nothingOwn = (states: States): Mine => ownOf(states, {})

/** The same for a page whose request had no such first query: that of a refused form. */
export const readOwn = (ctx: Ctx, states: States, at: { threadId: number; from: number }): Promise<Mine> =>
  readAmong(ctx, states, idsOnPage(at))

/** The same of these posts. */
export const ownAmong = (ctx: Ctx, states: States, ids: readonly number[]): Promise<Mine> =>
  readAmong(ctx, states, sql`${sql.param(`{${ids.join()}}`)}::bigint[]`)

async function readAmong(ctx: Ctx, states: States, ids: SQL): Promise<Mine> {
  if (ctx.actor.id === null || states.length === 0) return nothingOwn(states)
  const scalars = Object.entries(scalarsOf(states, { ids, memberId: ctx.actor.id }))
  const columns = scalars.map(([name, scalar]) => sql`${scalar} as ${sql.identifier(name)}`)
  const [row] = await ctx.db.execute<Record<string, unknown>>(sql`select ${sql.join(columns, sql`, `)}`)
  return ownOf(states, row ?? {})
}

const nameOf = ({ id }: OwnState): string => `own_${id}`

const scalarsOf = (states: States, read: ReadPosts): Record<string, SQL> =>
  Object.fromEntries(states.map(state => [nameOf(state), state.among(read)]))

/**
 * One process at a time gives Meilisearch what it lacks: several would give it the same. Whoever is at it says so for a minute
 * ahead, and holds nothing else, so one that dies is not waited for longer than that.
 */
import type { Ctx } from '../../core/context.ts'
import { keepSetting } from '../../core/settings.ts'

const TURN = 'search.meilisearchTurn'
const AHEAD_MS = 60_000
const AGAIN = 'again'

/** Until when it is somebody's, in milliseconds; and whether another has come meanwhile. */
type Turn = { readonly until: number; readonly again: boolean }

/** Takes the turn, unless another has it: that one is told to do it once more. @returns whether it was taken */
export async function takeTurn(ctx: Ctx): Promise<boolean> {
  let isTaken = false
  await changeTurn(ctx, turn => {
    isTaken = turn.until <= ctx.now().getTime()
    return isTaken ? anew(ctx) : { ...turn, again: true }
  })
  return isTaken
}

/** Ends the turn, unless another has come meanwhile. @returns whether it goes on */
export async function goesOn(ctx: Ctx): Promise<boolean> {
  let isAsked = false
  await changeTurn(ctx, turn => {
    isAsked = turn.again
    return isAsked ? anew(ctx) : NOBODYS
  })
  return isAsked
}

/** Ends it, whoever has come. */
export const endTurn = (ctx: Ctx): Promise<void> => changeTurn(ctx, () => NOBODYS)

const NOBODYS: Turn = { until: 0, again: false }
const anew = (ctx: Ctx): Turn => ({ until: ctx.now().getTime() + AHEAD_MS, again: false })

const changeTurn = (ctx: Ctx, change: (turn: Turn) => Turn): Promise<void> =>
  keepSetting(ctx, TURN, before => {
    const [until, more] = before.split(' ')
    const turn = change({ until: Number(until), again: more === AGAIN })
    return { value: `${turn.until} ${turn.again ? AGAIN : 'once'}`, told: false }
  })

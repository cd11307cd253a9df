/** What everything in the demo is played on: who is who, when it is, and where things have come to lie. */
import type { Actor } from '../core/actor.ts'
import { SYSTEM } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import type { Character } from './people.ts'

export type Player = Character & {
  readonly id: number
  readonly actor: Actor
  /** Ids of groups. */
  readonly joined: readonly number[]
  readonly joinedAt: Date
}

/** A thread that has begun. */
export type Place = {
  readonly id: number
  readonly slug: string
  readonly categoryId: number
  /** Ids of its posts, in order. */
  readonly posts: number[]
}

export type Stage = {
  readonly ctx: Ctx
  /** The moment of the set-up: nothing happens after it. */
  readonly now: Date
  readonly players: ReadonlyMap<string, Player>
  readonly categories: ReadonlyMap<string, number>
  /** By the slug of the story. */
  readonly places: Map<string, Place>
}

/** The context of somebody at some time: verbs take the time from there. */
export const at = (ctx: Ctx, moment: Date, actor: Actor = SYSTEM): Ctx => ({ ...ctx, actor, now: () => moment })

/** @throws Error: what is asked for was checked when the content was read */
export function found<K, T>(map: ReadonlyMap<K, T>, key: K): T {
  const value = map.get(key)
  if (value === undefined) throw new Error(`there is no ${key}`)
  return value
}

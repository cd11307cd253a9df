import type { OwnState } from '../site/own-state.ts'
import { ownAmong, parseOwn } from './queries.ts'
import { fillReactions } from './views.tsx'

/** Which signs a reader gave to the posts of a page. */
export const own: OwnState = {
  id: 'reactions',
  among: ownAmong,
  mine: raw => {
    const mine = parseOwn(raw)
    const given = Object.entries(mine).map(([postId, keys]) => `${postId}:${keys.join(',')}`)
    return { word: given.sort().join(';'), fill: fillReactions(mine) }
  },
}

import type { OwnState } from '../site/own-state.ts'
import { ownAmong, parseOwn } from './queries.ts'
import { fillSaved } from './views.tsx'

/** Which posts of a page a reader keeps. */
export const own: OwnState = {
  id: 'bookmarks',
  among: ownAmong,
  mine: raw => {
    const mine = parseOwn(raw)
    return { word: mine.join(), fill: fillSaved(mine) }
  },
}

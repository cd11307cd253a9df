/** How an index is made, and what is kept about those that there are. */
import { createHash } from 'node:crypto'
import type { Settings } from 'meilisearch'
import { defineSettings, type ValuesOf } from '../../core/settings.ts'
import { MOST_COUNTED } from '../engine.ts'

export const settings = defineSettings({
  /** Which indexes there are (kept.ts). */
  'search.meilisearch': { type: 'string', default: '', maxLength: 2000, hidden: true },
  /** Whose turn it is (turn.ts). */
  'search.meilisearchTurn': { type: 'string', default: '', maxLength: 100, hidden: true },
})

declare module '../../core/settings.ts' {
  interface SettingValues extends ValuesOf<typeof settings> {}
}

/** With other settings another index is made beside the one that is asked, and takes its place when it is full. */
export const INDEX_SETTINGS: Settings = {
  searchableAttributes: ['title', 'text'],
  filterableAttributes: ['postId', 'threadId', 'categoryId', 'authorId', 'createdAt', 'deleted'],
  sortableAttributes: ['postId'],
  // Who wants the newest first wants nothing else first. Of those that are equally good, the newer is better.
  rankingRules: ['sort', 'words', 'typo', 'proximity', 'attribute', 'exactness', 'postId:desc'],
  typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 } },
  // A short text is easily taken for one in a language whose accents make other letters.
  localizedAttributes: [{ attributePatterns: ['title', 'text'], locales: ['eng', 'fra'] }],
  pagination: { maxTotalHits: MOST_COUNTED },
}

/** Raised when a document is made otherwise (document.ts). */
const FORM = 1

/** Tells indexes that were made so from all others. */
export const MADE_SO = createHash('sha256')
  .update(JSON.stringify([FORM, INDEX_SETTINGS]))
  .digest('hex')
  .slice(0, 8)

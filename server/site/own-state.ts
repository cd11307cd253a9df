/** What beside posts is one reader's own: that they reacted, that they saved it. A feature declares it, pages show it. */
import type { SQL } from 'drizzle-orm'
import type { FillSlot } from './routes.ts'

/** Some posts and who reads them: by values, or by the placeholders of a first query. */
export type ReadPosts = { readonly ids: SQL; readonly memberId: number | SQL }

/** What one reader has on a page. */
export type Mine = {
  /** Readers with the same word are shown the same, and share the page; empty for who has nothing here, as most have not. */
  readonly word: string
  readonly fill: FillSlot
}

export type OwnState = {
  /** Names it among the others. */
  readonly id: string
  /** All of it as one scalar, which comes with a request's first query; null where there is nothing. */
  among(read: ReadPosts): SQL
  /** @param raw what `among` gave; undefined for a visitor, who is not asked */
  mine(raw: unknown): Mine
}

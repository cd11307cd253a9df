/** A post as Meilisearch keeps it. */
import type { SearchDocument } from '../engine.ts'
import { wordsOf } from '../words.ts'

/** What is filtered by is what the post was when it was put. It saves finding in vain; the database has the last word. */
export type Document = {
  readonly postId: number
  readonly threadId: number
  readonly categoryId: number
  readonly authorId: number
  /** In seconds. */
  readonly createdAt: number
  readonly deleted: boolean
  readonly title: string
  readonly text: string
}

/** Cut into words as questions are, so that both are the same to whoever cuts them again. */
export const documentFor = ({ number: _, createdAt, title, text, ...post }: SearchDocument): Document => ({
  ...post,
  createdAt: Math.floor(createdAt.getTime() / 1000),
  title: wordsOf(title).join(' '),
  text: wordsOf(text).join(' '),
})

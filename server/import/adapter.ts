import type { PostRecord, SurveyRecord } from './records.ts'
import type { Resolve } from './resolve.ts'

/** What our ids are of what came along: asked by adapters for the addresses in texts. */
export type Found = {
  thread(id: string): { readonly id: number; readonly slug: string } | undefined
  /** The thread and number of a post. */
  post(id: string): { readonly threadId: string; readonly number: number } | undefined
  /** Their name here. */
  member(id: string): string | undefined
  /** Slugs here. */
  category(id: string): string | undefined
  tag(name: string): string | undefined
}

/**
 * Reads one kind of export. It is read twice: first what there is, so that every text can be given addresses of ours, then
 * the texts, one after the other. Both readings must bring the same.
 */
export type Adapter = {
  /** What there is: members, categories, heads of threads and posts. */
  survey(): AsyncIterable<SurveyRecord>
  /** The texts; what is broken was named by the first reading, and is passed over. */
  posts(): AsyncIterable<PostRecord>
  /** After the first reading: by what the community is told from others, such as the name of its host. */
  source(): string
  /** What the texts ask. */
  resolve(found: Found): Resolve
}

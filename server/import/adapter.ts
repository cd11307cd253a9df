import type { Readable } from 'node:stream'
import type { Converted, KeptRecord, OwnRecord, PostRecord, SurveyRecord } from './records.ts'

/** What our ids are of what came along: asked by adapters for the addresses in texts. */
export type Found = {
  /** This site's origin. */
  readonly home: string
  thread(id: string): { readonly id: number; readonly slug: string } | undefined
  /** The thread and number of a post. */
  post(id: string): { readonly threadId: string; readonly number: number } | undefined
  /** Their name here. */
  member(id: string): string | undefined
  /** Slugs here. */
  category(id: string): string | undefined
  tag(name: string): string | undefined
}

export type Convert = (text: string, rank: number) => Converted

/**
 * Reads one kind of export. It is read twice: first what there is, so that every text can be given addresses of ours, then
 * the texts, one after the other. Both readings must bring the same.
 */
export type Adapter = {
  /** What there is: members, categories, heads of threads and posts. */
  survey(): AsyncIterable<SurveyRecord>
  /** The texts; what is broken was named by the first reading, and is passed over. */
  posts(): AsyncIterable<PostRecord>
  /** What members have of their own, where the source knows it. */
  own?(): AsyncIterable<OwnRecord>
  /** What plugins kept there, all rows of a name together. */
  kept?(): AsyncIterable<KeptRecord>
  /** The bytes of uploads, by the keys of their files. */
  files?(): AsyncIterable<{ readonly key: string; open(): Promise<Readable> }>
  /** After the first reading: by what the community is told from others, such as the name of its host. */
  source(): string
  /** After the first reading: what turns a text of this rank into Markdown of ours. */
  converter(found: Found): Convert
}

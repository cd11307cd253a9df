import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { posts } from './conversation.ts'
import { at, id, members } from './members.ts'

/** One stored size of a picture: `format` is what browsers call it (`image/webp`), `key` where the bytes are. */
export type StoredVariant = {
  readonly width: number
  readonly height: number
  readonly format: string
  readonly bytes: number
  readonly key: string
}

/** A file that a member sent. `key` cannot be guessed and stands in its address: /uploads/<key>/<name>. */
export const uploads = pgTable(
  'uploads',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    key: text().notNull().unique(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    purpose: text({ enum: ['post', 'avatar'] })
      .notNull()
      .default('post'),
    /** A safe name with the right ending. */
    name: text().notNull(),
    /** The content type found in the bytes, of the stored original. */
    type: text().notNull(),
    /** All stored bytes, sizes included: what counts against the quota. */
    bytes: bigint({ mode: 'number' }).notNull(),
    /** Of pictures. */
    width: integer(),
    height: integer(),
    /** Of pictures: smaller and other forms of them. */
    variants: jsonb().$type<readonly StoredVariant[]>().notNull().default([]),
    createdAt: at().notNull().defaultNow(),
  },
  t => [index('uploads_member_idx').on(t.memberId, t.id), index('uploads_age_idx').on(t.createdAt)],
)

/** Which posts show an upload: whoever sees one of them may have it. */
export const postUploads = pgTable(
  'post_uploads',
  {
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    uploadId: id()
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
  },
  t => [primaryKey({ columns: [t.postId, t.uploadId] }), index('post_uploads_upload_idx').on(t.uploadId)],
)

/** Stored bytes whose row is gone, to be deleted by a job: a crash between row and file leaves nothing behind. */
export const discardedFiles = pgTable(
  'discarded_files',
  { key: text().primaryKey(), at: at().notNull().defaultNow() },
  t => [index('discarded_files_age_idx').on(t.at)],
)

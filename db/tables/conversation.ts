import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { at, groups, id, members } from './members.ts'

export const categories = pgTable(
  'categories',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    description: text().notNull().default(''),
    tone: text().notNull().default('stone'),
    parentId: id().references((): AnyPgColumn => categories.id),
    position: integer().notNull().default(0),
    threadCount: integer().notNull().default(0),
    postCount: integer().notNull().default(0),
    createdAt: at().notNull().defaultNow(),
  },
  t => [index('categories_parent_idx').on(t.parentId)],
)

/** The addresses that categories had before: each leads to where its category is now, until another takes it. */
export const categorySlugs = pgTable(
  'category_slugs',
  {
    slug: text().primaryKey(),
    categoryId: id()
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
  },
  t => [index('category_slugs_category_idx').on(t.categoryId)],
)

/** Rights are given to groups on categories; everyone, members, trust levels and staff are groups too. */
export const categoryRights = pgTable(
  'category_rights',
  {
    categoryId: id()
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
    right: text({ enum: ['see', 'reply', 'create', 'moderate'] }).notNull(),
    groupId: id()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
  },
  t => [primaryKey({ columns: [t.categoryId, t.right, t.groupId] })],
)

/** How much each member wrote where, without the deleted: kept by a consumer (docs/decisions/0027). */
export const memberPostCounts = pgTable(
  'member_post_counts',
  {
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    categoryId: id()
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
    posts: bigint({ mode: 'number' }).notNull().default(0),
  },
  t => [primaryKey({ columns: [t.memberId, t.categoryId] })],
)

export const threads = pgTable(
  'threads',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    categoryId: id()
      .notNull()
      .references(() => categories.id),
    authorId: id()
      .notNull()
      .references(() => members.id),
    title: text().notNull(),
    slug: text().notNull(),
    /** `thread`, or the name of a kind that a plugin brings; it stays where the plugin does not. */
    kind: text().notNull().default('thread'),
    /** In which of its kind's states it is; empty for plain ones. */
    status: text().notNull().default(''),
    /** What its kind asks for, by name. */
    fields: jsonb().$type<Readonly<Record<string, string | number | boolean>>>().notNull().default({}),
    /** Raised by every change that shows on the thread's page: the key of its cached chunks. */
    version: integer().notNull().default(1),
    /** The number of the newest post, counting those out of sight: the next post gets one more. */
    lastNumber: integer().notNull().default(0),
    /** Posts in sight but for the opening one. */
    replyCount: integer().notNull().default(0),
    /** How often its page was opened. */
    viewCount: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: at().notNull().defaultNow(),
    /** When the newest post in sight was written, and by whom: lists are sorted by it. */
    bumpedAt: at().notNull().defaultNow(),
    lastPosterId: id().references(() => members.id),
    pinned: boolean().notNull().default(false),
    lockedAt: at(),
    hiddenAt: at(),
    deletedAt: at(),
    /** Who took it out of sight, and why: whoever does it themselves may put it back. */
    deletedById: id().references(() => members.id),
    deleteReason: text().notNull().default(''),
  },
  t => [
    index('threads_category_activity_idx').on(t.categoryId, t.pinned, t.bumpedAt, t.id),
    index('threads_activity_idx').on(t.bumpedAt, t.id),
    index('threads_author_activity_idx').on(t.authorId, t.bumpedAt, t.id),
    // What nobody has answered is little of all.
    index('threads_unanswered_idx').on(t.bumpedAt, t.id).where(sql`${t.replyCount} = 0`),
    // Threads of a kind are few among all: these indexes hold nothing else.
    index('threads_kind_activity_idx').on(t.kind, t.bumpedAt, t.id).where(sql`${t.kind} <> 'thread'`),
    index('threads_status_activity_idx').on(t.kind, t.status, t.bumpedAt, t.id).where(sql`${t.kind} <> 'thread'`),
  ],
)

export const posts = pgTable(
  'posts',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    threadId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    authorId: id()
      .notNull()
      .references(() => members.id),
    replyToId: id().references((): AnyPgColumn => posts.id, { onDelete: 'set null' }),
    body: text().notNull(),
    html: text().notNull(),
    /** The beginning of the text without its marks, for lists and notifications. */
    excerpt: text().notNull().default(''),
    cookedVersion: smallint().notNull(),
    /** Raised by every edit: the ETag that an edit must name. */
    version: integer().notNull().default(1),
    createdAt: at().notNull().defaultNow(),
    editedAt: at(),
    /** Who made the newest version, and why; null and empty until it is edited. */
    editorId: id().references(() => members.id),
    editReason: text().notNull().default(''),
    /** Every member who may reply may edit it. */
    wiki: boolean().notNull().default(false),
    hiddenAt: at(),
    deletedAt: at(),
    deletedById: id().references(() => members.id),
    deleteReason: text().notNull().default(''),
  },
  t => [
    index('posts_cooked_version_idx').on(t.cookedVersion, t.id),
    uniqueIndex('posts_thread_number_key').on(t.threadId, t.number),
    index('posts_author_idx').on(t.authorId, t.id),
    index('posts_deleted_idx').on(t.authorId, t.deletedAt).where(sql`deleted_at is not null`),
    // When a thread was last edited, for its date in the sitemap.
    index('posts_edited_idx').on(t.threadId, t.editedAt).where(sql`edited_at is not null`),
    index('posts_reply_to_idx').on(t.replyToId).where(sql`reply_to_id is not null`),
  ],
)

/** How far a member has read a thread. */
export const threadReads = pgTable(
  'thread_reads',
  {
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    threadId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    lastNumber: integer().notNull(),
    readAt: at().notNull().defaultNow(),
  },
  t => [
    primaryKey({ columns: [t.memberId, t.threadId] }),
    // Who read it last.
    index('thread_reads_thread_idx').on(t.threadId, t.readAt),
    // What somebody read a moment ago, for their other devices.
    index('thread_reads_recent_idx').on(t.memberId, t.readAt),
  ],
)

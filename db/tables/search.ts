import { customType, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { posts } from './conversation.ts'
import { at, id, members } from './members.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/**
 * The words of posts, to find them by; made of the posts, and made anew where they are missing. Who may see a post, where
 * it stands and whose it is are asked of the post itself (docs/decisions/0072).
 */
export const searchPosts = pgTable(
  'search_posts',
  {
    postId: id()
      .primaryKey()
      .references(() => posts.id, { onDelete: 'cascade' }),
    language: text({ enum: ['en', 'fr'] }),
    /** As written: A the title, C the text. In stems: B the title, D the text. */
    vector: tsvector().notNull(),
  },
  // Without a list of what is yet to be sorted in, which every search would read through.
  t => [index('search_posts_vector_idx').using('gin', t.vector).with({ fastupdate: false })],
)

/** Every word that was ever written, for those who mistype one. Nobody is shown one that no post in their sight has. */
export const searchWords = pgTable('search_words', { word: text().primaryKey() }, t => [
  index('search_words_alike_idx').using('gin', t.word.op('gin_trgm_ops')).with({ fastupdate: false }),
])

/** A search that a member may ask again: what its address says, and nothing of what it found. */
export const savedSearches = pgTable(
  'saved_searches',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** The parameters of the address by their names. */
    query: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  t => [index('saved_searches_member_idx').on(t.memberId, t.id)],
)

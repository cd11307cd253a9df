import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, id, members } from './members.ts'

/**
 * The numbered log that everything follows (docs/ARCHITECTURE.md). Partitioned by month in the migration, which
 * drizzle cannot say; `position` is given after commit by the sequencer.
 */
export const domainEvents = pgTable(
  'domain_events',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    at: at().notNull(),
    position: bigint({ mode: 'number' }),
    type: text().notNull(),
    actorId: id(),
    data: jsonb().notNull(),
  },
  t => [
    primaryKey({ columns: [t.id, t.at] }),
    index('domain_events_position_idx').on(t.position),
    index('domain_events_unnumbered_idx').on(t.id).where(sql`position is null`),
    // Whoever comes back to a thread asks what happened in it meanwhile.
    index('domain_events_thread_idx')
      .on(sql`(data->>'threadId')`, t.position)
      .where(sql`data->>'threadId' is not null`),
  ],
)

/** How far each consumer of the log has come; of one that fails, since when, how often and why (all empty once it goes on). */
export const consumers = pgTable('consumers', {
  name: text().primaryKey(),
  position: bigint({ mode: 'number' }).notNull().default(0),
  failures: integer().notNull().default(0),
  failingSince: at(),
  /** Without members' words (server/core/trouble.ts). */
  trouble: text(),
})

export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  updatedAt: at().notNull().defaultNow(),
})

/** What was found when somebody asked for what takes long to find out (server/operations/examine.ts); the last is kept. */
export const examinations = pgTable('examinations', {
  id: id().generatedAlwaysAsIdentity().primaryKey(),
  askedAt: at().notNull(),
  /** Null: nobody has looked yet. */
  doneAt: at(),
  findings: jsonb().notNull().default([]),
  /** Uploads, and how much room they take. */
  files: integer().notNull().default(0),
  bytes: bigint({ mode: 'number' }).notNull().default(0),
})

/** One row per process-wide cache: raised in the transaction that changes what it holds. */
export const cacheVersions = pgTable('cache_versions', {
  name: text().primaryKey(),
  version: integer().notNull().default(1),
})

/** Attempts counted per key and window. Unlogged: losing them in a crash only forgives. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text().notNull(),
    window: at().notNull(),
    count: integer().notNull(),
  },
  t => [primaryKey({ columns: [t.key, t.window] })],
)

/** A POST that was answered before under the same key is answered again with the same resource (24 h). */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    requestHash: text().notNull(),
    resourceId: id(),
    createdAt: at().notNull().defaultNow(),
  },
  t => [primaryKey({ columns: [t.memberId, t.key] }), index('idempotency_keys_age_idx').on(t.createdAt)],
)

/** Every mail; without SMTP it stays here for administrators to read. */
export const mails = pgTable(
  'mails',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    recipient: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    html: text().notNull(),
    createdAt: at().notNull().defaultNow(),
    sentAt: at(),
    attempts: integer().notNull().default(0),
    error: text(),
  },
  t => [index('mails_unsent_idx').on(t.id).where(sql`sent_at is null`)],
)

/** One line of the moderation and administration log. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    at: at().notNull().defaultNow(),
    actorId: id(),
    act: text().notNull(),
    targetType: text().notNull(),
    targetId: text().notNull(),
    reason: text().notNull().default(''),
    data: jsonb().notNull().default({}),
  },
  t => [
    index('audit_entries_target_idx').on(t.targetType, t.targetId, t.id),
    index('audit_entries_actor_idx').on(t.actorId, t.id),
  ],
)

import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { categories } from './conversation.ts'
import { at, id, members } from './members.ts'

/** An address that is told what happens. */
export const webhooks = pgTable('webhooks', {
  id: id().generatedAlwaysAsIdentity().primaryKey(),
  url: text().notNull(),
  description: text().notNull().default(''),
  /** Public names (server/webhooks/events.ts). */
  events: text().array().notNull(),
  /** Only what happens there and within; null: everywhere. Without its place it goes, rather than hear of everything. */
  categoryId: id().references(() => categories.id, { onDelete: 'cascade' }),
  /** For whom it hears: never more than they may. Without them it stops. */
  ownerId: id().references(() => members.id, { onDelete: 'set null' }),
  /** What the secret is made of, together with the installation's key (server/webhooks/secrets.ts). */
  seed: text().notNull(),
  /** Of the secret before, which goes on signing until then. */
  previousSeed: text(),
  previousUntil: at(),
  active: boolean().notNull().default(true),
  /** Why it stopped by itself: its owner may no longer, its receiver said 410, or nothing has arrived for too long. */
  stopReason: text({ enum: ['rights', 'gone', 'failing'] }),
  /** Since when nothing has arrived; null while something does. */
  failingSince: at(),
  createdAt: at().notNull(),
})

/** Ids and keys by which what happened is looked up when it is told. Nothing else of it is kept. */
export type WebhookFacts = Readonly<Record<string, number | string>>

/** One thing to tell one webhook, and how that went. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    webhookId: id()
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** Of the event in the log; null for a ping. */
    position: bigint({ mode: 'number' }),
    type: text().notNull(),
    facts: jsonb().$type<WebhookFacts>().notNull(),
    /** When it happened. */
    at: at().notNull(),
    status: text({ enum: ['pending', 'delivered', 'failed', 'given-up'] })
      .notNull()
      .default('pending'),
    attempts: integer().notNull().default(0),
    /** Null when it is not tried again. */
    nextAt: at(),
    /** Of the last attempt: the answer's status and beginning, or why there was none, and how long it took. */
    lastStatus: integer(),
    answer: text().notNull().default(''),
    trouble: text({ enum: ['address', 'name', 'timeout', 'certificate', 'connection'] }),
    tookMs: integer(),
    createdAt: at().notNull(),
  },
  t => [
    uniqueIndex('webhook_deliveries_event_key').on(t.webhookId, t.position),
    index('webhook_deliveries_list_idx').on(t.webhookId, t.id),
    index('webhook_deliveries_due_idx').on(t.nextAt).where(sql`next_at is not null`),
    index('webhook_deliveries_age_idx').on(t.createdAt),
  ],
)

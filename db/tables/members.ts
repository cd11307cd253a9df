import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

export const id = () => bigint({ mode: 'number' })
export const at = () => timestamp({ withTimezone: true, precision: 3 })

/**
 * An account. Only a *verified* address is unique: whoever joins with somebody else's address learns nothing from it
 * (docs/decisions/0003-joining-tells-nothing.md).
 */
export const members = pgTable(
  'members',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    name: text().notNull(),
    displayName: text(),
    email: text().notNull(),
    emailVerifiedAt: at(),
    passwordHash: text(),
    about: text().notNull().default(''),
    /** What they say of themselves in fields of plugins, by the fields' names (core/member-fields.ts). */
    fields: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
    locale: text(),
    theme: text().notNull().default('system'),
    density: text().notNull().default('cosy'),
    /** The picture's upload, which names its member in turn; null shows the generated face. */
    avatarKey: text(),
    /** Who may read what they say of themselves, and the list of what they wrote. */
    profileAudience: text({ enum: ['everyone', 'members', 'nobody'] })
      .notNull()
      .default('everyone'),
    activityAudience: text({ enum: ['everyone', 'members', 'nobody'] })
      .notNull()
      .default('everyone'),
    /** Whether search engines may list the profile. */
    profileIndexed: boolean().notNull().default(true),
    /** Kinds of notifications that they do not want. */
    quietKinds: text().array().notNull().default([]),
    /** By what they come to follow a thread; null: as the community has it. */
    autoFollow: text({ enum: ['nothing', 'writing', 'reading'] }),
    trustLevel: smallint().notNull().default(0),
    postCount: bigint({ mode: 'number' }).notNull().default(0),
    suspendedUntil: at(),
    createdAt: at().notNull().defaultNow(),
    lastSeenAt: at().notNull().defaultNow(),
    /** When the account was erased: its number stays, for what stays of it (docs/decisions/0053). */
    erasedAt: at(),
  },
  t => [
    uniqueIndex('members_name_key').on(sql`lower(${t.name})`),
    uniqueIndex('members_verified_email_key').on(sql`lower(${t.email})`).where(sql`email_verified_at is not null`),
    index('members_email_idx').on(sql`lower(${t.email})`),
    // For those who keep the members: the few that wait for something.
    index('members_unverified_idx').on(t.id).where(sql`email_verified_at is null and erased_at is null`),
    index('members_suspended_idx').on(t.id).where(sql`suspended_until is not null`),
    check('members_trust_level_check', sql`trust_level between 0 and 4`),
  ],
)

/** The names that members had before: each leads to who they are now, and nobody else can take it. */
export const memberNames = pgTable(
  'member_names',
  {
    /** In small letters. */
    name: text().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
  },
  t => [index('member_names_member_idx').on(t.memberId)],
)

/** A signed-in browser. `id` is the SHA-256 of the cookie's value, so the table gives nobody a usable cookie. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    createdAt: at().notNull().defaultNow(),
    expiresAt: at().notNull(),
    endsAt: at().notNull(),
    lastSeenAt: at().notNull().defaultNow(),
    userAgent: text().notNull().default(''),
    address: text().notNull().default(''),
  },
  t => [index('sessions_member_idx').on(t.memberId)],
)

/** One-time links sent by mail: `id` is the SHA-256 of the secret in the link. */
export const mailLinks = pgTable(
  'mail_links',
  {
    id: text().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    purpose: text({ enum: ['verify', 'reset'] }).notNull(),
    email: text().notNull(),
    createdAt: at().notNull().defaultNow(),
    expiresAt: at().notNull(),
  },
  t => [index('mail_links_member_idx').on(t.memberId)],
)

export const groups = pgTable('groups', {
  id: id().generatedByDefaultAsIdentity({ startWith: 100 }).primaryKey(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  kind: text({ enum: ['automatic', 'staff', 'custom'] })
    .notNull()
    .default('custom'),
  /** Whether members may call the whole group with `@slug`. */
  mentionable: boolean().notNull().default(false),
  /** Among all groups, as staff put them; those of one position stand in the order of their ids. */
  position: integer().notNull().default(0),
  createdAt: at().notNull().defaultNow(),
})

export const groupMembers = pgTable(
  'group_members',
  {
    groupId: id()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    createdAt: at().notNull().defaultNow(),
  },
  t => [primaryKey({ columns: [t.groupId, t.memberId] }), index('group_members_member_idx').on(t.memberId)],
)

/** What an administrator changed of the permissions' declared defaults: a row replaces the default of its permission. */
export const permissionGrants = pgTable(
  'permission_grants',
  {
    permission: text().notNull(),
    groupId: id()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
  },
  t => [primaryKey({ columns: [t.permission, t.groupId] })],
)

/** A program's key to the API. `hash` is the SHA-256 of the secret, which is shown once. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    hash: text().notNull().unique(),
    scopes: text().array().notNull(),
    createdAt: at().notNull().defaultNow(),
    expiresAt: at(),
    lastUsedAt: at(),
  },
  t => [index('api_tokens_member_idx').on(t.memberId)],
)

/** The account itself: what identifies its owner, and all that is theirs alone. The number stays, for what stays of it. */
import { eq, type SQL, sql } from 'drizzle-orm'
import { erasures, members } from '../../db/tables/index.ts'
import * as sessions from '../auth/sessions.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { translator } from '../core/i18n.ts'
import { transaction } from '../core/transaction.ts'
import * as groups from '../groups/service.ts'
import { formerName } from '../members/names.ts'
import * as tokens from '../tokens/service.ts'
import { removeFace } from '../uploads/avatars.ts'
import { isLastAdministrator } from './service.ts'

/** Tables whose rows by `member_id` are nobody else's business, and go. tests/members/erasure-tables.test.ts knows all others. */
export const THEIRS = [
  'bookmarks',
  'consents',
  'drafts',
  'follows',
  'idempotency_keys',
  'mail_links',
  'member_names',
  'notifications',
  'presences',
  'saved_searches',
  'thread_reads',
] as const

/** The statements that take these rows away. */
export const theirsOf = (id: number): readonly SQL[] =>
  THEIRS.map(table => sql`delete from ${sql.identifier(table)} where member_id = ${id}`)

/** Who goes: the number, the address, and the names by which they were known. */
type Gone = { readonly id: number; readonly email: string; readonly names: readonly string[] }

/** Where an address, a name or what was said of them stands besides. */
const TRACES: readonly ((of: Gone) => SQL)[] = [
  ({ email }) => sql`delete from mails where lower(recipient) = lower(${email})`,
  // Files made for them, or of them: their bytes are due to be removed at once.
  ({ id }) => sql`with gone as (delete from data_exports where member_id = ${id} or asked_by_id = ${id} returning key)
    update discarded_files set at = to_timestamp(0) where key in (select key from gone)`,
  // What they were called elsewhere. An import that is run again makes an account anew, as for somebody unknown.
  ({ id }) => sql`delete from imports where kind = 'member' and target_id = ${id}`,
  ({ id }) => sql`update audit_entries set data = '{}', reason = ''
    where target_type = 'member' and target_id = ${String(id)}`,
  ({ id }) => sql`update domain_events set data = data - 'email'
    where type = 'member.emailChangeAsked' and data @> ${JSON.stringify({ memberId: id })}::jsonb`,
  // Searches of others by what they wrote.
  ({ names }) => sql`delete from saved_searches
    where lower(query ->> 'by') = any(${sql.param(names.map(name => name.toLowerCase()))}::text[])`,
  // What they called their programs.
  ({ id }) => sql`update audit_entries set data = data - 'name' where target_type = 'token' and actor_id = ${id}`,
]

/**
 * Takes the name, the address, the way in and all that is theirs alone from an account whose erasure is due. One that was
 * begun before stays as it is.
 * @returns the names by which they were known; null for the last administrator, who stays
 */
export async function eraseAccount(ctx: Ctx, id: number): Promise<readonly string[] | null> {
  let names: readonly string[] | null = null
  await transaction(ctx, async ctx => {
    // The member first, as whoever asks has it: else the two would wait for each other.
    const [member] = await ctx.db.select().from(members).where(eq(members.id, id)).for('update')
    const [erasure] = await ctx.db.select().from(erasures).where(eq(erasures.memberId, id)).for('update')
    if (!erasure || !member) throw new NotFound()
    if (erasure.names) {
      names = erasure.names
      return
    }
    // The others left meanwhile: somebody must hold the keys.
    if (await isLastAdministrator(ctx, id)) {
      await ctx.db.delete(erasures).where(eq(erasures.memberId, id))
      return
    }
    const known = await namesOf(ctx, member)
    names = known
    await ctx.db.update(erasures).set({ names: known }).where(eq(erasures.memberId, id))
    await sessions.endAll(ctx, { memberId: id })
    await tokens.endAll(ctx, { memberId: id })
    await groups.removeFromAll(ctx, { memberId: id })
    await removeFace(ctx, id)
    for (const statement of theirsOf(id)) await ctx.db.execute(statement)
    for (const trace of TRACES) await ctx.db.execute(trace({ ...member, names: known }))
    await ctx.db
      .update(members)
      .set(await emptied(ctx, id))
      .where(eq(members.id, id))
    emit(ctx, 'member.changed', { memberId: id })
  })
  return names
}

/** The name that they had when it began, and those before it. */
async function namesOf(ctx: Ctx, { id, name }: { readonly id: number; readonly name: string }): Promise<string[]> {
  const rows = await ctx.db.execute<{ name: string }>(sql`select name from member_names where member_id = ${id}`)
  return [name, ...rows.map(row => row.name)]
}

/** An account's columns without anything that says something of a person. What is written when nobody is there to say it stands in the house's language. */
export async function emptied(ctx: Ctx, id: number): Promise<Partial<typeof members.$inferInsert>> {
  const name = formerName(id)
  const [taken] = await ctx.db.execute(sql`select 1 from members where lower(name) = ${name}`)
  return {
    // From before names of this sort were kept for the erased.
    name: taken ? `${name}-${id}` : name,
    displayName: translator(ctx.setting('site.locale'))('member.former'),
    // Nobody's, by RFC 2606: nothing can be sent there.
    email: `${name}@erased.invalid`,
    emailVerifiedAt: null,
    passwordHash: null,
    about: '',
    fields: {},
    locale: null,
    theme: 'system',
    density: 'cosy',
    avatarKey: null,
    profileAudience: 'nobody',
    activityAudience: 'nobody',
    profileIndexed: false,
    quietKinds: [],
    autoFollow: null,
    trustLevel: 0,
    suspendedUntil: null,
    lastSeenAt: ctx.now(),
    erasedAt: ctx.now(),
  }
}

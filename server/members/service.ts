/** Verbs on members: joining, being made by an administrator, and what members say of themselves. */
import { eq, sql } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import { normaliseEmail, problemWithEmail } from '../auth/emails.ts'
import { hashPassword, problemWithPassword } from '../auth/passwords.ts'
import { legalText, noteConsents } from '../consents/service.ts'
import { GROUP } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, type FieldError, Forbidden, Invalid, NotFound, NotSignedIn } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import type { Locale } from '../core/i18n.ts'
import { consumeByAddress } from '../core/limits.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import * as groups from '../groups/service.ts'
import { fieldsWith } from './fields.ts'
import { requireFree } from './manage.ts'
import { normaliseName, problemWithDisplayName, problemWithName } from './names.ts'
import type { Audience } from './privacy.ts'
import type { AutoFollow } from './schema.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Somebody has an account. */
    'member.joined': { readonly memberId: number }
    /** Their name, profile, picture or settings are others. */
    'member.changed': { readonly memberId: number }
    /** To whom they show what; no page that is kept shows it. */
    'member.privacyChanged': { readonly memberId: number }
  }
}

declare module '../core/permissions.ts' {
  interface Permissions {
    'member.create': null
    'member.list': null
  }
}

export type Joining = {
  readonly name: string
  readonly email: string
  readonly password: string
  /** The language that the form was filled in. */
  readonly locale?: Locale | null
  /** Whether they agree to the community's terms, where it has some. */
  readonly agrees?: boolean
}

export type NewMember = Omit<Joining, 'locale' | 'agrees'> & {
  /** Whether the address is known to be theirs; without it they get the usual mail. */
  readonly verified?: boolean | undefined
  /** Slugs of groups to put them into. */
  readonly groups?: readonly string[] | undefined
}

const MAX_ABOUT = 1000

/**
 * Makes an account for whoever asks. Any address will do, known here or not: the answer is the same, and the mail tells
 * its owner (docs/decisions/0003-joining-tells-nothing.md).
 * @throws Invalid naming each field, Forbidden (`joining.closed`), RateLimited
 */
export async function join(ctx: Ctx, input: Joining): Promise<{ id: number; name: string }> {
  if (ctx.setting('accounts.joining') === 'closed') throw new Forbidden('joining.closed', 'member.error.joiningClosed')
  await consumeByAddress(ctx, { key: 'join', limit: 10, seconds: 3600 })
  if (!input.agrees && legalText(ctx, 'terms')) throw new Invalid({ terms: { key: 'join.error.terms' } })
  const account = await checked(ctx, input)
  return transaction(ctx, async ctx => {
    const member = await insert(ctx, { ...account, locale: input.locale ?? null })
    await noteConsents(ctx, member.id)
    emit(ctx, 'member.joined', { memberId: member.id })
    return member
  })
}

/**
 * An administrator makes an account.
 * @throws Invalid, Conflict (`email.taken`) when `verified` and a verified account holds the address
 */
export async function create(ctx: Ctx, input: NewMember): Promise<{ id: number; name: string }> {
  authorize(ctx, 'member.create', null)
  const account = await checked(ctx, input)
  return transaction(ctx, async ctx => {
    const member = await insert(ctx, { ...account, emailVerifiedAt: input.verified ? ctx.now() : null })
    for (const slug of input.groups ?? []) {
      const group = await groups.find(ctx, slug)
      if (!group) throw new Invalid({ groups: { key: 'invalid.choice' } })
      await groups.addMember(ctx, { groupId: group.id, memberId: member.id })
    }
    await audit(ctx, { act: 'member.create', targetType: 'member', targetId: member.id, data: { name: member.name } })
    emit(ctx, 'member.joined', { memberId: member.id })
    return member
  })
}

/** An account that has been checked and hashed, ready to insert. */
type Prepared = { readonly name: string; readonly email: string; readonly passwordHash: string }

/**
 * Makes an administrator: for the command line and GUILDHALL_ADMIN_…; the caller stands for the right.
 * @throws Invalid, Conflict (`email.taken`)
 */
export async function createAdmin(ctx: Ctx, input: Joining): Promise<{ id: number; name: string }> {
  const prepared = await prepareAdmin(ctx, input)
  return transaction(ctx, async ctx => insertAdmin(ctx, prepared))
}

/** What `insertAdmin` needs, checked and hashed before the transaction. @throws Invalid */
export const prepareAdmin = (ctx: Ctx, input: Joining): Promise<Prepared> => checked(ctx, input)

/** Makes an administrator in the surrounding transaction; the caller stands for the right. */
export async function insertAdmin(ctx: Ctx, prepared: Prepared): Promise<{ id: number; name: string }> {
  const member = await insert(ctx, { ...prepared, emailVerifiedAt: ctx.now() })
  await groups.put(ctx, { groupId: GROUP.administrators, memberId: member.id })
  const data = { name: member.name }
  await audit(ctx, { act: 'member.createAdmin', targetType: 'member', targetId: member.id, data })
  emit(ctx, 'member.joined', { memberId: member.id })
  return member
}

export type ProfileChange = {
  readonly displayName?: string | undefined
  readonly about?: string | undefined
  /** By their names; null or empty takes one back. */
  readonly fields?: Readonly<Record<string, string | null>> | undefined
}

/** Changes what the actor says of themselves; an empty display name falls back to the name. What is not given stays. */
export async function updateProfile(ctx: Ctx, { displayName, about, fields = {} }: ProfileChange): Promise<void> {
  const id = ownId(ctx)
  const shown = displayName?.normalize('NFC').trim()
  const problem = shown === undefined ? null : problemWithDisplayName(shown)
  const tooLong: FieldError | null =
    about !== undefined && about.length > MAX_ABOUT ? { key: 'invalid.maxLength', values: { max: MAX_ABOUT } } : null
  refuse({ displayName: problem, about: tooLong })
  const set = {
    ...(shown !== undefined && { displayName: shown || null }),
    ...(about !== undefined && { about: about.trim() }),
    ...(Object.keys(fields).length > 0 && { fields: fieldsWith(ctx, fields) }),
  }
  if (Object.keys(set).length === 0) return
  await transaction(ctx, async ctx => {
    await ctx.db.update(members).set(set).where(eq(members.id, id))
    emit(ctx, 'member.changed', { memberId: id })
  })
}

export type Privacy = {
  readonly profileAudience?: Audience | undefined
  readonly activityAudience?: Audience | undefined
  readonly profileIndexed?: boolean | undefined
}

/** Stores whom the actor shows what; what is not given stays. */
export async function updatePrivacy(
  ctx: Ctx,
  { profileAudience, activityAudience, profileIndexed }: Privacy,
): Promise<void> {
  const id = ownId(ctx)
  const set = {
    ...(profileAudience !== undefined && { profileAudience }),
    ...(activityAudience !== undefined && { activityAudience }),
    ...(profileIndexed !== undefined && { profileIndexed }),
  }
  if (Object.keys(set).length === 0) return
  await transaction(ctx, async ctx => {
    await ctx.db.update(members).set(set).where(eq(members.id, id))
    emit(ctx, 'member.privacyChanged', { memberId: id })
  })
}

export type Following = { readonly autoFollow?: AutoFollow | null | undefined }

/** Stores by what the actor comes to follow a thread; null takes the choice back, and what they follow already stays. */
export async function updateFollowing(ctx: Ctx, { autoFollow }: Following): Promise<void> {
  const id = ownId(ctx)
  if (autoFollow !== undefined) await ctx.db.update(members).set({ autoFollow }).where(eq(members.id, id))
}

type OwnChange = ProfileChange & Privacy & Preferences & Following

/** Changes of all that at once, or nothing of it. @returns the actor's id */
export async function updateOwn(ctx: Ctx, change: OwnChange): Promise<{ id: number }> {
  return transaction(ctx, async ctx => {
    await updateProfile(ctx, change)
    await updatePrivacy(ctx, change)
    await updatePreferences(ctx, change)
    await updateFollowing(ctx, change)
    return { id: ownId(ctx) }
  })
}

/**
 * Gives a member another picture, or none, in the surrounding transaction; the caller stands for the right and for the
 * file. @returns the key of the one before
 */
export async function changeAvatar(ctx: Ctx, { id, key }: { id: number; key: string | null }): Promise<string | null> {
  const [before] = await ctx.db.select({ key: members.avatarKey }).from(members).where(eq(members.id, id)).for('update')
  if (!before) throw new NotFound()
  await ctx.db.update(members).set({ avatarKey: key }).where(eq(members.id, id))
  emit(ctx, 'member.changed', { memberId: id })
  return before.key
}

export type Preferences = {
  /** Null: what the browser asks for. */
  readonly locale?: Locale | null | undefined
  readonly theme?: 'system' | 'light' | 'dark' | undefined
  readonly density?: 'cosy' | 'compact' | undefined
}

/** Stores how the actor wants pages to be; what is not given stays. Nobody else's page changes, so no event tells. */
export async function updatePreferences(ctx: Ctx, { locale, theme, density }: Preferences): Promise<void> {
  const id = ownId(ctx)
  const set = {
    ...(locale !== undefined && { locale }),
    ...(theme !== undefined && { theme }),
    ...(density !== undefined && { density }),
  }
  if (Object.keys(set).length === 0) return
  await ctx.db.update(members).set(set).where(eq(members.id, id))
}

type QuietKinds = { readonly quiet: readonly string[]; readonly among: readonly string[] }

/**
 * Stores which kinds of notifications the actor does without, of those among which they chose: what they said of others
 * stays, and so do notifications that were told already.
 */
export async function setQuietKinds(ctx: Ctx, { quiet, among }: QuietKinds): Promise<void> {
  const quietKinds = sql`array(
    select kept.kind from unnest(${members.quietKinds}) kept (kind) where kept.kind <> all(${sql.param([...among])}::text[])
    union select unnest(${sql.param([...quiet])}::text[]) order by 1)`
  await ctx.db
    .update(members)
    .set({ quietKinds })
    .where(eq(members.id, ownId(ctx)))
}

function ownId(ctx: Ctx): number {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return ctx.actor.id
}

/** The account's columns, ready to insert. Hashing is done here, before any transaction. @throws Invalid */
async function checked(ctx: Ctx, input: Pick<Joining, 'name' | 'email' | 'password'>): Promise<Prepared> {
  const name = normaliseName(input.name)
  const email = normaliseEmail(input.email)
  refuse({
    name: problemWithName(name),
    email: problemWithEmail(email),
    password: problemWithPassword(ctx, { password: input.password, name, email }),
  })
  return { name, email, passwordHash: await hashPassword(input.password) }
}

/** @throws Invalid when any field has a problem. */
function refuse(problems: Readonly<Record<string, FieldError | null>>): void {
  const wrong: Record<string, FieldError> = {}
  for (const [field, problem] of Object.entries(problems)) if (problem) wrong[field] = problem
  if (Object.keys(wrong).length > 0) throw new Invalid(wrong)
}

async function isNameTaken(ctx: Ctx, name: string): Promise<boolean> {
  const [taken] = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(sql`lower(${members.name}) = lower(${name})`)
  return taken !== undefined
}

type Account = Pick<typeof members.$inferInsert, 'name' | 'email' | 'passwordHash' | 'emailVerifiedAt' | 'locale'>

/** The indexes decide who gets a name or a verified address; two may ask at once. @throws Invalid, Conflict */
async function insert(ctx: Ctx, account: Account): Promise<{ id: number; name: string }> {
  const at = ctx.now()
  const [row] = await ctx.db
    .insert(members)
    .values({ ...account, createdAt: at, lastSeenAt: at })
    .onConflictDoNothing()
    .returning({ id: members.id, name: members.name })
  if (row) {
    await requireFree(ctx, row)
    return row
  }
  if (await isNameTaken(ctx, account.name)) throw new Invalid({ name: { key: 'member.error.nameTaken' } })
  throw new Conflict('email.taken', 'auth.error.emailTaken')
}

/** Verbs on API tokens: a member's keys for programs. The secret leaves once, at creation; only its hash is kept. */
import { and, count, desc, eq, inArray, sql } from 'drizzle-orm'
import { apiTokens, groupMembers, members } from '../../db/tables/index.ts'
import { GROUP, isStaff } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, NotSignedIn } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { SCOPES, type Scope } from '../core/http/scopes.ts'
import { hashSecret, newSecret } from '../core/secrets.ts'
import { transaction } from '../core/transaction.ts'

type TokenEvent = { readonly tokenId: number; readonly memberId: number }

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** An API token is there. */
    'token.created': TokenEvent
    /** An API token is no longer good for anything. */
    'token.revoked': TokenEvent
  }
}

export type NewToken = {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Null or left out: until it is revoked. */
  readonly expiresAt?: Date | null | undefined
}

export type Token = Pick<
  typeof apiTokens.$inferSelect,
  'id' | 'name' | 'scopes' | 'createdAt' | 'expiresAt' | 'lastUsedAt'
>

const MAX_TOKENS = 50

/** How the secrets begin, so that scanners of public code recognise one that got out. */
const PREFIX = 'gh_'

/**
 * Makes a token of the actor's own. One that a token makes can do no more than the one that made it.
 * @returns its id, and the secret, which cannot be read again
 * @throws NotSignedIn, Forbidden (`token.scope`), Invalid, Conflict (`token.too-many`)
 */
export async function create(ctx: Ctx, input: NewToken): Promise<{ id: number; token: string }> {
  const memberId = ownId(ctx)
  const { scopes: held } = ctx.actor
  if (held && input.scopes.some(scope => !held.has(scope))) throw new Forbidden('token.scope', 'token.error.scope')
  if (input.scopes.includes('admin') && !isStaff(ctx.actor))
    throw new Invalid({ scopes: { key: 'token.error.staffOnly' } })
  return insert(ctx, memberId, input)
}

/**
 * Makes a token for a member: for the command line, where the caller stands for the right.
 * @throws NotFound for an unknown name, Invalid, Conflict (`token.too-many`)
 */
export async function createForMember(
  ctx: Ctx,
  { memberName, ...input }: NewToken & { readonly memberName: string },
): Promise<{ id: number; token: string }> {
  const [member] = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(sql`lower(${members.name}) = lower(${memberName})`)
  if (!member) throw new NotFound()
  if (input.scopes.includes('admin') && !(await isMemberOfStaff(ctx, member.id))) {
    throw new Invalid({ scopes: { key: 'token.error.staffOnly' } })
  }
  return insert(ctx, member.id, input)
}

/** The actor's own tokens, the newest first. There are never more than fit on a page. */
export async function list(ctx: Ctx): Promise<Token[]> {
  return ctx.db
    .select(columns)
    .from(apiTokens)
    .where(eq(apiTokens.memberId, ownId(ctx)))
    .orderBy(desc(apiTokens.id))
}

/** One of the actor's own tokens. @throws NotFound for any other */
export async function get(ctx: Ctx, id: number): Promise<Token> {
  const [token] = await ctx.db.select(columns).from(apiTokens).where(ownToken(ctx, id))
  if (!token) throw new NotFound()
  return token
}

/** Ends one of the actor's own tokens at once. @throws NotFound for any other */
export async function revoke(ctx: Ctx, { id }: { id: number }): Promise<void> {
  const own = ownToken(ctx, id)
  await transaction(ctx, async ctx => {
    const [gone] = await ctx.db
      .delete(apiTokens)
      .where(own)
      .returning({ name: apiTokens.name, memberId: apiTokens.memberId })
    if (!gone) throw new NotFound()
    await audit(ctx, { act: 'token.revoke', targetType: 'token', targetId: id, data: { name: gone.name } })
    emit(ctx, 'token.revoked', { tokenId: id, memberId: gone.memberId })
  })
}

/** Ends all tokens of a member, in the surrounding transaction; the caller stands for the right. */
export async function endAll(ctx: Ctx, { memberId }: { memberId: number }): Promise<void> {
  const gone = await ctx.db
    .delete(apiTokens)
    .where(eq(apiTokens.memberId, memberId))
    .returning({ tokenId: apiTokens.id, memberId: apiTokens.memberId })
  for (const token of gone) emit(ctx, 'token.revoked', token)
}

const columns = {
  id: apiTokens.id,
  name: apiTokens.name,
  scopes: apiTokens.scopes,
  createdAt: apiTokens.createdAt,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
}

const ownToken = (ctx: Ctx, id: number) => and(eq(apiTokens.id, id), eq(apiTokens.memberId, ownId(ctx)))

async function insert(ctx: Ctx, memberId: number, input: NewToken): Promise<{ id: number; token: string }> {
  const name = input.name.trim()
  const expiresAt = input.expiresAt ?? null
  const scopes = SCOPES.filter(scope => input.scopes.includes(scope))
  if (scopes.length === 0) throw new Invalid({ scopes: { key: 'invalid.required' } })
  if (expiresAt && expiresAt <= ctx.now()) throw new Invalid({ expiresAt: { key: 'token.error.past' } })
  const token = PREFIX + newSecret()
  return transaction(ctx, async ctx => {
    // The member's row is the lock: two who ask at once cannot both take the last place.
    await ctx.db.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update')
    const [held] = await ctx.db.select({ count: count() }).from(apiTokens).where(eq(apiTokens.memberId, memberId))
    if (held && held.count >= MAX_TOKENS)
      throw new Conflict('token.too-many', 'token.error.tooMany', { max: MAX_TOKENS })
    const [row] = await ctx.db
      .insert(apiTokens)
      .values({ memberId, name, hash: hashSecret(token), scopes, createdAt: ctx.now(), expiresAt })
      .returning({ id: apiTokens.id })
    if (!row) throw new Error('a token was not inserted')
    await audit(ctx, { act: 'token.create', targetType: 'token', targetId: row.id, data: { name, scopes, memberId } })
    emit(ctx, 'token.created', { tokenId: row.id, memberId })
    return { id: row.id, token }
  })
}

async function isMemberOfStaff(ctx: Ctx, memberId: number): Promise<boolean> {
  const staff = inArray(groupMembers.groupId, [GROUP.administrators, GROUP.moderators])
  const [row] = await ctx.db
    .select()
    .from(groupMembers)
    .where(and(eq(groupMembers.memberId, memberId), staff))
    .limit(1)
  return row !== undefined
}

function ownId(ctx: Ctx): number {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return ctx.actor.id
}

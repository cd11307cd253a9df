/** The first hour: a one-time link from the log, one form, and the community is open. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { groupMembers } from '../../db/tables/index.ts'
import * as categories from '../categories/service.ts'
import { GROUP, SYSTEM } from '../core/actor.ts'
import type { Ctx, Host } from '../core/context.ts'
import { Conflict, NotFound } from '../core/errors.ts'
import { changeSettings } from '../core/settings.ts'
import { transaction } from '../core/transaction.ts'
import * as members from '../members/service.ts'
import { slugOf } from '../threads/service.ts'

const known = new WeakSet<Host>()

/** Whether the community has an administrator. Once it has, it always will: then the answer costs nothing. */
export async function hasAdministrator(ctx: Ctx): Promise<boolean> {
  if (known.has(ctx.host)) return true
  const [row] = await ctx.db.select().from(groupMembers).where(eq(groupMembers.groupId, GROUP.administrators)).limit(1)
  if (row && !ctx.unit) known.add(ctx.host)
  return row !== undefined
}

/** The key of the one-time link; null once there is an administrator. The same at every start until it is used. */
export async function setupKey(ctx: Ctx): Promise<string | null> {
  if (await hasAdministrator(ctx)) return null
  return createHmac('sha256', ctx.host.secret).update('set-up link').digest('base64url').slice(0, 32)
}

/** @throws NotFound for a wrong key, Conflict once the community is set up */
export async function checkKey(ctx: Ctx, key: string): Promise<void> {
  const right = await setupKey(ctx)
  if (right === null) throw new Conflict('setup.done', 'setup.error.done')
  const [given, expected] = [Buffer.from(key), Buffer.from(right)]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new NotFound()
}

export type Setup = {
  readonly key: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly siteName: string
  readonly tagline: string
  readonly locale: 'en' | 'fr'
  readonly hue: number
  /** Who may read the first categories. */
  readonly readers: 'everyone' | 'members'
  /** Names of the first categories; empty ones are left out. */
  readonly categories: readonly string[]
}

/**
 * Names the community, gives it an administrator and its first categories: all or nothing.
 * @throws Invalid per field, Conflict when somebody was faster
 */
export async function setUp(ctx: Ctx, input: Setup): Promise<{ id: number; name: string }> {
  await checkKey(ctx, input.key)
  const admin = await members.prepareAdmin(ctx, input)
  return transaction({ ...ctx, actor: SYSTEM }, async ctx => {
    // Two people with the link at once: the second waits here and finds the first's administrator.
    await ctx.db.execute(sql`lock table group_members in share row exclusive mode`)
    if (await hasAdministrator(ctx)) throw new Conflict('setup.done', 'setup.error.done')
    await changeSettings(ctx, {
      'site.name': input.siteName.trim(),
      'site.tagline': input.tagline.trim(),
      'site.locale': input.locale,
      'site.hue': input.hue,
    })
    await firstCategories(ctx, input)
    return members.insertAdmin(ctx, admin)
  })
}

/** Open to read for whom the form said, to write for members. */
async function firstCategories(ctx: Ctx, { readers, categories: names }: Setup): Promise<void> {
  const see = [readers === 'everyone' ? GROUP.everyone : GROUP.members]
  for (const [index, name] of names
    .map(one => one.trim())
    .filter(Boolean)
    .entries()) {
    const slug = slugOf(name) || `category-${index + 1}`
    await categories.create(ctx, {
      name,
      slug,
      tone: STARTER_TONES[index] ?? 'stone',
      rights: { ...categories.OPEN_RIGHTS, see },
    })
  }
}

const STARTER_TONES = ['tarn', 'moss', 'rust'] as const

/** Verbs on webhooks. A secret leaves once: when it is made, and when it is made anew. */
import { and, count, eq } from 'drizzle-orm'
import { webhookDeliveries, webhooks } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { isOutOfReach, outsideUrl } from '../core/http/outbound.ts'
import { newSecret } from '../core/secrets.ts'
import { transaction } from '../core/transaction.ts'
import { EVENTS, type EventName, PING } from './events.ts'
import { inSight, manage, owners, reachOf } from './policy.ts'
import { secretOf } from './secrets.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Somebody wants something sent now: a ping, a delivery once more, what waited while it was off. */
    'webhook.asked': { readonly webhookId: number }
  }
}

type Webhook = typeof webhooks.$inferSelect

type Fields = {
  readonly url: string
  readonly description: string
  readonly events: readonly EventName[]
  /** Null: everywhere. */
  readonly categoryId: number | null
}

/** For sanity: each event is looked at for each of them. */
const MAX_WEBHOOKS = 50
/** How long the secret before goes on signing, so that receivers can be changed without a gap. */
const ROTATION_MS = 24 * 60 * 60 * 1000

type WithSecret = { readonly id: number; readonly secret: string }

/**
 * Makes a webhook that hears for the actor.
 * @throws NotSignedIn, Forbidden, Invalid, Conflict (`webhook.too-many`)
 */
export async function create(ctx: Ctx, input: Fields): Promise<WithSecret> {
  const ownerId = manage(ctx)
  const { description, categoryId } = input
  const fields = {
    url: checkedUrl(ctx, input.url),
    description: description.trim(),
    events: checkedEvents(input.events),
    categoryId: checkedPlace(ctx, categoryId),
  }
  const seed = newSecret()
  return transaction(ctx, async ctx => {
    const [held] = await ctx.db.select({ count: count() }).from(webhooks)
    if (held && held.count >= MAX_WEBHOOKS)
      throw new Conflict('webhook.too-many', 'webhook.error.tooMany', { max: MAX_WEBHOOKS })
    const [hook] = await ctx.db
      .insert(webhooks)
      .values({ ...fields, ownerId, seed, createdAt: ctx.now() })
      .returning({ id: webhooks.id })
    if (!hook) throw new Error('a webhook was not inserted')
    await note(ctx, 'webhook.create', hook.id, { host: hostOf(fields.url), events: fields.events })
    return { id: hook.id, secret: secretOf(ctx, seed) }
  })
}

type WebhookChange = { readonly [K in keyof Fields]?: Fields[K] | undefined } & {
  readonly active?: boolean | undefined
}

/**
 * Changes what is given. Whoever switches one on whose owner may no longer becomes its owner.
 * @throws NotSignedIn, Forbidden, NotFound, Invalid
 */
export async function change(ctx: Ctx, { id, active, ...given }: WebhookChange & { readonly id: number }) {
  await keeping(ctx, id, async (ctx, hook, actorId) => {
    const fields = checked(ctx, given)
    const now = active ?? hook.active
    const switched = now === hook.active ? {} : await switchedTo(ctx, hook, now, actorId)
    await ctx.db
      .update(webhooks)
      .set({ ...fields, active: now, ...switched })
      .where(eq(webhooks.id, id))
    await note(ctx, 'webhook.change', id, {
      host: hostOf(fields.url ?? hook.url),
      changed: Object.keys(fields),
      active: now,
    })
    if (now) emit(ctx, 'webhook.asked', { webhookId: id })
  })
}

/** Takes a webhook away, with all that waits for it. @throws NotSignedIn, Forbidden, NotFound */
export async function remove(ctx: Ctx, { id }: { readonly id: number }): Promise<void> {
  await keeping(ctx, id, async (ctx, { url }) => {
    await ctx.db.delete(webhooks).where(eq(webhooks.id, id))
    await note(ctx, 'webhook.remove', id, { host: hostOf(url) })
  })
}

/** Makes the secret anew; both sign for a day. @throws NotSignedIn, Forbidden, NotFound */
export function rotate(ctx: Ctx, { id }: { readonly id: number }): Promise<WithSecret> {
  return keeping(ctx, id, async (ctx, hook) => {
    const seed = newSecret()
    const previousUntil = new Date(ctx.now().getTime() + ROTATION_MS)
    await ctx.db.update(webhooks).set({ seed, previousSeed: hook.seed, previousUntil }).where(eq(webhooks.id, id))
    await note(ctx, 'webhook.rotate', id, {})
    return { id, secret: secretOf(ctx, seed) }
  })
}

/** Sends a `ping`. @returns the delivery @throws NotSignedIn, Forbidden, NotFound, Conflict (`webhook.off`) */
export function ping(ctx: Ctx, { id }: { readonly id: number }): Promise<{ id: number }> {
  return asking(ctx, id, async ctx => {
    const now = ctx.now()
    const [delivery] = await ctx.db
      .insert(webhookDeliveries)
      .values({ webhookId: id, type: PING, facts: {}, at: now, nextAt: now, createdAt: now })
      .returning({ id: webhookDeliveries.id })
    return delivery
  })
}

type OneDelivery = { readonly id: number; readonly deliveryId: number }

/**
 * Sends a delivery again, under its id, with all the attempts of a new one.
 * @returns the delivery
 * @throws NotSignedIn, Forbidden, NotFound, Conflict (`webhook.off`)
 */
export function redeliver(ctx: Ctx, { id, deliveryId }: OneDelivery): Promise<{ id: number }> {
  return asking(ctx, id, async ctx => {
    const [delivery] = await ctx.db
      .update(webhookDeliveries)
      .set({ status: 'pending', attempts: 0, nextAt: ctx.now() })
      .where(and(eq(webhookDeliveries.id, deliveryId), eq(webhookDeliveries.webhookId, id)))
      .returning({ id: webhookDeliveries.id })
    return delivery
  })
}

/** Has something sent soon. Jobs are added by the consumer that hears of it (core/jobs.ts). */
const asking = (ctx: Ctx, id: number, work: (ctx: Ctx) => Promise<{ id: number } | undefined>) =>
  keeping(ctx, id, async (ctx, hook) => {
    if (!hook.active) throw new Conflict('webhook.off', 'webhook.error.off')
    const delivery = await work(ctx)
    if (!delivery) throw new NotFound()
    emit(ctx, 'webhook.asked', { webhookId: id })
    return delivery
  })

/** Does something to a webhook in sight, under its lock. */
function keeping<T extends { readonly id: number } | undefined | void>(
  ctx: Ctx,
  id: number,
  work: (ctx: Ctx, hook: Webhook, actorId: number) => Promise<T>,
): Promise<T> {
  const actorId = manage(ctx)
  return transaction(ctx, async ctx => {
    const [hook] = await ctx.db
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.id, id), inSight(ctx)))
      .for('update')
    if (!hook) throw new NotFound()
    return work(ctx, hook, actorId)
  })
}

async function switchedTo(ctx: Ctx, hook: Webhook, active: boolean, actorId: number) {
  const set = { active, stopReason: null, failingSince: null }
  return active && !(await owners(ctx, [hook])).has(hook.id) ? { ...set, ownerId: actorId } : set
}

/** What is given, as it is stored. @throws Invalid at a field that cannot be so */
function checked(ctx: Ctx, { url, description, events, categoryId }: WebhookChange) {
  return {
    ...(url !== undefined && { url: checkedUrl(ctx, url) }),
    ...(description !== undefined && { description: description.trim() }),
    ...(events !== undefined && { events: checkedEvents(events) }),
    ...(categoryId !== undefined && { categoryId: checkedPlace(ctx, categoryId) }),
  }
}

function checkedUrl(ctx: Ctx, text: string): string {
  const url = outsideUrl(text.trim())
  if (!url) throw new Invalid({ url: { key: 'webhook.error.url' } })
  // A name is judged when it is asked.
  if (isOutOfReach(url, reachOf(ctx))) throw new Invalid({ url: { key: 'webhook.error.address' } })
  return url.href
}

function checkedEvents(chosen: readonly EventName[]): EventName[] {
  const events = EVENTS.filter(name => chosen.includes(name))
  if (events.length === 0) throw new Invalid({ events: { key: 'invalid.required' } })
  return events
}

function checkedPlace(ctx: Ctx, categoryId: number | null): number | null {
  if (categoryId !== null && !ctx.read(categoryTree).allows(ctx.actor, 'see', categoryId))
    throw new Invalid({ categoryId: { key: 'invalid.choice' } })
  return categoryId
}

/** Of an address the log says only whose it is: the rest may be a secret. */
const hostOf = (url: string): string => new URL(url).host

const note = (ctx: Ctx, act: string, id: number, data: Readonly<Record<string, unknown>>) =>
  audit(ctx, { act, targetType: 'webhook', targetId: id, data })

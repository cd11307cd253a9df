/**
 * Sends what is due. Each webhook is served one delivery after the other and all webhooks at the same time, so that one
 * that is slow keeps nobody waiting. A delivery is claimed by moving its next attempt a little ahead: a process that dies
 * with it loses nothing, and its receiver knows a double by the id.
 */
import { and, asc, eq, isNotNull, lte, type SQL, sql } from 'drizzle-orm'
import { webhookDeliveries as deliveries, webhooks } from '../../db/tables/index.ts'
import type { Ctx, Host } from '../core/context.ts'
import { askOutside, OutsideError, type Trouble } from '../core/http/outbound.ts'
import { dataOf } from './events.ts'
import { owners, reachOf } from './policy.ts'
import { secretsOf, signature } from './secrets.ts'
import { stop } from './stop.ts'

type Webhook = typeof webhooks.$inferSelect
type Delivery = typeof deliveries.$inferSelect

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Before the second attempt, the third and so on; after the last it is given up. Nearly two days in all. */
const PAUSES_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
] as const
/** Each is a little longer, by up to this share of it: what failed together does not come back together. */
const JITTER = 0.1
const TIMEOUT_MS = 10 * SECOND_MS
/** Longer than any attempt takes. */
const CLAIMED_MS = MINUTE_MS
const MOST_READ = 1024
/** Then the schedule's next run goes on: the process may want to end. */
const RUN_MS = 20 * SECOND_MS
const KEPT_MS = 30 * DAY_MS

/** By process: what is asked for while one run is under way is done by another right after it. */
const runs = new WeakMap<Host, { again: boolean }>()

/** Job `webhooks.send`. */
export async function sendDue(ctx: Ctx): Promise<void> {
  const underWay = runs.get(ctx.host)
  if (underWay) {
    underWay.again = true
    return
  }
  const run = { again: true }
  runs.set(ctx.host, run)
  const end = performance.now() + RUN_MS
  try {
    while (run.again && performance.now() < end) {
      run.again = false
      await sendToAll(ctx, end)
    }
  } finally {
    runs.delete(ctx.host)
  }
}

/** Job `webhooks.forget`: deliveries are kept for 30 days. */
export async function forgetOld(ctx: Ctx): Promise<void> {
  await ctx.db.delete(deliveries).where(lte(deliveries.createdAt, new Date(ctx.now().getTime() - KEPT_MS)))
}

const isDue = (ctx: Ctx): SQL | undefined => and(isNotNull(deliveries.nextAt), lte(deliveries.nextAt, ctx.now()))

async function sendToAll(ctx: Ctx, end: number): Promise<void> {
  const waiting = await ctx.db
    .selectDistinct({ id: deliveries.webhookId })
    .from(deliveries)
    .innerJoin(webhooks, and(eq(webhooks.id, deliveries.webhookId), eq(webhooks.active, true)))
    .where(isDue(ctx))
  const failed = (id: number) => (error: unknown) => ctx.log.error(error, `webhook ${id} could not be served`)
  await Promise.all(waiting.map(({ id }) => sendToOne(ctx, id, end).catch(failed(id))))
}

async function sendToOne(ctx: Ctx, webhookId: number, end: number): Promise<void> {
  let goesOn = true
  while (goesOn && performance.now() < end) {
    const [hook] = await ctx.db
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.id, webhookId), eq(webhooks.active, true)))
    if (!hook) return
    const delivery = await claim(ctx, hook)
    goesOn = delivery !== undefined && (await send(ctx, hook, delivery))
  }
}

async function claim(ctx: Ctx, { id }: Webhook): Promise<Delivery | undefined> {
  const next = ctx.db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.webhookId, id), isDue(ctx)))
    .orderBy(asc(deliveries.nextAt), asc(deliveries.id))
    .limit(1)
    .for('update', { skipLocked: true })
  const [claimed] = await ctx.db
    .update(deliveries)
    .set({ attempts: sql`${deliveries.attempts} + 1`, nextAt: later(ctx, CLAIMED_MS) })
    .where(eq(deliveries.id, next))
    .returning()
  return claimed
}

const later = (ctx: Ctx, ms: number): Date => new Date(ctx.now().getTime() + ms)

/** @returns whether the webhook's next delivery may follow at once */
async function send(ctx: Ctx, hook: Webhook, delivery: Delivery): Promise<boolean> {
  // Another process may have changed rights a moment ago.
  await ctx.host.caches.refresh()
  const owner = (await owners(ctx, [hook])).get(hook.id)
  if (!owner) {
    await stop(ctx, hook, 'rights')
    return false
  }
  const data = await dataOf(ctx, owner, delivery)
  if (!data) {
    // What cannot be told leaves no trace: that there was something would be one.
    await ctx.db.delete(deliveries).where(eq(deliveries.id, delivery.id))
    return true
  }
  const outcome = await post(ctx, hook, delivery, data)
  if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) {
    await noteSuccess(ctx, hook, delivery, outcome)
    return true
  }
  await noteFailure(ctx, hook, delivery, outcome)
  if (outcome.status !== null || outcome.trouble === 'address') return true
  await letWait(ctx, hook)
  return false
}

/** The receiver says that it wants no more. */
const GONE = 410

type Outcome = {
  /** Null when there was no answer. */
  readonly status: number | null
  readonly trouble: Trouble | null
  readonly answer: string
  readonly tookMs: number
}

async function post(ctx: Ctx, hook: Webhook, delivery: Delivery, data: unknown): Promise<Outcome> {
  const { type, at, attempts } = delivery
  const id = String(delivery.id)
  const body = JSON.stringify({ id, type, at: at.toISOString(), attempt: attempts, data })
  const seconds = Math.floor(ctx.now().getTime() / SECOND_MS)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'guildhall-event': type,
    'guildhall-delivery': id,
    'guildhall-signature': signature(secretsOf(ctx, hook), seconds, body),
  }
  const begun = performance.now()
  const took = () => Math.round(performance.now() - begun)
  const question = { url: hook.url, body, headers, timeoutMs: TIMEOUT_MS, maxBytes: MOST_READ, reach: reachOf(ctx) }
  try {
    const { status, body: said } = await askOutside(question)
    // PostgreSQL stores no NUL.
    return { status, trouble: null, answer: said.toString('utf8').replaceAll('\0', ''), tookMs: took() }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    ctx.log.debug(error, 'a webhook gave no answer')
    return { status: null, trouble: error.trouble, answer: '', tookMs: took() }
  }
}

const lastly = ({ status, trouble, answer, tookMs }: Outcome) => ({ lastStatus: status, trouble, answer, tookMs })

async function noteSuccess(ctx: Ctx, hook: Webhook, { id }: Delivery, outcome: Outcome): Promise<void> {
  await ctx.db
    .update(deliveries)
    .set({ ...lastly(outcome), status: 'delivered', nextAt: null })
    .where(eq(deliveries.id, id))
  if (hook.failingSince) await ctx.db.update(webhooks).set({ failingSince: null }).where(eq(webhooks.id, hook.id))
}

async function noteFailure(ctx: Ctx, hook: Webhook, { id, attempts }: Delivery, outcome: Outcome): Promise<void> {
  // An address that may not be asked is for somebody to put right.
  const pause = outcome.trouble === 'address' ? undefined : PAUSES_MS[attempts - 1]
  const next =
    pause === undefined
      ? { status: 'given-up' as const, nextAt: null }
      : { status: 'failed' as const, nextAt: later(ctx, pause * (1 + Math.random() * JITTER)) }
  await ctx.db
    .update(deliveries)
    .set({ ...lastly(outcome), ...next })
    .where(eq(deliveries.id, id))
  if (!hook.failingSince) await ctx.db.update(webhooks).set({ failingSince: ctx.now() }).where(eq(webhooks.id, hook.id))
  const failingMs = ctx.now().getTime() - (hook.failingSince ?? ctx.now()).getTime()
  if (outcome.status === GONE) await stop(ctx, hook, 'gone')
  else if (failingMs >= ctx.setting('webhooks.failingDays') * DAY_MS) await stop(ctx, hook, 'failing')
}

/** Nobody is there: it is asked again in a minute, rather than once for each thing that waits for it. */
async function letWait(ctx: Ctx, { id }: Webhook): Promise<void> {
  await ctx.db
    .update(deliveries)
    .set({ nextAt: later(ctx, MINUTE_MS) })
    .where(and(eq(deliveries.webhookId, id), isDue(ctx)))
}

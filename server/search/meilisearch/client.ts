/**
 * The one way to Meilisearch: how long it is waited for, and what it means when it gives no good answer. It is asked by this
 * server alone, with a key that opens nothing but its own indexes (docs/OPERATIONS.md).
 */
import type { EnqueuedTaskPromise, Meilisearch, SearchParams } from 'meilisearch'
import type { Ctx, Host } from '../../core/context.ts'
import type { MeilisearchAccess } from '../../core/env.ts'
import { codeOf, OperatorError } from '../../core/operator-error.ts'
import { Breaker } from './breaker.ts'

/** Somebody waits for what they look for: longer, and PostgreSQL is faster. */
const ASK_MS = 1000
/** For what nobody waits for. */
const WORK_MS = 10_000
/** Until a task is done: it may stand behind others. */
const PATIENCE = { timeout: 20_000, interval: 20 }

const MISSING = 'index_not_found'

/** It cannot be reached, is too slow, or refuses: nothing is wrong with who asks. */
export class MeilisearchAway extends OperatorError {
  constructor(readonly because: string) {
    super(`Meilisearch cannot be asked: ${because}`)
  }
}

type Clients = { readonly quick: Meilisearch; readonly patient: Meilisearch }

export class Meili {
  /** Whether it is asked what somebody looks for. */
  readonly asking: Breaker
  private readonly clients: Promise<Clients>

  constructor({ url, apiKey }: MeilisearchAccess, log: Host['log']) {
    this.clients = clientsFor(url, apiKey)
    this.asking = new Breaker({
      away: because => log.warn({ because }, 'Meilisearch is not asked: PostgreSQL looks for posts'),
      back: () => log.info('Meilisearch is asked again'),
    })
  }

  /** Ids of the posts that it finds, in its order. @throws MeilisearchAway */
  async search(index: string, q: string, params: SearchParams): Promise<number[]> {
    const { quick } = await this.clients
    const answer = quick.index<{ postId: number }>(index).search(q, params)
    return answered(answer.then(({ hits }) => hits.map(({ postId }) => postId)))
  }

  /** Asks it something else. @throws MeilisearchAway */
  async ask<T>(question: (client: Meilisearch) => Promise<T>): Promise<T> {
    const { patient } = await this.clients
    return answered(question(patient))
  }

  /**
   * Gives it something to do, and waits until it is done. What was to be taken out of an index that is gone is gone.
   * @throws MeilisearchAway also when it is not done in time, or fails
   */
  async work(give: (client: Meilisearch) => EnqueuedTaskPromise): Promise<void> {
    const { patient } = await this.clients
    const { status, error } = await answered(give(patient).waitTask(PATIENCE))
    if (status === 'succeeded' || error?.code === MISSING) return
    throw new MeilisearchAway(error?.message ?? `a task was ${status}`)
  }
}

/** The library is loaded only where it is used. */
async function clientsFor({ href }: URL, apiKey: string | null): Promise<Clients> {
  const { Meilisearch } = await import('meilisearch')
  const access = { host: href, ...(apiKey !== null && { apiKey }) }
  return {
    quick: new Meilisearch({ ...access, timeout: ASK_MS }),
    patient: new Meilisearch({ ...access, timeout: WORK_MS }),
  }
}

/** Whether a question failed because there is no such index. */
export const isMissing = (error: unknown): boolean => error instanceof Error && Object(error.cause).code === MISSING

async function answered<T>(answer: Promise<T>): Promise<T> {
  return answer.catch(error => {
    throw new MeilisearchAway(reasonOf(error))
  })
}

/** The library wraps what Node wraps: the innermost says what it is about. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return reasonOf(error.cause)
  return error.message || codeOf(error)
}

const meilis = new WeakMap<Host, Meili>()

/** This process's way to it; null where there is none. */
export function meiliOf(host: Host): Meili | null {
  const { meilisearch } = host.env
  if (!meilisearch) return null
  let own = meilis.get(host)
  if (!own) {
    own = new Meili(meilisearch, host.log)
    meilis.set(host, own)
  }
  return own
}

/** The same where there is one. */
export function meiliFor({ host }: Ctx): Meili {
  const own = meiliOf(host)
  if (!own) throw new Error('there is no Meilisearch')
  return own
}

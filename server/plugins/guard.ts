/**
 * What stands between the host and one plugin: every call into it goes through here, is measured, has a time limit where
 * it may wait, and fails alone. Who fails too often is switched off.
 */
import type { Log } from '../core/context.ts'
import { AppError, NotFound } from '../core/errors.ts'
import { troubleOf } from '../core/trouble.ts'
import { type Call, CallUnderWay } from './call.ts'

/** How long each may take, in ms; a view is synchronous and is only measured. */
export const BUDGET_MS = { filter: 2000, load: 1000, listener: 10_000 } as const

/** So many faults within this time, and it is switched off. */
const MOST_FAULTS = 5
const FAULTS_MS = 10 * 60_000
/** So many of the last durations are kept for each point. */
const KEPT = 200

export type PointHealth = {
  readonly point: string
  readonly calls: number
  readonly faults: number
  /** The 95th percentile of the last durations, in ms. */
  readonly p95: number
  /** What went wrong last. */
  readonly trouble: string | null
}

type Point = { calls: number; faults: number; trouble: string | null; readonly durations: number[] }

/** Something took longer than it may. */
class TooLate extends Error {
  constructor(point: string, ms: number) {
    super(`${point} did not answer within ${ms / 1000} s`)
  }
}

type GuardParts = {
  readonly id: string
  readonly log: Log
  /** Called once, when it has failed too often. */
  readonly tripped: (trouble: string) => void
}

export class Guard {
  private readonly points = new Map<string, Point>()
  private recent: number[] = []
  private off = false

  constructor(private readonly parts: GuardParts) {}

  /** Whether it has failed too often. */
  get isOff(): boolean {
    return this.off
  }

  /** How each point has done in this process. */
  get health(): PointHealth[] {
    return [...this.points].map(([point, { durations, ...rest }]) => ({
      point,
      ...rest,
      p95: percentile(durations, 0.95),
    }))
  }

  /**
   * Calls what may wait.
   * @throws AppError that it threw; TooLate; what else it threw, noted as its fault; NotFound when it has been switched off
   */
  async call<T>(point: string, run: (call: Call) => Promise<T> | T, budgetMs = Number.POSITIVE_INFINITY): Promise<T> {
    return this.run(point, run, budgetMs, error => error instanceof AppError)
  }

  /**
   * The same for one that may refuse, and whose failure is nobody else's: then the answer is `otherwise`. That a server
   * outside did not answer it refuses nothing.
   * @throws AppError that it threw
   */
  async consult<T>(point: string, run: (call: Call) => Promise<T> | T, budgetMs: number, otherwise: T): Promise<T> {
    if (this.off) return otherwise
    try {
      return await this.call(point, run, budgetMs)
    } catch (error) {
      if (error instanceof AppError && error.status < 500) throw error
      return otherwise
    }
  }

  /** The same for one that has nothing to refuse: whatever it throws is its fault. */
  async attempt<T>(point: string, run: (call: Call) => Promise<T> | T, budgetMs: number, otherwise: T): Promise<T> {
    if (this.off) return otherwise
    return this.run(point, run, budgetMs, () => false).catch(() => otherwise)
  }

  /** Calls what may not wait; a failure is answered with `otherwise`. */
  sync<T>(point: string, run: () => T, otherwise: T): T {
    if (this.off) return otherwise
    const began = performance.now()
    try {
      return run()
    } catch (error) {
      this.fault(point, error)
      return otherwise
    } finally {
      this.note(point, performance.now() - began)
    }
  }

  private async run<T>(
    point: string,
    run: (call: Call) => Promise<T> | T,
    budgetMs: number,
    meant: (error: unknown) => boolean,
  ): Promise<T> {
    // The application without it is being built: until then it is not there, and a listener keeps its place in the log.
    if (this.off) throw new NotFound()
    const call = new CallUnderWay()
    const began = performance.now()
    try {
      const running = Promise.resolve(run(call))
      if (budgetMs === Number.POSITIVE_INFINITY) return await running
      return await inTime(running, point, budgetMs)
    } catch (error) {
      if (!meant(error)) this.fault(point, error)
      throw error
    } finally {
      call.end()
      this.note(point, performance.now() - began)
    }
  }

  fault(point: string, error: unknown): void {
    const { id, log, tripped } = this.parts
    const trouble = `${point}: ${troubleOf(error)}`
    const one = this.pointOf(point)
    one.faults++
    one.trouble = trouble
    log.error({ err: error, plugin: id, point }, `the plugin ${id} failed`)
    const now = Date.now()
    this.recent = [...this.recent.filter(at => at > now - FAULTS_MS), now]
    if (this.off || this.recent.length < MOST_FAULTS) return
    this.off = true
    tripped(trouble)
  }

  private note(point: string, ms: number): void {
    const one = this.pointOf(point)
    one.durations[one.calls % KEPT] = ms
    one.calls++
  }

  private pointOf(point: string): Point {
    let one = this.points.get(point)
    if (!one) {
      one = { calls: 0, faults: 0, trouble: null, durations: [] }
      this.points.set(point, one)
    }
    return one
  }
}

/** @throws TooLate; what `running` throws */
async function inTime<T>(running: Promise<T>, point: string, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(point, ms)), ms)
  })
  return Promise.race([running, late]).finally(() => clearTimeout(timer))
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

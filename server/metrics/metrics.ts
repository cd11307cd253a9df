/**
 * What Prometheus asks for, counted in this process. Made only where METRICS_TOKEN is set: nobody else pays for it, not
 * even by loading the library.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DomainEvent } from '../core/events/emit.ts'
import { shareWithMachine } from './machine.ts'

/** What is counted elsewhere and read when somebody asks. */
export type Sources = {
  readonly sockets: () => number
  readonly queries: () => number
  readonly caches: Readonly<Record<string, { readonly hits: number; readonly misses: number }>>
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export class Metrics {
  readonly registry = new Registry()
  private readonly requests = new Histogram({
    name: 'guildhall_http_request_seconds',
    help: 'How long answers took, by route and class of status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  })
  private readonly events = new Counter({
    name: 'guildhall_events_total',
    help: 'Domain events that this process has followed, by type',
    labelNames: ['type'],
    registers: [this.registry],
  })

  constructor({ sockets, queries, caches }: Sources) {
    collectDefaultMetrics({ register: this.registry })
    const registers = [this.registry]
    new Gauge({
      ...{ name: 'guildhall_sockets', help: 'Open live sockets', registers },
      collect() {
        this.set(sockets())
      },
    })
    new Counter({
      ...{ name: 'guildhall_queries_total', help: 'Statements that requests sent to PostgreSQL', registers },
      collect() {
        this.reset()
        this.inc(queries())
      },
    })
    new Counter({
      ...{ name: 'guildhall_cache_total', help: 'Pages looked up in memory, by whether they were there', registers },
      labelNames: ['cache', 'found'],
      collect() {
        this.reset()
        for (const [cache, { hits, misses }] of Object.entries(caches)) {
          this.inc({ cache, found: 'yes' }, hits)
          this.inc({ cache, found: 'no' }, misses)
        }
      },
    })
    shareWithMachine(this.registry)
  }

  /** Notes an answer. */
  readonly answered = ({ method, routeOptions }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void => {
    const status = `${Math.floor(statusCode / 100)}xx`
    this.requests.observe({ method, route: routeOptions.url ?? 'none', status }, elapsedTime / 1000)
  }

  /** Notes what happened. */
  readonly followed = (events: readonly DomainEvent[]): void => {
    for (const { type } of events) this.events.inc({ type })
  }
}

/**
 * The numbers of all web processes of this machine together: a scrape reaches any one of them, so it asks the primary
 * process, which asks all.
 */
import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'

/** What a worker asks its primary, and what it is told. */
export type AskForMetrics = { readonly metricsAsked: number }
type Told = { readonly metricsFor: number; readonly text: string }

const waiting = new Map<number, (text: string) => void>()
let asked = 0

/** Lets the primary process add this worker's numbers to the others', and hears from it what all have. Once in a process. */
export function shareWithMachine(own: Registry): void {
  if (!cluster.isWorker) return
  AggregatorRegistry.setRegistries(own)
  // The library listens for the primary's question from the first of these on.
  void new AggregatorRegistry()
  process.on('message', (said: unknown) => {
    const { metricsFor, text }: Partial<Told> = Object(said)
    if (metricsFor === undefined) return
    waiting.get(metricsFor)?.(String(text))
    waiting.delete(metricsFor)
  })
}

/** As Prometheus reads it. */
export function metricsOfMachine(own: Registry): Promise<string> {
  if (!cluster.isWorker || !process.send) return own.metrics()
  const number = ++asked
  return new Promise(resolve => {
    waiting.set(number, resolve)
    process.send?.({ metricsAsked: number } satisfies AskForMetrics)
  })
}

/** The primary's side. */
export class MachineMetrics {
  private readonly all = new AggregatorRegistry()

  /** Answers a worker. What cannot be added up in time is no answer; Prometheus asks again. */
  async answer(worker: Worker, { metricsAsked }: AskForMetrics): Promise<void> {
    const text = await this.all.clusterMetrics().catch(() => '')
    if (worker.isConnected()) worker.send({ metricsFor: metricsAsked, text } satisfies Told)
  }
}

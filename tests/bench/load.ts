/** Asking a server as fast as it answers, and what each answer cost. */
import autocannon from 'autocannon'
import { cpuMs } from './processes.ts'

const ROUNDS = 9
const WARM_UP = 2
const SECONDS = 1
const CONNECTIONS = 10

/** What `inTurns` does, for the heading of a table. */
export const MANNER = `${ROUNDS} rounds of ${SECONDS} s in turns, medians`

/** Milliseconds of CPU for each request, and requests per second. */
export type Figure = { readonly cpu: number; readonly rate: number }

export type Target = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Those whose CPU counts, with all below them. */
  readonly processes: readonly number[]
}

/** Each target once per round, in short rounds, so that a slow spell of the machine meets them all; then the median of each. */
export async function inTurns<K extends string>(targets: Readonly<Record<K, Target>>): Promise<Record<K, Figure>> {
  const rounds = new Map<string, Figure[]>()
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [name, target] of Object.entries<Target>(targets)) {
      const figure = await load(target)
      if (round >= WARM_UP) rounds.set(name, [...(rounds.get(name) ?? []), figure])
    }
  }
  const medians = [...rounds].map(([name, figures]) => [name, median(figures)])
  return Object.fromEntries(medians)
}

async function load({ url, headers, processes }: Target): Promise<Figure> {
  const before = cpuMs(processes)
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS })
  const answered = result['2xx']
  if (answered === 0 || result.non2xx > 0) throw new Error(`${url}: ${result.non2xx} answers were not 200`)
  return { cpu: (cpuMs(processes) - before) / answered, rate: answered / SECONDS }
}

const median = (figures: readonly Figure[]): Figure => {
  const sorted = [...figures].sort((a, b) => a.cpu - b.cpu)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (!middle) throw new Error('nothing was measured')
  return middle
}

export const ms = ({ cpu }: Figure): string => cpu.toFixed(3)
export const rate = (figure: Figure): string => figure.rate.toFixed(0)

export function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('   '),
    )
}

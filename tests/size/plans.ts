/** Which plans PostgreSQL really carried out: told by its own auto_explain, on every connection of the application. */
import { connect } from '../../server/core/db.ts'
import type { LocalTarget } from '../support/cluster.ts'

type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

export type Executed = { readonly statement: string; readonly plan: Node }

/** Makes every statement on a database tell its plan to whoever sent it. Holds for connections that are opened from now on. */
export async function tellPlans(target: LocalTarget): Promise<void> {
  const client = connect(target, { max: 1 })
  const name = target.database
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
    'auto_explain.log_analyze': 'on',
  }
  try {
    // Only once it is loaded is anything known of its settings.
    await client.unsafe(`load 'auto_explain'`)
    for (const [key, value] of Object.entries(settings))
      await client.unsafe(`alter database ${name} set ${key} = '${value}'`)
  } finally {
    await client.end()
  }
}

/** What a notice says of a statement; null when it is about something else. */
export function readPlan(notice: string): Executed | null {
  const json = /^duration: [\d.]+ ms\s+plan:\s*(\{.*)$/s.exec(notice)?.[1]
  if (!json) return null
  const told: { 'Query Text': string; Plan: Node } = JSON.parse(json)
  return { statement: told['Query Text'].replace(/\s+/g, ' ').trim(), plan: told.Plan }
}

const partsOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(partsOf)]

/** A partition is its table. */
const tableOf = ({ 'Relation Name': name }: Node): string => name?.replace(/^(domain_events)_.*$/, '$1') ?? ''

/** Rows that were looked at, each time. What holds hardly any, such as next month's partition, is read whole by right. */
const rowsIn = (node: Node): number => (node['Actual Rows'] ?? 0) + removedBy(node)
const removedBy = (node: Node): number => node['Rows Removed by Filter'] ?? 0
const MANY = 500
/** Whoever passes over so many to find a page of others follows an index that has them in the wrong order. */
const TOO_MANY = 4000
/**
 * So many for each that it finds are no more than it should: a search for what one in ten posts says reads from the newest on
 * until it has enough, and ends there however many there are, where an index of words would have it sort a tenth of all.
 */
const FOR_EACH = 20

const isTooMany = (node: Node): boolean => removedBy(node) > Math.max(TOO_MANY, FOR_EACH * (node['Actual Rows'] ?? 0))

/** The large tables that a plan reads from one end to the other, or along an index of something else. */
export const readWhole = ({ plan }: Executed, large: ReadonlySet<string>): string[] =>
  partsOf(plan)
    .filter(node => large.has(tableOf(node)))
    .filter(node => (node['Node Type'] === 'Seq Scan' ? rowsIn(node) > MANY : isTooMany(node)))
    .map(tableOf)

/** A plan in a line for each of its parts. */
export const outlineOf = ({ plan }: Executed): string => outline(plan, 0)

const outline = (node: Node, depth: number): string =>
  [
    `${' '.repeat(depth)}${node['Node Type']} ${node['Relation Name'] ?? ''} ${node['Index Name'] ?? ''} (${rowsIn(node)} rows)`,
    ...(node.Plans ?? []).map(part => outline(part, depth + 1)),
  ].join('\n')

/** Which plans PostgreSQL really carried out: told by its own auto_explain, on every connection of the application. */
import { connect } from '../../server/core/db.ts'
import type { LocalTarget } from '../support/cluster.ts'

type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

export type Executed = { readonly statement: string; readonly ms: number; readonly plan: Node; readonly text: string }

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
  const [, ms, json] = /^duration: ([\d.]+) ms\s+plan:\s*(\{.*)$/s.exec(notice) ?? []
  if (!json) return null
  const told: { 'Query Text': string; Plan: Node } = JSON.parse(json)
  return { statement: told['Query Text'].replace(/\s+/g, ' ').trim(), ms: Number(ms), plan: told.Plan, text: json }
}

const partsOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(partsOf)]

/** The large tables that a plan reads from one end to the other; partitions count as their table. */
export function readWhole({ plan }: Executed, large: ReadonlySet<string>): string[] {
  return partsOf(plan).flatMap(node => {
    const relation = node['Relation Name']?.replace(/_\d{4}_\d\d$|_default$/, '')
    return node['Node Type'] === 'Seq Scan' && relation && large.has(relation) ? [relation] : []
  })
}

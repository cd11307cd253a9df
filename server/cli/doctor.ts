/** `guildhall doctor`: one line for each thing that can be wrong with an installation. */
import { EnvError, loadEnv } from '../core/env.ts'
import { OperatorError } from '../core/operator-error.ts'
import { CHECKS, type Finding } from './checks.ts'
import { databaseFindings } from './database-checks.ts'
import { say, sayJson, type Verb } from './verb.ts'

type Line = Finding & { readonly check: string }

export default {
  usage: `[--json]

Checks this installation, while the server runs or not, and changes nothing. Each line says ok, warn or fail.
Exit code 1 when something fails.`,
  options: { json: { type: 'boolean' } },
  run: async ({ json }) => {
    const lines: Line[] = []
    for await (const line of examine()) {
      lines.push(line)
      if (!json) say(`${line.result.padEnd(4)}  ${line.check.padEnd(10)}  ${line.says}`)
    }
    const failed = lines.some(line => line.result === 'fail')
    if (json) sayJson({ ok: !failed, checks: lines })
    return failed ? 1 : 0
  },
} satisfies Verb

async function* examine(): AsyncGenerator<Line> {
  const env = readEnv()
  if (env instanceof EnvError) {
    for (const says of env.problems) yield { check: 'variables', result: 'fail', says }
    return
  }
  yield { check: 'variables', result: 'ok', says: 'all can be read' }
  for (const [check, examineOne] of Object.entries(CHECKS)) {
    const found = await examineOne(env).catch(failure)
    if (found) yield { check, ...found }
  }
  yield* await databaseFindings(env)
}

function readEnv() {
  try {
    return loadEnv()
  } catch (error) {
    if (error instanceof EnvError) return error
    throw error
  }
}

/** A check that breaks off has found something. */
export function failure(error: unknown): Finding {
  if (error instanceof OperatorError) return { result: 'fail', says: [error.message, ...error.details].join(' ') }
  return { result: 'fail', says: error instanceof Error ? error.message : String(error) }
}

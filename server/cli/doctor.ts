/** `guildhall doctor`: one line for each thing that can be wrong with an installation. */
import { EnvError, loadEnv } from '../core/env.ts'
import { failure, type Line } from '../doctor/finding.ts'
import { CHECKS } from './checks.ts'
import { databaseFindings } from './database-checks.ts'
import { say, sayJson, type Verb } from './verb.ts'

export default {
  usage: `[--fix] [--json]

Checks this installation, while the server runs or not, and changes nothing. Each line says ok, warn or fail, and of what
is not well what to do. Exit code 1 when something fails.

  --fix  mends counters that say something else than what they count; nobody can write meanwhile (some seconds for a
         million posts)`,
  options: { fix: { type: 'boolean' }, json: { type: 'boolean' } },
  run: async ({ json, fix }) => {
    const lines: Line[] = []
    for await (const line of examine(fix === true)) {
      lines.push(line)
      if (!json) say(`${line.result.padEnd(4)}  ${line.check.padEnd(10)}  ${line.says}`)
    }
    const failed = lines.some(line => line.result === 'fail')
    if (json) sayJson({ ok: !failed, checks: lines.map(({ check, result, says }) => ({ check, result, says })) })
    return failed ? 1 : 0
  },
} satisfies Verb

async function* examine(fix: boolean): AsyncGenerator<Line> {
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
  yield* await databaseFindings(env, fix)
}

function readEnv() {
  try {
    return loadEnv()
  } catch (error) {
    if (error instanceof EnvError) return error
    throw error
  }
}

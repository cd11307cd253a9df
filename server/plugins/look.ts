/** A process that loads one plugin and prints what it declares (describe.ts). */
import { descriptionOf, PluginProblem } from './describe.ts'

const { default: plugin } = await import(process.argv[2] ?? '')
try {
  process.stdout.write(`${JSON.stringify(descriptionOf(Object(plugin)))}\n`)
} catch (error) {
  if (!(error instanceof PluginProblem)) throw error
  process.stdout.write(`${JSON.stringify({ key: error.key, values: error.values })}\n`)
}
process.exit(0)

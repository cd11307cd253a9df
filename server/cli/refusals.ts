/** A verb's refusal, in words for the command line. */
import { AppError } from '../core/errors.ts'
import { translator } from '../core/i18n.ts'
import { OperatorError } from '../core/operator-error.ts'

/** Waits for a verb. @throws OperatorError with what it refused, and a line per field that will not do */
export async function orTell<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const t = translator('en')
    const fields = Object.entries(error.fields).map(([name, { key, values }]) => `${name}: ${t(key, values)}`)
    throw new OperatorError(`${what}: ${t(error.key, error.values)}`, fields)
  }
}

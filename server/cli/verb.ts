/** What a verb of the command line is, and how it fails. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { OperatorError } from '../core/operator-error.ts'

export type Verb = {
  /** Printed by `--help`, after "Usage: guildhall <verb> ". */
  readonly usage: string
  /** Names of flags; `json` and `help` need not be said. */
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** How many words may stand beside the flags; none unless said otherwise. */
  readonly positionals?: number
  /** Whether it reads all that follows by itself: which flags there are shows only when it runs. */
  readonly takesAll?: boolean
  /** @returns the exit code */
  run(values: Values, words: readonly string[]): Promise<number>
}

export type Values = Readonly<Record<string, string | boolean | undefined>>

/** A command line that makes no sense: exit code 2. */
export class UsageError extends OperatorError {}

export type CommandLine = { readonly values: Values; readonly words: readonly string[] }

type Flags = Pick<Verb, 'options' | 'positionals' | 'takesAll'>

/** Reads a verb's flags and words. @throws UsageError naming the wrong one */
export function readFlags({ options: own, positionals = 0, takesAll }: Flags, args: string[]): CommandLine {
  if (takesAll) return { values: {}, words: args }
  try {
    const options = { help: { type: 'boolean', short: 'h' }, ...own } as const
    const { values, positionals: words } = parseArgs({ args, options, allowPositionals: positionals > 0 })
    const extra = words[positionals]
    if (extra !== undefined) throw new Error(`there is one word too many: ${extra}`)
    return { values: values as Values, words }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The text given with a flag. */
export const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`)
export const complain = (line: string): void => void process.stderr.write(`${line}\n`)
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2))

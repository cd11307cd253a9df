/** What was typed behind a verb of the command line, and where its answer goes. */
export type VerbLine = {
  /** Flags by their names: a text, true, or nothing where they were not given. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  /** What stands beside the flags, in order. */
  readonly words: readonly string[]
  /** A line, or several, of the answer. */
  readonly say: (line: string) => void
  /** The answer for a script. */
  readonly sayJson: (value: unknown) => void
  /** To be thrown where the command line makes no sense: told with exit code 2. */
  readonly misused: (why: string) => Error
  /** To be thrown where it cannot be done: told with exit code 1. */
  readonly failed: (why: string) => Error
}

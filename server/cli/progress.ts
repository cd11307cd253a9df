/** How far long work has come: one line that changes on a terminal, a line every few seconds elsewhere. */
import { complain } from './verb.ts'

const EVERY_MS = 5000

export type Progress = {
  /** What is so now; told when its time has come. */
  say(line: string): void
  /** Leaves the last line standing. */
  end(): void
}

/** Tells it on standard error: standard output is the verb's answer. */
export function openProgress(): Progress {
  const live = process.stderr.isTTY
  let told = Date.now()
  let last = ''
  return {
    say: line => {
      last = line
      if (live) process.stderr.write(`\r${line}\u001b[K`)
      else if (Date.now() - told >= EVERY_MS) {
        told = Date.now()
        complain(line)
      }
    },
    end: () => {
      if (last && live) process.stderr.write('\n')
    },
  }
}

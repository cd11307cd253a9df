/**
 * How many starts in a row did not end well: neither stopped by whoever runs the server, nor lived for some minutes. Kept
 * in a file, since what ends a process may also be what keeps it from the database.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../core/context.ts'

const FILE = 'starts.json'
/** A start that lived so long was well: what ends a server later is mostly something else than what is loaded at a start. */
const WELL_MS = 5 * 60_000

/** What is known of starts before one. */
export type Unwell = {
  /** How many in a row did not end well. */
  readonly times: number
  /** When the last of them had decided which plugins it loads, in ms. */
  readonly since: number
}

type Kept = { readonly begun: number; readonly at: number }

export class Starts {
  private timer: NodeJS.Timeout | undefined

  /** @param wellMs how long one lives that is well */
  constructor(
    private readonly dataDir: string,
    private readonly log: Log,
    private readonly wellMs: number = WELL_MS,
  ) {}

  /** Notes that one begins. @returns what is known of those before it; of those that cannot be noted, nothing */
  begin(): Unwell {
    const { begun, at } = read(this.dataDir)
    this.keep({ begun: begun + 1, at: Date.now() })
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.well(), this.wellMs).unref()
    return { times: begun, since: at }
  }

  /** Whichever plugins are off now were not loaded by it: how it ends has another reason. */
  decided(): void {
    this.keep({ ...read(this.dataDir), at: Date.now() })
  }

  /** It ends as it should, or has lived long enough. */
  well(): void {
    clearTimeout(this.timer)
    rmSync(join(this.dataDir, FILE), { force: true })
  }

  private keep(kept: Kept): void {
    const path = join(this.dataDir, FILE)
    try {
      writeFileSync(`${path}.${process.pid}`, JSON.stringify(kept))
      renameSync(`${path}.${process.pid}`, path)
    } catch (error) {
      this.log.warn(error, 'it is not noted that the server starts')
    }
  }
}

/** How many starts in a row, with the one that is under way if one is, have not ended well. */
export const startsNoted = (dataDir: string): number => read(dataDir).begun

/** One that is missing or damaged says that all is well. */
function read(dataDir: string): Kept {
  try {
    const kept: Partial<Kept> = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8'))
    return { begun: Number(kept.begun) || 0, at: Number(kept.at) || 0 }
  } catch {
    return { begun: 0, at: 0 }
  }
}

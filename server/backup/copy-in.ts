/** Writes a table's rows as they came out. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setImmediate as soon } from 'node:timers/promises'
import { OperatorError } from '../core/operator-error.ts'
import type { Tx } from './session.ts'
import { quoted, relation, type Table } from './snapshot.ts'

export class CopyIn {
  private failure: Error | null = null

  private constructor(
    private readonly tx: Tx,
    private readonly table: Table,
    private readonly stream: Writable,
  ) {
    stream.on('error', error => {
      this.failure ??= error
    })
  }

  /** Begins to fill a table. Nothing else may be asked until it has ended. */
  static async into(tx: Tx, table: Table): Promise<CopyIn> {
    const statement = `copy ${relation(table.name)} (${quoted(table.columns)}) from stdin`
    return new CopyIn(tx, table, await tx.unsafe(statement).writable())
  }

  /** @throws OperatorError when the database has refused what came before */
  async write(chunk: Buffer): Promise<void> {
    await new Promise<void>(resolve => this.stream.write(chunk, () => resolve()))
    if (this.failure) throw this.refused(this.failure)
  }

  /** @throws OperatorError when the database refuses the rows */
  async end(): Promise<void> {
    const finished = once(this.stream, 'finish')
    this.stream.end()
    await soon()
    // What is refused at the very end postgres.js tells nobody. The transaction knows: it answers no more questions.
    await Promise.all([this.tx`select 1`, finished]).catch((error: unknown) => {
      finished.catch(() => {})
      throw this.refused(this.failure ?? error)
    })
  }

  private refused(why: unknown): OperatorError {
    return new OperatorError(
      `The database refuses the rows of the table ${this.table.name}: is its disk full? Nothing was changed`,
      [why instanceof Error ? why.message : String(why)],
    )
  }
}

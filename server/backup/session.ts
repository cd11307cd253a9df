/** One long transaction on a connection of its own, in which values are written the same way on every server. */
import type postgres from 'postgres'
import { connect, type DatabaseTarget } from '../core/db.ts'
import { databaseTrouble } from '../core/migrate.ts'

export type Tx = postgres.TransactionSql

const AS_TEXT = { TimeZone: 'UTC', DateStyle: 'ISO', IntervalStyle: 'postgres', bytea_output: 'hex' }

/**
 * Runs `work` in a transaction that no time limit ends.
 * @param mode what stands behind `begin`
 * @throws what `work` throws; OperatorError when the database does not answer
 */
export async function inTransaction<T>(target: DatabaseTarget, mode: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = { application_name: 'guildhall backup', ...AS_TEXT }
  const sql = connect(target, { max: 1, max_lifetime: null, connection })
  const broken: { error?: unknown } = {}
  try {
    const { done } = await sql.begin(mode, async tx => {
      try {
        await tx`
          select set_config(name, '0', true) from unnest(array['statement_timeout', 'idle_in_transaction_session_timeout']) name`
        return { done: await work(tx) }
      } catch (error) {
        broken.error = error
        // What is being copied would first have to be read, or written, to its end.
        await sql.end({ timeout: 0 })
        throw error
      }
    })
    return done
  } catch (error) {
    throw databaseTrouble(broken.error ?? error, target)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

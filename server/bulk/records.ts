import { type SQL, sql } from 'drizzle-orm'

/** Rows of objects as a table `r` with these columns, for a statement over all of them at once. */
export const records = (rows: readonly object[], columns: SQL): SQL =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as r (${columns})`

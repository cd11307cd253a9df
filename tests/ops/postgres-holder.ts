/** Has the database of a folder until SIGTERM; with `write`, meanwhile writes rows and says each one that is committed. */
import { connect } from '../../server/core/db.ts'
import { OperatorError } from '../../server/core/operator-error.ts'
import { startPostgres } from '../../server/core/postgres/supervisor.ts'

const [, , dataDir = '', task] = process.argv
const say = (line: string) => process.stdout.write(`${line}\n`)

try {
  const postgres = await startPostgres({ dataDir, log: line => say(`log: ${line}`) })
  process.on('SIGTERM', async () => {
    await postgres.stop()
    process.exit(0)
  })
  say(`ready ${JSON.stringify(postgres)}`)
  // Nothing else keeps this process alive.
  setInterval(() => undefined, 60_000)
  if (task === 'write') {
    const sql = connect(postgres.target, { max: 1 })
    await sql`create table if not exists written (id int primary key)`
    for (let id = 1; ; id += 1) {
      await sql`insert into written values (${id})`
      say(`written ${id}`)
    }
  }
} catch (error) {
  if (!(error instanceof OperatorError)) throw error
  process.stderr.write(`${[error.message, ...error.details].join('\n')}\n`)
  process.exitCode = 1
}

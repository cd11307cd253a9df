/** Numbers what waits in the log, as a server does, and is killed before it can tell anybody. */
import { openDatabase } from '../../server/core/db.ts'
import { EventLog } from '../../server/core/events/log.ts'
import { quietLog } from './log.ts'

const database = openDatabase(JSON.parse(process.argv[2] ?? ''))
const context = () => {
  throw new Error('it has no consumers')
}
const log = new EventLog({ database, consumers: [], context, log: quietLog().log })
await log.number()
process.kill(process.pid, 'SIGKILL')

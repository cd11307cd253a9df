/** Holds the test cluster: starts PostgreSQL in a folder, tells who connects where it is, ends when nobody needs it. */
import { chmod, mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { connect } from '../../server/core/db.ts'
import { startPostgres } from '../../server/core/postgres/supervisor.ts'

/** Between two suites nobody may be connected for a moment. */
const PATIENCE_MS = 10_000

const folder = process.argv[2] ?? ''
const dataDir = join(folder, 'data')
const socket = join(folder, 'holder.sock')

await mkdir(dataDir, { recursive: true })
// As root, PostgreSQL runs as another account, which must reach its folder.
await chmod(folder, 0o755)
await chmod(dataDir, 0o755)

// The supervisor lets one process have the folder: of two holders that start at once, one ends here.
const postgres = await startPostgres({ dataDir, log: () => undefined })
const sql = connect(postgres.target, { max: 1 })
// Nothing here outlives a crash, and nothing is there for long enough to be swept; who needs statistics asks for them.
for (const name of ['fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum'])
  await sql.unsafe(`alter system set ${name} = off`)
await sql`select pg_reload_conf()`
await sql.end()

let connected = 0
let goodbye = setTimeout(end, PATIENCE_MS)
const server = createServer(client => {
  connected++
  clearTimeout(goodbye)
  client.on('error', () => undefined)
  client.on('close', () => {
    connected--
    if (connected === 0) goodbye = setTimeout(end, PATIENCE_MS)
  })
  client.resume().write(`${JSON.stringify(postgres.target)}\n`)
})
await rm(socket, { force: true })
server.listen(socket)

async function end(): Promise<void> {
  server.close()
  await rm(socket, { force: true })
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
  process.exit(0)
}

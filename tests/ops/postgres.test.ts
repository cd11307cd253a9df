/** The supervisor of the embedded PostgreSQL, with processes that are really killed. */
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { connect, type DatabaseTarget } from '../../server/core/db.ts'
import { lastWords } from '../../server/core/postgres/programs.ts'
import { socketFolder } from '../../server/core/postgres/socket.ts'
import {
  eventually,
  folderFor,
  holder,
  isAlive,
  killPostgres,
  NOBODY,
  postmaster,
  type Running,
  rootOnly,
} from './processes.ts'

const ready = async (running: Running): Promise<{ target: DatabaseTarget; adopted: boolean }> =>
  JSON.parse((await running.line(/^ready /)).slice('ready '.length))

async function stop(running: Running): Promise<void> {
  running.kill('SIGTERM')
  await running.ended
}

/** Of most tests: making a database takes longer than the rest of them. */
const folder = await folderFor(t)

t.test('a database server left behind by a killed process is adopted, and stopped in the end', async t => {
  const first = await holder(folder)
  t.equal((await ready(first)).adopted, false)
  const pid = await postmaster(folder)
  first.kill('SIGKILL')
  await first.ended

  const second = await holder(folder)
  t.equal((await ready(second)).adopted, true)
  t.equal(await postmaster(folder), pid)
  await stop(second)
  t.notOk(await isAlive(pid ?? 0))
  t.equal(await postmaster(folder), null, 'PostgreSQL has put its own files away')
})

t.test('a left-behind server that cannot be reached is stopped, and another started', async t => {
  const after = `${folder}-moved`
  t.teardown(() => rename(after, folder))
  const first = await holder(folder)
  await ready(first)
  const pid = (await postmaster(folder)) ?? 0
  first.kill('SIGKILL')
  await first.ended
  // Its socket's path is now another than the one it answers on.
  await rename(folder, after)

  const second = await holder(after)
  t.equal((await ready(second)).adopted, false)
  t.notOk(await isAlive(pid))
  await stop(second)
})

t.test('a second process on the same folder is told who has it', async t => {
  const first = await holder(folder)
  await ready(first)
  const second = await holder(folder)
  t.equal(await second.ended, 1)
  t.match(second.complaint(), `Guildhall already runs on ${folder} (process ${first.pid})`)
  t.equal(second.complaint().trim().split('\n').length, 1)
  await stop(first)
})

t.test('of two that start at once on an empty folder one runs', async t => {
  const folder = await folderFor(t)
  const both = await Promise.all([holder(folder), holder(folder)])
  const [loser] = await Promise.race(both.map(async one => [one, await one.ended]))
  const winner = both.find(one => one !== loser)
  t.match((loser as Running).complaint(), /already runs on/)
  await ready(winner as Running)
  await stop(winner as Running)
})

t.test('a database server that dies is started again', async t => {
  const running = await holder(folder)
  await ready(running)
  const pid = await postmaster(folder)
  if (pid) process.kill(pid, 'SIGKILL')
  await running.line(/The database is back/)
  t.not(await postmaster(folder), pid)
  await stop(running)
})

t.test('kill -9 of everything in mid-write loses no acknowledged row', async t => {
  const writer = await holder(folder, { task: 'write' })
  await writer.line(/^written 200$/)
  writer.kill('SIGKILL')
  await killPostgres(folder)
  await writer.ended
  const acknowledged = [...writer.said().matchAll(/^written (\d+)$/gm)].map(match => Number(match[1]))

  const again = await holder(folder)
  const sql = connect((await ready(again)).target, { max: 1 })
  const kept = new Set((await sql<{ id: number }[]>`select id from written`).map(row => row.id))
  await sql.end()
  t.same(
    acknowledged.filter(id => !kept.has(id)),
    [],
  )
  await stop(again)
})

t.test('a stale process file that names some other living process is no obstacle', async t => {
  await stopAfterStart(folder)
  const socket = join(folder, 'run')
  const file = [process.pid, join(folder, 'postgres'), 1, 5432, socket, '', '1 1', 'ready'].join('\n')
  await writeFile(join(folder, 'postgres/postmaster.pid'), `${file}\n`)
  await writeFile(join(folder, 'guildhall.pid'), JSON.stringify({ pid: process.pid, identity: 'of another boot' }))
  t.equal(await stopAfterStart(folder), false)
})

t.test('nobody else may enter the cluster or reach its socket', async t => {
  const running = await holder(folder)
  await ready(running)
  for (const name of ['postgres', 'run']) t.equal((await stat(join(folder, name))).mode & 0o777, 0o700, name)
  t.equal((await stat(join(folder, 'postgres.log'))).mode & 0o777, 0o600)
  await stop(running)
})

t.test('a folder too deep for a socket has it in the temporary folder', async t => {
  const folder = join(await folderFor(t), 'x'.repeat(90))
  t.notOk(socketFolder(folder).startsWith(folder))
  await mkdir(join(folder, 'postgres.new-1'), { recursive: true })
  await writeFile(join(folder, 'postgres.new-1/half'), '')
  await stopAfterStart(folder)
  t.notOk(existsSync(socketFolder(folder)), 'and is gone after the stop')
  t.notOk((await readdir(folder)).includes('postgres.new-1'), 'a first start that was killed leaves nothing')
})

t.test('as root the database is the folder owner’s, or nobody’s', { skip: rootOnly }, async t => {
  const ours = await folderFor(t)
  await stopAfterStart(ours)
  t.equal((await stat(join(ours, 'postgres'))).uid, NOBODY)
  const uid = Number((await readFile('/etc/passwd', 'utf8')).match(/^daemon:[^:]*:(\d+)/m)?.[1])
  const theirs = await folderFor(t, uid)
  await stopAfterStart(theirs)
  t.equal((await stat(join(theirs, 'postgres'))).uid, uid)
})

t.test('as root, the first folder that the database may not enter is named', { skip: rootOnly }, async t => {
  const closed = await folderFor(t)
  await chmod(closed, 0o700)
  const running = await holder(join(closed, 'in/data'))
  t.equal(await running.ended, 1)
  t.match(running.complaint(), `cannot enter ${closed}: chmod o+x ${closed}`)
})

t.test('an account of its own runs it, and a folder it may not write is named', { skip: rootOnly }, async t => {
  const folder = await folderFor(t, NOBODY)
  const running = await holder(folder, { uid: NOBODY })
  await ready(running)
  await stop(running)

  const closed = await folderFor(t)
  const refused = await holder(join(closed, 'data'), { uid: NOBODY })
  t.equal(await refused.ended, 1)
  t.match(refused.complaint(), /data is not writable by this account/)
})

t.test('a full disk is said in one line', async t => {
  const error = lastWords('x', 'FATAL:  could not write lock file "postmaster.pid": No space left on device', '/data')
  t.match(error.message, /^No space is left on the disk that holds \/data/)
  t.same(error.details, [])
})

t.test('PostgreSQL’s own last words are shown', async t => {
  await stopAfterStart(folder)
  const settings = join(folder, 'postgres/postgresql.conf')
  await writeFile(settings, `${await readFile(settings, 'utf8')}\nno_such_setting = 1\n`)
  const running = await holder(folder)
  t.equal(await running.ended, 1)
  t.match(running.complaint(), /unrecognized configuration parameter "no_such_setting"/)
})

async function stopAfterStart(folder: string): Promise<boolean> {
  const running = await holder(folder)
  const { adopted } = await ready(running)
  await stop(running)
  await eventually(async () => (await postmaster(folder)) === null)
  return adopted
}

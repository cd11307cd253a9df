/** Backup, restore and doctor as an operator runs them. */

import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, createServer, connect as dial } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { connect } from '../../server/core/db.ts'
import { folderFor, guildhall, postmaster } from '../ops/processes.ts'
import { emptyDatabase, type LocalTarget } from '../support/cluster.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startS3 } from '../support/s3.ts'

async function run(folder: string, args: string[], env: Record<string, string> = {}) {
  const running = guildhall(folder, args, { env })
  const code = await running.ended
  return { code, said: running.said(), complaint: running.complaint() }
}

/** A database of its own at an address, as an operator has one: in truth the tests' cluster. */
async function external(t: Test): Promise<{ url: string; target: LocalTarget }> {
  const { target, drop } = await emptyDatabase()
  t.teardown(drop)
  const server = createServer(socket => {
    const inner = dial(join(target.host, `.s.PGSQL.${target.port ?? 5432}`))
    socket.pipe(inner).pipe(socket)
    for (const one of [socket, inner]) one.on('error', () => [socket, inner].map(each => each.destroy()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  return { url: `postgres://${target.user}@127.0.0.1:${port}/${target.database}`, target }
}

const membersIn = async (target: LocalTarget) => {
  const sql = connect(target, { max: 1 })
  const rows = await sql<{ name: string }[]>`select name from members order by id`
  await sql.end()
  return rows.map(({ name }) => name)
}

t.test('from one machine to another', async t => {
  const folder = await folderFor(t)
  const out = join(await temporaryFolder(t), 'out.tar.gz')
  t.match(await run(folder, ['backup', out]), { code: 1, complaint: /There is no community in this database/ })
  t.equal((await run(folder, ['admin', 'create', '--name', 'ada', '--email', 'ada@people.example', '--json'])).code, 0)
  t.match(await run(folder, ['backup', out, '--with-secrets']), {
    code: 0,
    said: /^\d+ rows and 0 files are in .*out\.tar\.gz\n$/,
  })
  t.equal(await postmaster(folder), null, 'what a verb has started it stops')
  t.match(await run(folder, ['backup', out]), { code: 1, complaint: /is there already/ })
  t.match(await run(folder, ['restore', out]), {
    code: 1,
    complaint: /There is a community here already \(1 members, 0 threads\)/,
  })
  t.match(await run(folder, ['restore', out, '--verify']), {
    code: 0,
    said: /^Whole: .* rows and 0 files, with secrets\.json/,
  })

  const elsewhere = await folderFor(t)
  const restored = await run(elsewhere, ['restore', out, '--json'])
  t.equal(restored.code, 0, restored.complaint)
  t.match(JSON.parse(restored.said), { restored: true, secrets: true, files: 0, missing: [] })
  t.notMatch((await readdir(elsewhere)).join(), 'restore-')
  const doctor = await run(elsewhere, ['doctor', '--fix', '--json'])
  const { checks } = JSON.parse(doctor.said) as { checks: { check: string; result: string }[] }
  for (const name of ['extensions', 'log', 'jobs', 'uploads', 'counters', 'sessions'])
    t.match(
      checks.find(({ check }) => check === name),
      { result: 'ok' },
      name,
    )

  await t.test('into a PostgreSQL of one’s own, and out of it', async t => {
    const { url, target } = await external(t)
    const place = await temporaryFolder(t)
    const into = await run(place, ['restore', out], { DATABASE_URL: url })
    t.match(into, { code: 0, said: /^Restored the backup of / }, into.complaint)
    t.strictSame(await membersIn(target), ['ada'])
    const again = join(await temporaryFolder(t), 'again')
    t.equal((await run(place, ['backup', again], { DATABASE_URL: url })).code, 0)
    t.equal((await run(place, ['restore', again, '--verify'])).code, 0)
  })

  await t.test('by way of a bucket', async t => {
    const env = await startS3(t)
    const sent = await run(folder, ['backup', '--to', 's3', '--json'], env)
    t.equal(sent.code, 0, sent.complaint)
    const { place } = JSON.parse(sent.said) as { place: string }
    t.match(place, /^s3:guildhall-\d{4}-\d\d-\d\dT\d{6}\.tar\.gz$/)
    t.match(await run(folder, ['restore', place, '--verify'], env), { code: 0, said: /^Whole/ })
    t.match(await run(folder, ['restore', 's3:other.tar.gz', '--verify'], env), {
      code: 1,
      complaint: /There is no backups\/other/,
    })
    t.match(await run(folder, ['backup', '--to', 's3']), { code: 1, complaint: /No bucket is set/ })
  })

  await t.test('not while the server runs', async t => {
    const running = guildhall(elsewhere, ['start'])
    await running.line(/Guildhall is at/)
    t.match(await run(elsewhere, ['restore', out]), {
      code: 1,
      complaint: /A Guildhall runs on this database: stop it/,
    })
    const meanwhile = join(await temporaryFolder(t), 'meanwhile.tar.gz')
    t.equal((await run(elsewhere, ['backup', meanwhile])).code, 0, 'a backup is made all the same')
    running.kill('SIGTERM')
    t.equal(await running.ended, 0)
  })
})

t.test('what makes no sense is told in a line', async t => {
  const folder = await folderFor(t)
  for (const args of [
    ['backup'],
    ['backup', '--to', 'tape'],
    ['backup', 'a.tar.gz', '--to', 's3'],
    ['restore'],
    ['restore', 'a', 'b'],
  ]) {
    t.equal((await run(folder, args)).code, 2, args.join(' '))
  }
  t.match(await run(folder, ['restore', '/nowhere.tar.gz']), { code: 1, complaint: /no file or folder \/nowhere/ })
  t.equal(await postmaster(folder), null)
  for (const verb of ['backup', 'restore', 'doctor'])
    t.match(await run(folder, [verb, '--help']), { code: 0, said: new RegExp(`Usage: guildhall ${verb}`) })
})

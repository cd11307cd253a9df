/** A plugin that ends the process soon after its start, in real servers: some starts later the community is up without it. */
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import * as plugins from '../../server/plugins/service.ts'
import { Starts, startsNoted } from '../../server/plugins/starts.ts'
import { eventually, folderFor, guildhall, type Running } from '../ops/processes.ts'
import { temporaryFolder } from '../support/folder.ts'
import { quietLog } from '../support/log.ts'
import { people } from '../support/people.ts'
import { freePort } from '../support/port.ts'
import { startStaged } from '../support/staged.ts'
import { bad, stateOf } from './forum.ts'

const GREET = join(import.meta.dirname, 'good/greet')
const [EXITS = ''] = bad('exits')
/** Than the plugin lets a server live. */
const LONGER_MS = 2000

/** An installation with a plugin that is well, and others that end the process, switched on in this order. */
async function installation(t: Test, env: Readonly<Record<string, string>>, ...exits: readonly string[]) {
  const folder = await folderFor(t)
  const variables = {
    PORT: String(await freePort()),
    GUILDHALL_ADMIN_NAME: 'ada',
    GUILDHALL_ADMIN_EMAIL: 'ada@example.org',
    GUILDHALL_ADMIN_PASSWORD: 'a long and good passphrase 1',
    ...env,
  }
  const address = `http://localhost:${variables.PORT}`
  const run = async (...args: string[]) => {
    const running = guildhall(folder, args, { env: variables })
    const code = await running.ended
    return { code, said: running.said(), complaint: running.complaint() }
  }
  const switchOn = async (id: string, ...more: string[]) =>
    t.match(await run('plugin', 'enable', id, ...more), { code: 0 }, `${id} is switched on`)
  await cp(GREET, join(folder, 'plugins/greet'), { recursive: true })
  await switchOn('greet', '--agree', 'tables,routes,jobs')
  for (const id of exits) {
    await cp(EXITS, join(folder, 'plugins', id), { recursive: true })
    const path = join(folder, 'plugins', id, 'plugin.mjs')
    await writeFile(path, (await readFile(path, 'utf8')).replace("id: 'exits'", `id: '${id}'`))
    await switchOn(id)
  }
  const start = (): Running => {
    const server = guildhall(folder, ['start'], { env: variables })
    t.teardown(() => server.kill('SIGKILL'))
    return server
  }
  /** How many starts ended by themselves until one answers, and longer than a plugin lets it live. */
  const startsUntilUp = async (): Promise<{ readonly ended: number; readonly server: Running }> => {
    for (let ended = 0; ; ended++) {
      const server = start()
      const up = server.line(/^Guildhall is at /).then(
        () => staysUp(server),
        () => false,
      )
      if (await up) return { ended, server }
      await server.ended
    }
  }
  const staysUp = (server: Running): Promise<boolean> =>
    Promise.race([server.ended.then(() => false), pause(LONGER_MS, true)])
  // A connection that comes while all web processes are gone may hear from none.
  const status = async (path: string): Promise<number | null> =>
    fetch(address + path, { signal: AbortSignal.timeout(2000) }).then(
      answer => answer.status,
      () => null,
    )
  type Told = { readonly id: string; readonly enabled: boolean; readonly trouble: string | null }
  const told = async (id: string): Promise<Told | undefined> => {
    const { plugins } = JSON.parse((await run('plugin', 'list', '--json')).said) as { plugins: Told[] }
    return plugins.find(one => one.id === id)
  }
  return { folder, run, start, startsUntilUp, status, told, switchOn }
}

t.test('of a server that ends soon after each start plugins are switched off until it stays up', async t => {
  const { folder, run, start, startsUntilUp, status, told, switchOn } = await installation(t, {}, 'exits', 'leaves')
  const { ended, server } = await startsUntilUp()
  t.equal(ended, 4, 'the fourth start is without one of them, the fifth without both')
  t.equal(await status('/x/greet'), 200, 'the other plugin is on')
  t.match(await told('leaves'), { enabled: true, trouble: /^The server ended 3 times shortly after/ })
  t.match(await told('exits'), { enabled: true, trouble: /^The server ended 4 times shortly after/ })
  t.match(await told('greet'), { trouble: null })
  const line =
    server
      .said()
      .split('\n')
      .find(line => line.includes('"plugin":"exits"')) ?? '{}'
  t.match(JSON.parse(line), { level: 50, msg: /ended 4 times .* the plugin exits is switched off/ })
  const doctor = await run('doctor')
  t.match(doctor.said, /^warn +plugin exits +The server ended 4 times.* switch it on again/m)
  t.match(doctor.said, /^warn +starts +4 starts in a row ended by themselves/m)

  await t.test('stopped kindly it begins to count anew', async () => {
    server.kill('SIGTERM')
    t.equal(await server.ended, 0)
    t.equal(startsNoted(folder), 0)
    t.notMatch((await run('doctor')).said, /^warn +starts/m)
    await switchOn('exits')
    const again = start()
    t.not(await again.ended, 0)
    t.equal(startsNoted(folder), 1)
  })
})

t.test('which plugin is switched off, and when none is loaded any more', async t => {
  const app = await startStaged(t, { plugins: [GREET, ...bad('deaf', 'late', 'lonely')] })
  const crashed = async (times: number, since = Date.now()) => {
    await app.stage.recover({ times, since })
    await app.stage.reload()
    const all = plugins.all(await app.ctx(people.ada))
    return all.filter(({ on }) => on).map(({ id }) => id)
  }
  const ours = ['polls', 'questions']
  t.strictSame(await crashed(2), [...ours, 'deaf', 'greet', 'late'], 'none after two crashes')
  t.strictSame(await crashed(3), [...ours, 'deaf', 'greet'], 'the one that was switched on last')
  t.strictSame(await crashed(4, 0), [...ours, 'deaf', 'greet'], 'none where one was switched off meanwhile')
  t.strictSame(await crashed(5), [...ours, 'greet'], 'the one before it')
  t.strictSame(await crashed(6), ours, 'the last of somebody else')
  t.strictSame(await crashed(7), [], 'safe mode')
  t.match(await stateOf(app, 'polls'), { wanted: true, trouble: null })
  const ada = await app.as(people.ada)
  t.match((await ada.get('/admin/plugins')).seen('main'), 'Safe mode: the server ended again and again')
  t.match(
    (await ada.get('/admin/plugins/late')).seen('main'),
    'The server ended 3 times shortly after it was switched on',
  )
  t.match((await ada.api('GET', '/plugins')).json(), { safeMode: true })
})

t.test('of several web processes the primary counts, and one plugin is switched off for all of them', async t => {
  const { startsUntilUp, status, told, folder, run } = await installation(t, { WORKERS: '2' })
  await cp(EXITS, join(folder, 'plugins/exits'), { recursive: true })
  const path = join(folder, 'plugins/exits/plugin.mjs')
  // Late enough for both to be up, so that the primary stays.
  await writeFile(path, (await readFile(path, 'utf8')).replace('SOON_MS = 200', 'SOON_MS = 4000'))
  t.match(await run('plugin', 'enable', 'exits'), { code: 0 })
  const { server } = await startsUntilUp()
  await eventually(() => server.said().includes('the plugin exits is switched off'))
  await eventually(async () => (await status('/x/greet')) === 200)
  t.match(await told('exits'), { trouble: /^The server ended \d times shortly after/ })
  t.match(await told('greet'), { trouble: null })
})

t.test('a start that has lived for a while was well, and a damaged note says that all is', async t => {
  const folder = await temporaryFolder(t)
  const { log } = quietLog()
  t.strictSame(new Starts(folder, log).begin(), { times: 0, since: 0 })
  t.equal(new Starts(folder, log).begin().times, 1)
  const well = new Starts(folder, log, 10)
  t.equal(well.begin().times, 2)
  t.equal(startsNoted(folder), 3)
  await eventually(() => startsNoted(folder) === 0)
  await writeFile(join(folder, 'starts.json'), '{"begun":')
  t.equal(new Starts(folder, log).begin().times, 0)
})

/** What an author of plugins has: `plugin new`, the test that it writes, and a server that takes up what is saved. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { WebSocket } from 'ws'
import { folderFor, guildhall } from '../ops/processes.ts'
import { freePort } from '../support/port.ts'
import { until } from '../support/until.ts'

const GREET = join(import.meta.dirname, 'good/greet')

/** Runs a plugin's own tests, as its author does. */
function runTests(folder: string): Promise<{ readonly code: number | string; readonly said: string }> {
  return new Promise(resolve => {
    // What tap set for this process is nothing to the runner of another.
    const env = { PATH: process.env.PATH }
    execFile(process.execPath, ['--test'], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    )
  })
}

/** As some editors save, and `perl -pi`: another file in the place of the one before. */
async function change(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`)
  await rm(path)
  await writeFile(path, text.replace(from, to))
}

t.test('plugin new writes a plugin whose test passes, and fails when it is broken', async t => {
  const dataDir = await folderFor(t)
  const run = async (...args: string[]) => {
    const running = guildhall(dataDir, ['plugin', 'new', ...args])
    return { code: await running.ended, said: running.said(), complaint: running.complaint() }
  }
  const folder = join(dataDir, 'plugins/hello')
  t.match(await run('hello'), { code: 0, said: `Wrote ${folder}` })
  const plugin = join(folder, 'plugin.tsx')

  await t.test('its test passes', async t => {
    const { code, said } = await runTests(folder)
    t.equal(code, 0, said)
    t.match(said, /^# pass 3$/m)
  })

  await t.test('it fails when the plugin does something else, or cannot be read, and says which and why', async t => {
    await change(plugin, 'words >= ', 'words > 100 + ')
    t.match(await runTests(folder), { code: 1, said: /^not ok 1 - a long post says how many words it has$/m })
    await change(plugin, 'settings: {', 'settings {')
    t.match(await runTests(folder), { code: 1, said: /hello is not on: It cannot be loaded: plugin\.tsx:\d+: / })
  })

  await t.test('a folder that is there, and an id that is none, are refused', async t => {
    const before = await readFile(plugin, 'utf8')
    t.match(await run('hello'), { code: 1, complaint: /There is a plugin hello already/ })
    t.match(await run('polls'), { code: 1, complaint: /There is a plugin polls already/ })
    t.match(await run('Hello-World'), { code: 2, complaint: /an id is 2 to 31 lower case letters/ })
    t.equal(await readFile(plugin, 'utf8'), before)
  })

  await t.test('elsewhere it is written where that was said', async t => {
    const place = join(dataDir, 'mine')
    t.match(await run('other', '--in', place, '--json'), { code: 0, said: join(place, 'other') })
    t.ok((await readdir(join(place, 'other'))).includes('plugin.tsx'))
    t.match(await run('other', '--in', place), { code: 1, complaint: /is there already/ })
  })
})

t.test('what is saved of a plugin is on the page without a restart, and what is broken is not taken up', async t => {
  const folder = await folderFor(t)
  const plugin = join(folder, 'plugins/greet/plugin.tsx')
  await cp(GREET, join(folder, 'plugins/greet'), { recursive: true })
  const env = {
    PORT: String(await freePort()),
    GUILDHALL_ADMIN_NAME: 'ada',
    GUILDHALL_ADMIN_EMAIL: 'ada@example.org',
    GUILDHALL_ADMIN_PASSWORD: 'a long and good passphrase 1',
  }
  const enabled = guildhall(folder, ['plugin', 'enable', 'greet', '--agree', 'tables,routes,jobs'], { env })
  t.equal(await enabled.ended, 0)
  const server = guildhall(folder, ['start', '--watch'], { env })
  t.teardown(() => server.kill('SIGKILL'))
  await server.line(/^Guildhall is at /)
  const url = `http://localhost:${env.PORT}`
  const page = async () => (await fetch(`${url}/x/greet`)).text()
  const shows = (words: string) => until(async () => (await page()).includes(words), words)
  await shows('Hello, all')
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, { headers: { origin: url } })
  let closed = false
  socket.on('close', () => {
    closed = true
  })
  await once(socket, 'open')

  await change(plugin, "'Hello, {name}'", "'Good day, {name}'")
  await shows('Good day, all')
  await change(plugin, 'settings: {', 'settings {')
  await until(async () => /greet as it is saved is not taken up.*plugin\.tsx:\d+/.test(server.said()), 'it is said')
  t.match(await page(), 'Good day, all', 'the one before goes on')
  await change(plugin, 'settings {', 'settings: {')
  await change(plugin, "'Good day, {name}'", "'Good evening, {name}'")
  await shows('Good evening, all')
  t.notOk(closed, 'the socket stays open')
  server.kill('SIGTERM')
  t.equal(await server.ended, 0)
})

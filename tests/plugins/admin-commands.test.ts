/** The command line's verbs about plugins, as an operator runs them: beside the server, and without it. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { folderFor, guildhall } from '../ops/processes.ts'
import { freePort } from '../support/port.ts'
import { until } from '../support/until.ts'

const GREET = join(import.meta.dirname, 'good/greet')

t.test('plugins by the command line', async t => {
  const folder = await folderFor(t)
  await cp(GREET, join(folder, 'plugins/greet'), { recursive: true })
  const env = {
    PORT: String(await freePort()),
    GUILDHALL_ADMIN_NAME: 'ada',
    GUILDHALL_ADMIN_EMAIL: 'ada@example.org',
    GUILDHALL_ADMIN_PASSWORD: 'a long and good passphrase 1',
  }
  const run = async (...args: string[]) => {
    const running = guildhall(folder, args, { env })
    const code = await running.ended
    return { code, said: running.said(), complaint: running.complaint() }
  }
  const server = guildhall(folder, ['start'], { env })
  t.teardown(() => server.kill('SIGKILL'))
  await server.line(/^Guildhall is at /)
  const answers = async (status: number) => {
    const seen = async () => (await fetch(`http://localhost:${env.PORT}/x/greet`)).status === status
    await until(seen, `/x/greet answers ${status}`)
  }

  await t.test('the list says which there are, and the doctor is content', async t => {
    t.match(await run('plugin', 'list'), { code: 0, said: /^off {2}greet 1\.2\.0$/m })
    const { plugins } = JSON.parse((await run('plugin', 'list', '--json')).said)
    t.match(
      plugins.find(({ id }: { id: string }) => id === 'greet'),
      { enabled: false, origin: 'folder', trouble: null, capabilities: ['tables', 'routes', 'jobs'] },
    )
  })

  await t.test('nothing is switched on that was not agreed to, or is not there', async t => {
    t.match(await run('plugin', 'enable', 'greet'), { code: 1, complaint: /--agree tables,routes,jobs/ })
    t.match(await run('plugin', 'enable', 'nobody', '--agree', 'tables'), { code: 1, complaint: /no plugin "nobody"/ })
    t.match(await run('plugin', 'enable'), { code: 2, complaint: /say which plugin/ })
    await answers(404)
  })

  await t.test('the running server has it at once, and loses it again', async t => {
    t.match(await run('plugin', 'enable', 'greet', '--agree', 'tables,routes,jobs'), { code: 0, said: /switched on/ })
    await answers(200)
  })

  await t.test('its settings take values that they can have, and no others', async t => {
    t.match(await run('plugin', 'set', 'greet', 'word', 'Good day'), { code: 0, said: /greet\.word is "Good day"/ })
    t.match(await run('plugin', 'set', 'greet', 'word', 'x'.repeat(41)), { code: 1, complaint: /40/ })
    t.match(await run('plugin', 'set', 'greet', 'colour', 'red'), { code: 1, complaint: /no setting "colour"/ })
    t.match(await run('plugin', 'set', 'greet', 'word'), { code: 2, complaint: /--default/ })
    t.match(JSON.parse((await run('plugin', 'set', 'greet', 'word', '--default', '--json')).said), { value: 'Hello' })
  })

  await t.test('what lies in its folder is taken up when that is asked for', async t => {
    const path = join(folder, 'plugins/greet/plugin.tsx')
    const source = await readFile(path, 'utf8')
    await writeFile(path, source.replace("hello: 'Hello, {name}'", "hello: 'Good day, {name}'"))
    t.match(await run('plugin', 'reload', 'greet'), { code: 0, said: /loaded again/ })
    const greets = async () => (await (await fetch(`http://localhost:${env.PORT}/x/greet`)).text()).includes('Good day')
    await until(greets, 'the page says what the file says now')
    await writeFile(path, source)
  })

  await t.test('the running server loses it again, and all that it kept goes with a word', async t => {
    const file = join(folder, 'greet.jsonl')
    t.match(await run('plugin', 'uninstall', 'greet', '--export', file), { code: 1, complaint: /plugin disable greet/ })
    t.match(await run('plugin', 'disable', 'greet'), { code: 0, said: /switched off/ })
    await answers(404)
    t.match(await run('plugin', 'uninstall', 'greet'), { code: 2, complaint: /--export/ })
    t.match(await run('plugin', 'uninstall', 'greet', '--export', file), { code: 0, said: /has kept is gone/ })
    t.equal(await readFile(file, 'utf8'), '')
    t.match(await run('plugin', 'list'), { code: 0, said: /^off {2}greet 1\.2\.0$/m })
  })

  await t.test(
    'without the server it is decided for the next start, and the doctor says what stands in the way',
    async t => {
      server.kill('SIGTERM')
      await server.ended
      t.match(await run('plugin', 'enable', 'greet', '--agree', 'tables,routes,jobs'), { code: 0 })
      t.match(await run('plugin', 'list'), { code: 0, said: /^on {3}greet 1\.2\.0$/m })
      t.match(await run('doctor'), { said: /^ok +plugins +\d+ plugins? (is|are) switched on/m })
      const path = join(folder, 'plugins/greet/plugin.tsx')
      await writeFile(path, (await readFile(path, 'utf8')).replace("server: '>=0.1.0'", "server: '>=99'"))
      t.match(await run('doctor'), { said: /^warn +plugin greet +It was made for Guildhall >=99.* Put a version/m })
    },
  )

  await t.test('one whose folder is gone is listed, and uninstalled', async t => {
    await rm(join(folder, 'plugins/greet'), { recursive: true })
    t.match(await run('plugin', 'list'), { code: 0, said: /^on {3}greet \? {2}Its files are not found/m })
    t.match(await run('doctor'), { said: /^warn +plugin greet +Its files are not found.* Put its folder back/m })
    t.match(await run('plugin', 'uninstall', 'greet', '--without-export'), { code: 1, complaint: /disable greet/ })
    t.match(await run('plugin', 'disable', 'greet'), { code: 0 })
    t.match(await run('plugin', 'uninstall', 'greet', '--without-export'), { code: 0, said: /has kept is gone/ })
    t.notMatch((await run('plugin', 'list')).said, /greet/)
  })
})

/** What docs/PLUGINS.md tells who makes a plugin: its lines are run as they stand there, one after another. */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { signIn } from '../../server/testing/client.ts'
import { folderFor } from '../ops/processes.ts'
import { Client } from '../support/http.ts'
import { freePort } from '../support/port.ts'
import { until } from '../support/until.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const START = 'guildhall start --watch'
const ADA = { name: 'ada', email: 'ada@example.org', password: 'a long and good passphrase 1' }

/** The lines of all shells under "Make a plugin". */
async function linesOfTutorial(): Promise<string[]> {
  const docs = await readFile(join(ROOT, 'docs/PLUGINS.md'), 'utf8')
  const [, chapter = ''] = docs.split('\n## Make a plugin\n')
  const shells = [...(chapter.split('\n## ')[0] ?? '').matchAll(/^```sh\n(.*?)^```$/gms)]
  return shells.flatMap(([, lines = '']) => lines.trim().split('\n'))
}

/** @throws Error when it ends without having said so */
const says = (server: ChildProcessWithoutNullStreams, words: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = ''
    server.stdout.on('data', chunk => {
      said += chunk
      if (said.includes(words)) resolve()
    })
    server.once('exit', () => reject(new Error(`it ended: ${said}`)))
  })

t.test('the steps of the tutorial lead to a plugin that shows', async t => {
  const folder = await folderFor(t)
  const port = await freePort()
  // `guildhall` as an installed command.
  await mkdir(join(folder, 'bin'))
  await writeFile(
    join(folder, 'bin/guildhall'),
    `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'server/start.mjs')}" "$@"\n`,
  )
  await chmod(join(folder, 'bin/guildhall'), 0o755)
  await mkdir(join(folder, 'data'))
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    PORT: String(port),
    GUILDHALL_ADMIN_NAME: ADA.name,
    GUILDHALL_ADMIN_EMAIL: ADA.email,
    GUILDHALL_ADMIN_PASSWORD: ADA.password,
  }
  const agent = new Agent()
  const url = `http://localhost:${port}`
  const visitor = new Client(url, agent)

  const lines = await linesOfTutorial()
  t.ok(lines.includes(START))
  for (const line of lines) {
    await t.test(line, async step => {
      if (line === START) {
        const server = spawn('guildhall', ['start', '--watch'], { cwd: folder, env })
        t.teardown(() => new Promise(resolve => void server.once('exit', resolve).kill('SIGTERM')))
        await says(server, 'Guildhall is at')
      } else await step.resolves(promisify(execFile)('sh', ['-c', line], { cwd: folder, env }))
    })
  }

  const ada = await signIn(new Client(url, agent), { ...ADA, id: 1 })
  // The running server hears of it a moment later; what is written before that, the plugin does not hear of.
  const isOn = async () => (await ada.get('/api/v1/plugins/hello')).json<{ state?: string }>().state === 'on'
  await until(isOn, 'the running server has the plugin')
  const category = (await ada.api('POST', '/categories', { name: 'Talk', slug: 'talk' })).json<{ id: string }>()
  const input = { categoryId: category.id, title: 'What it says', body: 'These are five words or more.' }
  const thread = (await ada.api('POST', '/threads', input)).json<{ id: string }>()
  const shown = async () => (await (await visitor.get(`/t/${thread.id}`)).follow()).text.includes('6 words in all')
  await until(shown, 'the page says what was changed')
})

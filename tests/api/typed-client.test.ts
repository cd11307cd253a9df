/** What docs/API.md shows of a typed client: generated, compiled and run as it stands there. */
import { execFile } from 'node:child_process'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { temporaryFolder } from '../support/folder.ts'
import { people } from '../support/people.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

t.test('the typed client of the docs compiles and works', async t => {
  const app = await startApp(t)
  await app.make.category()
  const made = await (await app.as(people.mia)).api('POST', '/tokens', { name: 'Client', scopes: ['read', 'write'] })
  const folder = await temporaryFolder(t)
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const docs = await readFile(join(root, 'docs/API.md'), 'utf8')
  const sample = /```ts\n(import createClient[^`]*(?:`[^`\n]*`[^`]*)*)```/.exec(docs)?.[1] ?? ''
  t.ok(sample.split('\n').length <= 12, 'it is short')
  const document = (await app.visitor().get('/api/v1/openapi.json')).text
  await writeFile(join(folder, 'guildhall.d.ts'), astToString(await openapiTS(document)))
  await writeFile(join(folder, 'sample.ts'), sample)
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')

  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const flags =
    '--noEmit --strict --skipLibCheck --module nodenext --target esnext --types node --allowImportingTsExtensions'
  await t.resolves(run(process.execPath, [tsc, ...flags.split(' '), 'sample.ts'], { cwd: folder }))
  const wrong = sample.replace("title: 'Hello", "titel: 'Hello")
  await writeFile(join(folder, 'wrong.ts'), wrong)
  await t.rejects(
    run(process.execPath, [tsc, ...flags.split(' '), 'wrong.ts'], { cwd: folder }),
    'and finds a misspelling',
  )

  const env = { ...process.env, GUILDHALL: app.url, TOKEN: made.json<{ token: string }>().token }
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'sample.ts'], { cwd: folder, env })
  t.match(stdout, /\/t\/\d+\/hello-from-a-program\n$/)
})

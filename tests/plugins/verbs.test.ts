/** Verbs that plugins bring to the command line, as an operator runs them beside the server. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { folderFor, guildhall } from '../ops/processes.ts'
import { freePort } from '../support/port.ts'

const GREET = join(import.meta.dirname, 'good/greet')

t.test('verbs of plugins', async t => {
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
  const { token } = JSON.parse(
    (await run('token', 'create', '--member', 'ada', '--name', 'test', '--scopes', 'read,write,admin', '--json')).said,
  )
  const post = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const url = `http://localhost:${env.PORT}/api/v1${path}`
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }

  await t.test('they are listed, those of one that is off only where it is named', async t => {
    t.match(await run('x'), { code: 0, said: /^polls results +say how the polls of a post stand$/m })
    t.match(await run('x', 'greet'), { code: 0, said: /^greet tally {2}count greetings$/m })
    const { verbs } = JSON.parse((await run('x', '--json')).said)
    const plugins = verbs.map(({ plugin }: { plugin: string }) => plugin)
    t.ok(plugins.includes('questions'))
    t.notOk(plugins.includes('greet'))
    t.match(await run('help'), { code: 0, said: /^ {2}x +do what a plugin has a verb for/m })
    t.match(await run('x', '--help'), { code: 0, said: /^Usage: guildhall x <plugin> <verb>/ })
    t.match(await run('x', 'greet', 'tally', '--help'), {
      code: 0,
      said: 'Usage: guildhall x greet tally [<words>] [--json]\n\nCounts greetings, or those of these words.\n',
    })
  })

  await t.test('what there is not, or is off, is refused in a line', async t => {
    t.match(await run('x', 'nobody', 'tally'), { code: 1, complaint: /^guildhall: There is no plugin "nobody"/ })
    t.match(await run('x', 'greet', 'tally'), { code: 1, said: '', complaint: /^guildhall: greet is not on$/m })
    t.match(await run('x', 'polls', 'constructor'), {
      code: 2,
      complaint: /polls has no verb "constructor": guildhall x polls/,
    })
    t.match(await run('x', '--nonsense'), { code: 2, complaint: /--nonsense/ })
  })

  await t.test('one that is on has its tables, its flags, its words and its ways to refuse', async t => {
    t.equal((await run('plugin', 'enable', 'greet', '--agree', 'tables,routes,jobs')).code, 0)
    t.match(await run('x', 'greet', 'tally'), { code: 1, complaint: 'guildhall: Nobody was greeted\n' })
    const { id } = await post('/categories', { name: 'Talk', slug: 'talk' })
    const thread = await post('/threads', {
      categoryId: id,
      title: 'A poll',
      body: ':::poll\nNow?\n\n- yes\n- no\n:::',
    })
    await post(`/greet/${thread.post.id}`, { words: 'Ahoy' })
    t.match(await run('x', 'greet', 'tally'), { code: 0, said: 'Hello, \ufffd[31mall: 1\n', complaint: '' })
    t.match(await run('x', 'greet', 'tally', 'Ahoy', '--json'), { code: 0, said: '{\n  "count": 1\n}\n' })
    t.match(await run('x', 'greet', 'tally', 'nonsense'), { code: 2, complaint: /x: say words of a greeting/ })
    t.match(await run('x', 'greet', 'tally', 'rude'), { code: 1, complaint: /words: That is no greeting\./ })
    t.match(await run('x', 'greet', 'tally', 'broken'), {
      code: 1,
      said: '',
      complaint: /Error: no tally today\n +at /,
    })
    t.match(await run('x', 'polls', 'results', thread.post.id), { code: 0, said: /^Now\?\nNo votes yet\n\nOption/ })
  })

  await t.test('without the server one works as well', async t => {
    server.kill('SIGTERM')
    await server.ended
    t.match(await run('x', 'greet', 'tally', '--json'), { code: 0, said: '{\n  "count": 1\n}\n' })
  })
})

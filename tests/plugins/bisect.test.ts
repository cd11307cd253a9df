/** `guildhall plugin bisect`: its steps, and the verb beside a running server. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import {
  answersLeft,
  beginHalving,
  type Halving,
  halve,
  heldBack,
  readHalving,
  unitsOf,
  writeHalving,
} from '../../server/plugins/halving.ts'
import { folderFor, guildhall } from '../ops/processes.ts'
import { freePort } from '../support/port.ts'
import { until } from '../support/until.ts'
import { bad } from './forum.ts'

const GREET = join(import.meta.dirname, 'good/greet')

/** Answers as somebody would who sees the trouble while all of `causes` are on. */
function search(plugins: readonly string[], causes: readonly string[]): { found: readonly string[]; asked: number } {
  let now: Halving | null = beginHalving(plugins.map(one => [one]))
  for (let asked = 0; ; asked++) {
    if (now === null) return { found: [], asked }
    if (now.found) return { found: now.suspects.flat(), asked }
    const held: readonly string[] = heldBack(now)
    const most = answersLeft(now)
    now = halve(
      now,
      causes.some(one => held.includes(one)),
    )
    if (now && answersLeft(now) >= most) throw new Error('it does not come to an end')
  }
}

t.test('each of any number of plugins is found, in as many steps as halving takes', async t => {
  for (let count = 1; count <= 9; count++) {
    const plugins = Array.from({ length: count }, (_, index) => `p${index}`)
    for (const cause of plugins) {
      const { found, asked } = search(plugins, [cause])
      t.strictSame(found, [cause], `${cause} of ${count}`)
      t.ok(asked <= Math.ceil(Math.log2(count)) + 1, `${asked} answers`)
    }
  }
})

t.test('a trouble that two make together leads to one of them', async t => {
  t.match(search(['a', 'b', 'c', 'd'], ['a', 'd']).found, [/^[ad]$/])
  t.match(search(['a', 'b', 'c', 'd'], ['b', 'c']).found, [/^[bc]$/])
})

t.test('a trouble that is there without any is no plugin’s', async t => {
  t.strictSame(search(['a', 'b', 'c'], []), { found: [], asked: 1 })
})

t.test('those that need each other are one', async t => {
  const plugins = [
    { id: 'a', needs: {} },
    { id: 'b', needs: { d: '*' } },
    { id: 'c', needs: {} },
    { id: 'd', needs: { a: '*', elsewhere: '*' } },
  ]
  t.strictSame(
    unitsOf(plugins).map(unit => unit.toSorted()),
    [['a', 'b', 'd'], ['c']],
  )
})

t.test('a step is kept as it is', async t => {
  const step = { suspects: [['a', 'b'], ['c']], trying: 1, off: ['d'], found: false }
  t.strictSame(readHalving(writeHalving(step)), step)
})

t.test('what cannot be read holds nothing back', async t => {
  for (const text of ['', 'null', 'halving {', 'halving {"suspects":1}']) t.equal(readHalving(text), null, text)
})

t.test('bisecting beside a running server', async t => {
  const folder = await folderFor(t)
  const sources = [GREET, ...bad('deaf', 'late')]
  for (const source of sources)
    await cp(source, join(folder, 'plugins', source.split('/').at(-1) ?? ''), { recursive: true })
  const env = {
    PORT: String(await freePort()),
    GUILDHALL_ADMIN_NAME: 'ada',
    GUILDHALL_ADMIN_EMAIL: 'ada@example.org',
    GUILDHALL_ADMIN_PASSWORD: 'a long and good passphrase 1',
  }
  const run = async (...args: string[]) => {
    const running = guildhall(folder, args, { env })
    return { code: await running.ended, said: running.said(), complaint: running.complaint() }
  }
  const start = async () => {
    const server = guildhall(folder, ['start'], { env })
    t.teardown(() => server.kill('SIGKILL'))
    await server.line(/^Guildhall is at /)
    return server
  }
  const answers = async (status: number) => {
    const seen = async () => (await fetch(`http://localhost:${env.PORT}/x/greet`)).status === status
    await until(seen, `/x/greet answers ${status}`)
  }
  type Told = { state: string; suspects: string[]; heldBack: string[]; left: number }
  const bisect = async (...words: string[]): Promise<Told> => {
    const { said, complaint } = await run('plugin', 'bisect', ...words, '--json')
    try {
      return JSON.parse(said)
    } catch {
      throw new Error(`${words}: ${said}${complaint}`)
    }
  }

  for (const id of ['greet', 'deaf', 'late'])
    t.match(await run('plugin', 'enable', id, '--agree', 'tables,routes,jobs'), { code: 0 }, id)
  let server = await start()
  await answers(200)

  await t.test('the server follows without a restart, and half-way survives one', async t => {
    let now = await bisect('start')
    t.match(now, { state: 'testing', heldBack: ['polls', 'questions', 'deaf', 'greet', 'late'], left: 4 })
    await answers(404)
    t.match(await run('plugin', 'list'), { said: /^on {3}greet 1\.2\.0 {2}It is held back/m })
    t.match(await run('plugin', 'bisect', 'start'), { code: 1, complaint: /already under way/ })
    server.kill('SIGTERM')
    await server.ended
    server = await start()
    await answers(404)
    while (now.state === 'testing') {
      const held = now.heldBack.includes('greet')
      await answers(held ? 404 : 200)
      now = await bisect(held ? 'good' : 'bad')
    }
    t.match(now, { state: 'found', suspects: ['greet'], heldBack: ['greet'], left: 0 })
    t.match(await run('plugin', 'bisect'), { code: 0, said: /^It is greet$/m })
  })

  await t.test('stopping puts all back', async t => {
    t.match(await run('plugin', 'bisect', 'stop'), { code: 0, said: /Nothing is held back/ })
    await answers(200)
    const { plugins } = JSON.parse((await run('plugin', 'list', '--json')).said)
    for (const one of plugins) t.match(one, { enabled: true, trouble: null }, one.id)
    t.match(await run('plugin', 'bisect', 'good'), { code: 1, complaint: /None is under way/ })
    t.match(await run('plugin', 'bisect', 'perhaps'), { code: 2, complaint: /say start, good, bad or stop/ })
  })
})

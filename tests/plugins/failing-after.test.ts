/** Plugins that fail at what has happened already, or when nobody asks them any more. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import * as plugins from '../../server/plugins/service.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'
import { until } from '../support/until.ts'
import { bad, stateOf, works } from './forum.ts'

t.test('what a listener failed at waits for it, in order, until it is mended and switched on again', async t => {
  const app = await startStaged(t, { plugins: bad('deaf') })
  const { id: threadId } = await app.make.thread()
  const posts = [(await app.make.post({ threadId })).id, (await app.make.post({ threadId })).id]
  await until(async () => (await stateOf(app, 'deaf'))?.on === false, 'the listener has failed too often')
  t.match(await stateOf(app, 'deaf'), {
    trouble: { key: 'plugins.problem.tripped', values: { trouble: /on post\.created: not listening/ } },
  })
  posts.push((await app.make.post({ threadId })).id)
  await works(t, app)

  const file = join(app.dataDir, 'plugins/deaf/plugin.tsx')
  await writeFile(file, (await readFile(file, 'utf8')).replace('Date.now() > 0', 'Date.now() < 0'))
  await plugins.enable(await app.ctx(people.ada), 'deaf', ['tables'])
  t.match(await stateOf(app, 'deaf'), { on: true, trouble: null })
  await app.settled()
  const { db } = await app.ctx()
  const rows = await db.execute<{ id: number }>(
    sql`select post_id::float8 as id from plugin_deaf.heard where post_id >= ${posts[0]} order by place`,
  )
  t.strictSame(rows.map(({ id }) => id).slice(0, posts.length), posts, 'all that happened meanwhile, once, in order')
})

t.test('what a plugin kept of a call writes nothing after it', async t => {
  const app = await startStaged(t, { plugins: bad('late') })
  await app.make.thread()
  await app.settled()
  const tries = (await app.visitor().api('POST', '/late/tries', {})).json<Record<string, string>>()
  t.strictSame(Object.keys(tries), ['db', 'ctx', 'builder', 'inTransaction', 'transaction', 'verb'])
  for (const [name, outcome] of Object.entries(tries)) t.match(outcome, /used after it had ended/, name)
  const { db } = await app.ctx()
  t.strictSame([...(await db.execute(sql`select how from plugin_late.written`))], [])
  await works(t, app)
})

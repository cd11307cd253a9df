/** Several processes on one database: which plugins are on is one question for all of them. */
import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openDatabase } from '../../server/core/db.ts'
import { loadEnv } from '../../server/core/env.ts'
import { Front } from '../../server/front.ts'
import { enable } from '../../server/plugins/service.ts'
import { Stage } from '../../server/stage.ts'
import { clientFolder } from '../support/client.ts'
import { temporaryFolder } from '../support/folder.ts'
import { quietLog } from '../support/log.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'
import { until } from '../support/until.ts'

const GREET = join(import.meta.dirname, 'good/greet')

t.test('a plugin that is switched on elsewhere while this process starts is on in it too', async t => {
  const elsewhere = await startStaged(t)
  await elsewhere.install(GREET, { on: false })
  await elsewhere.stage.reload()

  const dataDir = await temporaryFolder(t)
  await cp(GREET, join(dataDir, 'plugins/greet'), { recursive: true })
  const front = new Front()
  const port = await front.listen(0, '127.0.0.1')
  const env = loadEnv({ DATA_DIR: dataDir, LOG_LEVEL: 'error', PORT: String(port) }, '')
  const database = openDatabase(elsewhere.target)
  const secret = randomBytes(32).toString('hex')
  const stage = new Stage({
    ...{ env, database, log: quietLog().log, secret, front },
    assetsFolder: await clientFolder(),
  })
  t.teardown(async () => {
    await stage.farewell()
    await front.close(1000)
    await stage.close()
    await database.close()
  })
  const answers = async (status: number) => (await fetch(`http://localhost:${port}/x/greet`)).status === status

  front.serve((await stage.open()).app.server)
  await enable(await elsewhere.ctx(people.ada), 'greet', ['tables', 'routes', 'jobs'])
  await elsewhere.settled()
  t.ok(await answers(404), 'it was off when this process looked')
  await stage.startBackground()
  await until(() => answers(200), 'the plugin is on')
})
